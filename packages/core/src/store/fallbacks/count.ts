import type { CallOptions } from '../../spec/call-options.ts';
import type { FilterNode } from '../../spec/filter.ts';
import type { VectorStore } from '../../spec/vector-store.ts';
import { unsupported } from './unsupported.ts';

/**
 * Counts records: by the store where it can, else by a scan over all that match.
 * @throws ImageSearchError UNSUPPORTED where the store has neither
 */
export async function count(
  store: VectorStore,
  filter?: FilterNode,
  options?: CallOptions,
): Promise<{ readonly value: number; readonly exact: boolean }> {
  if (store.count) return store.count(filter, options);
  if (!store.scan) throw unsupported(store, 'count');
  let value = 0;
  for await (const _ of store.scan({ filter }, options)) value++;
  return { value, exact: true };
}
