import type { Scope } from '../scope/create-scope.ts';
import { recordId } from '../scope/record-id.ts';
import type { Checkpoint, CheckpointEntry } from '../spec/checkpoint.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { deleteRecords } from './delete-records.ts';
import { anyVector } from './find-records.ts';
import type { SeenProducts } from './seen-products.ts';
import type { Tally } from './tally.ts';
import { tidyProducts } from './tidy-products.ts';

export interface Pruning {
  readonly checkpoint: Checkpoint;
  readonly target: string;
  readonly seen: SeenProducts;
  readonly store: VectorStore;
  readonly scope: Scope;
  readonly dimensions: number;
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

/** Products that go at once. */
const AT_ONCE = 256;

/** Takes out the products that the checkpoint knows and that this run has not met. */
export async function pruneProducts(pruning: Pruning): Promise<void> {
  const { checkpoint, target, seen, signal } = pruning;
  let gone: CheckpointEntry[] = [];
  for await (const entry of checkpoint.entries({ target }, { signal })) {
    if (seen.has(entry.productId)) continue;
    gone.push(entry);
    if (gone.length < AT_ONCE) continue;
    await pruneEntries(gone, pruning);
    gone = [];
  }
  if (gone.length > 0) await pruneEntries(gone, pruning);
}

/** Out of the store first, so that a crash in between leaves something to prune. */
async function pruneEntries(
  entries: readonly CheckpointEntry[],
  { checkpoint, target, store, scope, dimensions, tally, signal }: Pruning,
): Promise<void> {
  const ids = entries.flatMap(({ productId, images }) =>
    images.map(({ id }) => recordId(scope, productId, id)),
  );
  let deleted = (await deleteRecords(store, ids, { signal })).length;
  // Of a product that was being changed when a run ended, the store may hold more.
  const uncertain = entries
    .filter(({ underway }) => underway)
    .map(({ productId }) => ({ productId, recordIds: new Set<string>(), vector: anyVector(dimensions) }));
  if (uncertain.length > 0)
    for (const more of await tidyProducts(store, scope, uncertain, { signal })) deleted += more;
  const productIds = entries.map(({ productId }) => productId);
  await checkpoint.delete(target, productIds, { signal });
  tally.add('deleted', deleted);
  tally.pruned(productIds);
}
