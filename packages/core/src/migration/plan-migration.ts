import { compareFingerprints } from '../fingerprint/compare-fingerprints.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { StoreVersion, StoreVersions, VectorStore } from '../spec/vector-store.ts';
import { count } from '../store/fallbacks/count.ts';
import { drawQueries } from './draw-queries.ts';
import type { MigrationPlan, MigrationSource } from './migration.ts';

export interface PlanContext {
  readonly versions: StoreVersions;
  readonly serving: { readonly version: StoreVersion; readonly handle: VectorStore };
  readonly begun: StoreVersion | undefined;
  readonly to: ImageSearchPipeline;
  readonly source: MigrationSource;
  readonly sample: number;
  readonly signal: AbortSignal | undefined;
}

/** What a migration changes, and what it takes. Reads and embeds, and writes nothing. */
export async function planMigration(context: PlanContext): Promise<MigrationPlan> {
  const { versions, serving, begun, to, sample, signal } = context;
  const records = {
    from: (await count(serving.handle, undefined, { signal })).value,
    to: begun ? await countIn(versions, begun, { signal }) : 0,
  };
  const imagesPerSecond = sample > 0 && records.from > 0 ? await speedOf(context) : undefined;
  return {
    from: serving.version,
    ...(begun && { to: begun }),
    differences: compareFingerprints(to.info.fingerprint, serving.version.fingerprint),
    records,
    vectorBytes: records.from * to.info.dimensions * 4,
    ...(imagesPerSecond !== undefined && {
      imagesPerSecond,
      timeLeft: (Math.max(0, records.from - records.to) / imagesPerSecond) * 1000,
    }),
  };
}

async function countIn(versions: StoreVersions, { id }: StoreVersion, call: CallOptions): Promise<number> {
  const handle = await versions.open(id, call);
  try {
    return (await count(handle, undefined, call)).value;
  } finally {
    await handle.close();
  }
}

/** Pictures a second, all at once as an index run would; undefined where none could be read. */
async function speedOf({ serving, to, source, sample, signal }: PlanContext): Promise<number | undefined> {
  const asked = await drawQueries(serving.handle, source, { count: sample + 1, seed: 1, signal });
  const [warmUp, ...timed] = asked;
  const embed = async ({ image }: (typeof asked)[number]): Promise<boolean> =>
    to.embed({ image }, { signal, priority: 'bulk' }).then(
      () => true,
      () => false,
    );
  if (warmUp) await embed(warmUp);
  const start = performance.now();
  const done = (await Promise.all(timed.map(embed))).filter(Boolean).length;
  const elapsed = performance.now() - start;
  return done > 0 ? (done / elapsed) * 1000 : undefined;
}
