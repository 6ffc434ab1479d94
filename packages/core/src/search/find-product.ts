import { ImageSearchError } from '../errors/image-search-error.ts';
import { allOf, type Scope } from '../scope/create-scope.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import { composeVectors } from './compose-vectors.ts';

export interface FoundProduct {
  /** Mean of its pictures' vectors, unit length. */
  readonly vector: Float32Array;
  /** The leaf that most of its pictures have; `other` where none has one. */
  readonly category: string;
}

/** Pictures of one product that are looked at. */
const MAX_PICTURES = 100;

/**
 * A product of the store as a query: by a search that its id alone decides, which every store can.
 * @throws ImageSearchError PRODUCT_NOT_FOUND where the scope has no picture of it
 */
export async function findProduct(
  productId: string,
  store: VectorStore,
  scope: Scope,
  dimensions: number,
  options: CallOptions,
): Promise<FoundProduct> {
  const anyVector = new Float32Array(dimensions);
  anyVector[0] = 1;
  const hits = await store.search(
    {
      vector: anyVector,
      limit: Math.min(MAX_PICTURES, store.info.limits.maxResults),
      filter: allOf(...scope.nodes, { op: 'eq', field: 'productId', value: productId }),
      includeVectors: true,
    },
    options,
  );
  const vectors = hits.flatMap(({ vector }) => (vector ? [{ vector, weight: 1 }] : []));
  if (vectors.length === 0)
    throw new ImageSearchError({
      code: 'PRODUCT_NOT_FOUND',
      message: `The store "${store.info.name}" has no picture of the product ${JSON.stringify(productId)}.`,
      hint: 'Index it first, or check its id; a scoped pipeline sees the products of its scope alone.',
    });
  return { vector: composeVectors(vectors), category: mostFrequent(hits.map(({ category }) => category)) };
}

function mostFrequent(categories: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const id of categories) if (id !== OTHER_CATEGORY) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [
    OTHER_CATEGORY,
    0,
  ] as const)[0];
}
