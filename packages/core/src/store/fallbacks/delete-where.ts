import type { CallOptions } from '../../spec/call-options.ts';
import type { FilterNode } from '../../spec/filter.ts';
import type { VectorStore } from '../../spec/vector-store.ts';
import { unsupported } from './unsupported.ts';

/**
 * Deletes what matches: by the store where it can, else by scanning and deleting in batches. The fallback is not
 * atomic: a failure leaves what was deleted so far deleted.
 * @throws ImageSearchError UNSUPPORTED where the store can neither; the first record's error where one is not deleted
 */
export async function deleteWhere(
  store: VectorStore,
  filter: FilterNode,
  options?: CallOptions,
): Promise<{ readonly deleted: number }> {
  if (store.deleteWhere) return store.deleteWhere(filter, options);
  if (!store.scan) throw unsupported(store, 'deleteWhere');
  let deleted = 0;
  let ids: string[] = [];
  const empty = async (): Promise<void> => {
    if (ids.length === 0) return;
    for (const outcome of await store.delete(ids, options)) {
      if (!outcome.ok) throw outcome.error;
      if (outcome.found !== false) deleted++;
    }
    ids = [];
  };
  for await (const { record } of store.scan({ filter }, options)) {
    ids.push(record.id);
    if (ids.length >= store.info.limits.maxBatch) await empty();
  }
  await empty();
  return { deleted };
}
