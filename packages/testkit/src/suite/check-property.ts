import fc from 'fast-check';
import { canonical } from './canonical.ts';
import { ConformanceError } from './conformance-error.ts';

/**
 * Checks a property over random examples; where it fails, tells the smallest counterexample that was found.
 * A crash inside is passed on as it is.
 */
export async function checkProperty<T extends [unknown, ...unknown[]]>(
  { seed, runs }: { readonly seed: number; readonly runs: number },
  assertion: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  property: (...example: T) => Promise<void>,
): Promise<void> {
  const details = await fc.check(fc.asyncProperty(...arbitraries, property), {
    seed,
    numRuns: runs,
    // A store may be a server: a few dozen steps to a smaller example are worth it, thousands are not.
    endOnFailure: runs < 10,
    interruptAfterTimeLimit: 45_000,
  });
  if (!details.failed) return;
  const { errorInstance: error, counterexample } = details;
  if (!ConformanceError.isInstance(error)) throw error ?? new Error(`${assertion}: fast-check stopped early`);
  const detail = `counterexample ${canonical(counterexample)}, fast-check seed ${details.seed}, path ${details.counterexamplePath}`;
  throw new ConformanceError({
    assertion: `${assertion}: ${error.assertion}`,
    expected: error.expected,
    received: error.received,
    detail,
  });
}
