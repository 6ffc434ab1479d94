import { checkNumber } from '../options/check.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { StoreVersion } from '../spec/vector-store.ts';
import { countDifferences } from './count-differences.ts';
import { noCounts, type Versions } from './look-through.ts';
import type {
  MigrationReport,
  MigrationRunOptions,
  MigrationSource,
  VersionDifferences,
} from './migration.ts';
import type { PassResult } from './pass-context.ts';
import { passOverOriginals } from './pass-over-originals.ts';
import { indexProductsOnce, passOverProducts } from './pass-over-products.ts';
import { createRunTally } from './run-tally.ts';

export interface RunContext {
  readonly versions: Versions;
  readonly to: ImageSearchPipeline;
  readonly source: MigrationSource;
  readonly version: StoreVersion;
}

/** Passes over the catalogue: the first builds or goes on, others repair what changed meanwhile, until none has to. */
export async function runMigration(
  { versions, to, source, version }: RunContext,
  { repairs, settle, onEvent, ...indexing }: MigrationRunOptions,
): Promise<MigrationReport> {
  const passes = 1 + checkNumber('repairs', repairs, { min: 0, integer: true, fallback: 3 });
  const { signal } = indexing;
  const tally = createRunTally(onEvent);
  const context = {
    ...{ versions, to, tally, call: { signal } },
    settle: checkNumber('settle', settle, { min: 0, fallback: 10_000 }),
  };
  // What a checkpoint knows to be done may have been overtaken or dropped: repairs go by the records instead.
  const { checkpoint: _, prune: __, failed: ___, ...repairing } = indexing;
  const { prune: ____, ...building } = indexing;
  const onePass = (first: boolean): Promise<PassResult> => {
    if ('original' in source)
      return passOverOriginals({ ...context, indexing: first ? building : repairing }, source);
    return first
      ? indexProductsOnce({ ...context, indexing }, source.products)
      : passOverProducts({ ...context, indexing: repairing }, source.products);
  };
  const start = performance.now();
  let [pass, work] = [0, 1];
  let differences: VersionDifferences | undefined;
  try {
    while (pass < passes && work > 0 && !signal?.aborted) {
      pass++;
      onEvent?.({ type: 'pass', pass });
      ({ work, differences } = await onePass(pass === 1));
      // A source whose first pass had nothing to do is compared with the serving version all the same.
      if (differences === undefined) work = 1;
      else onEvent?.({ type: 'differences', pass, differences });
      await versions.next.flush?.({ signal });
    }
    if (work > 0 || !differences) differences = await countDifferences(versions, { signal });
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return {
    version,
    passes: pass,
    ...tally.sums,
    failures: tally.failures,
    differences: differences ?? noCounts(),
    elapsed: performance.now() - start,
    aborted: signal?.aborted ?? false,
  };
}
