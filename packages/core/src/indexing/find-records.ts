import type { CallOptions } from '../spec/call-options.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { VectorRecord, VectorStore } from '../spec/vector-store.ts';

export type FoundRecord = Omit<VectorRecord, 'vector'>;

/**
 * Every record that the filter matches. A store without `scan` is searched, which finds as many as it gives in one
 * answer; a product has fewer pictures than that.
 */
export async function findRecords(
  store: VectorStore,
  filter: FilterNode,
  vector: Float32Array,
  options: CallOptions,
): Promise<FoundRecord[]> {
  if (!store.scan) return store.search({ vector, filter, limit: store.info.limits.maxResults }, options);
  const found: FoundRecord[] = [];
  for await (const { record } of store.scan({ filter }, options)) found.push(record);
  return found;
}

/** Any unit vector, where the filter alone decides. */
export function anyVector(dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  vector[0] = 1;
  return vector;
}

/** The list in pieces of at most `size`. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
