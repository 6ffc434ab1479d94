import { ConformanceError, runCases, type Suite } from '../../src/index.ts';

/** Cases that went red by a named assertion, by mutant; and mutants that crashed without one. */
export interface Findings {
  readonly caughtBy: ReadonlyMap<string, readonly string[]>;
  readonly crashed: readonly string[];
}

const AT_ONCE = 8;

/** Runs every case on every mutant. Most of the time is waiting, so several run at once. */
export async function runMutants<Mutant extends { readonly name: string }, Context>(
  mutants: readonly Mutant[],
  suiteOf: (mutant: Mutant) => Suite<Context>,
): Promise<Findings> {
  const caughtBy = new Map<string, string[]>(mutants.map(({ name }) => [name, []]));
  const crashed: string[] = [];
  const queue = [...mutants];
  const work = async (): Promise<void> => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const failed = (await runCases(suiteOf(mutant))).filter(({ outcome }) => outcome === 'failed');
      const named = failed.filter(({ error }) => ConformanceError.isInstance(error));
      caughtBy.set(
        mutant.name,
        named.map(({ name }) => name),
      );
      if (failed.length > 0 && named.length === 0) crashed.push(mutant.name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { caughtBy, crashed };
}
