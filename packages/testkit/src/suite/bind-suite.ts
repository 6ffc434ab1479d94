import type { Suite } from './conformance-case.ts';
import { runCase } from './run-cases.ts';

/** What a test runner offers: `describe` and `it` of vitest, Jest or node:test. */
export interface TestRunner {
  describe(name: string, define: () => void): unknown;
  it(name: string, run: () => Promise<void>, timeout?: number): unknown;
}

/** Registers every case as a test. A case that does not apply is skipped where the runner can at that point. */
export function bindSuite<Context>({ describe, it }: TestRunner, suite: Suite<Context>): void {
  const groups = Map.groupBy(suite.cases, ({ group }) => group);
  void describe(suite.name, () => {
    for (const [group, cases] of groups)
      void describe(group, () => {
        for (const one of cases) {
          const skipped = suite.skip.find((entry) => entry.case === one.name);
          // Gathered arguments keep `length` at 0: Jest would hand a callback to a function that takes one.
          const run = async (...given: readonly unknown[]): Promise<void> => {
            const report = await runCase(suite, one);
            if (report.outcome === 'failed') throw report.error;
            const context = given[0] as { skip?: (reason?: string) => void } | undefined;
            if (report.outcome !== 'passed') context?.skip?.(report.reason);
          };
          void it(skipped ? `${one.name} (skipped: ${skipped.reason})` : one.name, run, suite.timeout);
        }
      });
  });
}
