import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import type { Scope } from '../scope/create-scope.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Metadata } from '../spec/fields.ts';
import type { Hydrate } from '../spec/search.ts';
import type { StoreHit } from '../spec/vector-store.ts';

/**
 * The hits that the host still sells, with his fresh values over the stored ones; order is kept.
 * @throws ImageSearchError SOURCE_FAILED where his function fails, INVALID_OPTIONS for another number of records
 */
export async function hydrateHits<Hit extends StoreHit>(
  hits: readonly Hit[],
  hydrate: Hydrate,
  scope: Scope,
  options: CallOptions,
): Promise<Hit[]> {
  if (hits.length === 0) return [];
  const ids = hits.map(({ productId }) => productId);
  const records = await askHost(ids, hydrate, scope, options);
  throwIfStopped(options);
  const read = readerOf(records, ids);
  return hits.flatMap((hit, at) => {
    const fresh = read(hit.productId, at);
    return fresh ? [{ ...hit, metadata: { ...hit.metadata, ...fresh } as Metadata }] : [];
  });
}

async function askHost(
  ids: readonly string[],
  hydrate: Hydrate,
  scope: Scope,
  options: CallOptions,
): Promise<unknown> {
  try {
    return await hydrate(ids, { signal: options.signal, scope: Object.fromEntries(scope.values) });
  } catch (error) {
    throwIfStopped(options);
    throw toImageSearchError(error, 'SOURCE_FAILED', 'The function "hydrate" failed');
  }
}

type Read = (productId: string, at: number) => object | null | undefined;

function readerOf(records: unknown, ids: readonly string[]): Read {
  const isMap = Object.prototype.toString.call(records) === '[object Map]';
  if (isMap) return (productId) => (records as ReadonlyMap<string, object>).get(productId);
  if (Array.isArray(records) && records.length === ids.length) return (_, at) => records[at];
  throw new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: `The function "hydrate" gave ${Array.isArray(records) ? `${records.length} records` : typeof records} for ${ids.length} products.`,
    hint: 'Give a list in the order of the ids with null for what is gone, or a Map by product id.',
  });
}
