import { type RetryOptions, retry } from '../retry/retry.ts';
import { allOf, type Scope } from '../scope/create-scope.ts';
import { isWrittenWithin } from '../scope/record-id.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { deleteRecords } from './delete-records.ts';
import { type FoundRecord, findRecords } from './find-records.ts';

/** A product whose new records the store has acknowledged. */
export interface WrittenProduct {
  readonly productId: string;
  /** Ids of the pictures that it has now, whether or not this run could read them. */
  readonly recordIds: ReadonlySet<string>;
  /** One of its new vectors. */
  readonly vector: Float32Array;
}

/**
 * Deletes the records of pictures that the products no longer have. A picture that a product still has but that
 * failed this time keeps its old record: an old vector finds more than none. Records of a narrower scope are that
 * scope's own and stay.
 * @returns how many records were deleted, a product, in order
 */
export async function tidyProducts(
  store: VectorStore,
  scope: Scope,
  products: readonly WrittenProduct[],
  options: CallOptions,
  trying: RetryOptions = {},
): Promise<number[]> {
  const current = new Map(products.map((product) => [product.productId, product]));
  const found = await findOf(store, scope, products, options, trying);
  const stale = new Map(
    found
      .filter(({ id, productId }) => !current.get(productId)?.recordIds.has(id) && isWrittenWithin(id, scope))
      .map(({ id, productId }) => [id, productId]),
  );
  if (stale.size === 0) return products.map(() => 0);
  const deleted = new Map<string, number>();
  for (const id of await deleteRecords(store, [...stale.keys()], options, trying)) {
    const productId = stale.get(id) as string;
    deleted.set(productId, (deleted.get(productId) ?? 0) + 1);
  }
  return products.map(({ productId }) => deleted.get(productId) ?? 0);
}

/** One scan for all of them where the store can, else one search each. */
async function findOf(
  store: VectorStore,
  scope: Scope,
  products: readonly WrittenProduct[],
  options: CallOptions,
  trying: RetryOptions,
): Promise<FoundRecord[]> {
  const find = (ids: readonly string[], vector: Float32Array): Promise<FoundRecord[]> =>
    retry(() => findRecords(store, recordsOf(ids, scope), vector, options), {
      signal: options.signal,
      ...trying,
    });
  if (store.scan)
    return find(
      products.map(({ productId }) => productId),
      products[0]!.vector,
    );
  const found: FoundRecord[] = [];
  for (const { productId, vector } of products) found.push(...(await find([productId], vector)));
  return found;
}

/** The filter that matches the products' records in a scope. */
export function recordsOf(productIds: readonly string[], scope: Scope): FilterNode {
  return allOf(...scope.nodes, { op: 'in', field: 'productId', values: productIds }) as FilterNode;
}
