import type { CaseReport, ConformanceCase, Suite } from './conformance-case.ts';
import { ConformanceError } from './conformance-error.ts';

/** Says where and with which seed a case failed, once. */
function told(error: unknown, name: string, seed: number): unknown {
  const place = `in the case "${name}"; pass seed: ${seed} to repeat it`;
  if (ConformanceError.isInstance(error)) {
    error.message += `\n(${place})`;
    return error;
  }
  const text = error instanceof Error ? error.message : String(error);
  return new Error(`${text}\n(a crash ${place})`, { cause: error });
}

/** Runs one case in a context of its own. */
export async function runCase<Context>(
  suite: Suite<Context>,
  one: ConformanceCase<Context>,
): Promise<CaseReport> {
  const { name, group } = one;
  const skipped = suite.skip.find((entry) => entry.case === name);
  if (skipped) return { name, group, outcome: 'skipped', reason: skipped.reason, milliseconds: 0 };
  const start = performance.now();
  const since = () => Math.round(performance.now() - start);
  let error: unknown;
  try {
    const { context, lacks } = await suite.enter(one.needs);
    try {
      if (lacks !== undefined) {
        const reason = `needs ${lacks}`;
        return { name, group, outcome: 'not applicable', reason, milliseconds: since() };
      }
      await one.run(context);
    } catch (thrown) {
      error = thrown;
    } finally {
      // What ending brings up matters only where the case itself went well.
      await suite.leave(context).catch((thrown: unknown) => {
        error ??= thrown;
      });
    }
  } catch (thrown) {
    error = thrown;
  }
  if (error === undefined) return { name, group, outcome: 'passed', milliseconds: since() };
  return { name, group, outcome: 'failed', error: told(error, name, suite.seed), milliseconds: since() };
}

/** Runs all cases, one after another. */
export async function runCases<Context>(suite: Suite<Context>): Promise<CaseReport[]> {
  const reports: CaseReport[] = [];
  for (const one of suite.cases) reports.push(await runCase(suite, one));
  return reports;
}
