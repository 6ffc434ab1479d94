import type { CallOptions } from '../../spec/call-options.ts';
import type { FilterNode } from '../../spec/filter.ts';
import type { StoreGroup, StoreGroupQuery, StoreHit, VectorStore } from '../../spec/vector-store.ts';

/** Pages through a flat search, best first, each record once, until told to stop or nothing is left. */
async function walk(
  store: VectorStore,
  query: StoreGroupQuery,
  pageSize: number,
  options: CallOptions | undefined,
  visit: (hit: StoreHit) => boolean,
): Promise<void> {
  const { maxResults, maxOffset } = store.info.limits;
  const { hitsPerGroup: _, ...flat } = query;
  const seen = new Set<string>();
  let limit = Math.min(pageSize, maxResults);
  for (let offset = 0; offset <= maxOffset; ) {
    const hits = await store.search({ ...flat, offset, limit }, options);
    for (const hit of hits) {
      if (seen.has(hit.id)) continue;
      seen.add(hit.id);
      if (visit(hit)) return;
    }
    if (hits.length < limit) return;
    offset += limit;
    limit = Math.min(limit * 2, maxResults);
  }
}

/**
 * Best products, each with its best records: by the store where it can, else by fetching more hits than products
 * wanted, page by page, until there are enough products or no more hits. The result is the same as far as the
 * store's `maxOffset` reaches. `limit` and `offset` count products.
 */
export async function searchGroups(
  store: VectorStore,
  query: StoreGroupQuery,
  options?: CallOptions,
): Promise<StoreGroup[]> {
  if (store.searchGroups) return store.searchGroups(query, options);
  const { limit, offset = 0, hitsPerGroup = 1 } = query;
  const groups = new Map<string, StoreHit[]>();
  const add = (hit: StoreHit, known: boolean): void => {
    const hits = groups.get(hit.productId);
    if (hits === undefined) {
      if (!known) groups.set(hit.productId, [hit]);
    } else if (hits.length < hitsPerGroup && !hits.some(({ id }) => id === hit.id)) hits.push(hit);
  };
  const wanted = offset + limit;
  await walk(store, query, wanted * 3, options, (hit) => {
    add(hit, false);
    return groups.size === wanted;
  });
  const chosen = [...groups].slice(offset);
  // The walk may have ended before the further records of a product came by.
  const short = chosen.filter(([, hits]) => hits.length < hitsPerGroup).map(([productId]) => productId);
  const { maxFilterValues } = store.info.limits;
  for (let at = 0; hitsPerGroup > 1 && at < short.length; at += maxFilterValues) {
    const values = short.slice(at, at + maxFilterValues);
    const inside: FilterNode = { op: 'in', field: 'productId', values };
    const filter: FilterNode = query.filter ? { op: 'and', nodes: [query.filter, inside] } : inside;
    await walk(store, { ...query, filter }, values.length * hitsPerGroup * 2, options, (hit) => {
      add(hit, true);
      return values.every((productId) => groups.get(productId)!.length >= hitsPerGroup);
    });
  }
  return chosen.map(([productId, hits]) => ({ productId, hits }));
}
