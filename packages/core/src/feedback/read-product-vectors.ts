import { throwIfStopped } from '../errors/abort.ts';
import { invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { VectorStore } from '../spec/vector-store.ts';

/** Pictures of one product that are looked at. */
const MAX_PICTURES = 100;

/**
 * Vectors of products in the store, each the mean of its pictures' at unit length; products that are not there are left
 * out. For a store of one tenant: a scoped pipeline's products must be read by the host.
 * @param store open, as the pipeline has it
 * @throws ImageSearchError INVALID_OPTIONS, ABORTED, and whatever the store throws
 * @example
 * const products = await readProductVectors(store, ['shoe-17', 'shoe-18'], { dimensions: embedder.info.dimensions });
 */
export async function readProductVectors(
  store: Pick<VectorStore, 'search' | 'info'>,
  productIds: Iterable<string>,
  options: CallOptions & { readonly dimensions: number },
): Promise<Map<string, Float32Array>> {
  const { dimensions, ...call } = options;
  if (typeof productIds?.[Symbol.iterator] !== 'function')
    throw invalidOption('productIds', 'a list of product ids', productIds);
  const anyVector = new Float32Array(dimensions);
  anyVector[0] = 1;
  const found = new Map<string, Float32Array>();
  for (const productId of new Set(productIds)) {
    throwIfStopped(call);
    const hits = await store.search(
      {
        vector: anyVector,
        limit: Math.min(MAX_PICTURES, store.info.limits.maxResults),
        filter: { op: 'eq', field: 'productId', value: productId },
        includeVectors: true,
      },
      call,
    );
    const sum = new Float64Array(dimensions);
    for (const { vector = [] } of hits)
      vector.forEach((value, at) => {
        sum[at]! += value;
      });
    const length = Math.hypot(...sum);
    if (length > 0)
      found.set(
        productId,
        Float32Array.from(sum, (value) => value / length),
      );
  }
  return found;
}
