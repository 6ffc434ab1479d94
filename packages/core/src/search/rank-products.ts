import type { CallOptions } from '../spec/call-options.ts';
import type { MatchView, Views } from '../spec/search.ts';
import type { StoreHit, StoreQuery, VectorStore } from '../spec/vector-store.ts';
import { searchGroups } from '../store/fallbacks/search-groups.ts';
import { poolViews } from './pool-views.ts';

/** The best picture of a product, with the product's similarity. */
export interface RankedHit extends StoreHit {
  /** Where it was not the best one's alone that counted. */
  readonly views?: readonly MatchView[] | undefined;
}

/** Pictures of one product that are compared: as many as a store that groups gives back. */
const MAX_VIEWS = 100;
/** Products that are looked at first, and at most where fewer are wanted. */
const FIRST = 50;
const MOST = 1000;

/**
 * The best products, one hit each, best first; fewer than `limit` only where there are no more. Stores rank products by
 * their best picture. What is pooled from several is never above that, so the search goes on until nothing that has not
 * been seen can come before what was found (the threshold algorithm of Fagin et al. 2003), or ends after 1,000 products.
 */
export async function rankProducts(
  store: VectorStore,
  query: StoreQuery,
  views: Views,
  options: CallOptions,
): Promise<RankedHit[]> {
  if (views === 'best') {
    const groups = await searchGroups(store, { ...query, hitsPerGroup: 1 }, options);
    return groups.flatMap(({ hits }) => hits[0] ?? []);
  }
  const { limit, minSimilarity: least = -1, ...rest } = query;
  const hitsPerGroup = typeof views === 'object' && 'top' in views ? views.top : MAX_VIEWS;
  const most = Math.min(store.info.limits.maxResults, Math.max(MOST, limit));
  for (let want = Math.min(most, Math.max(FIRST, 2 * limit)); ; want = Math.min(most, 4 * want)) {
    const groups = await searchGroups(store, { ...rest, limit: want, hitsPerGroup }, options);
    const ranked = groups
      .flatMap(({ hits }) => (hits.length === 0 ? [] : pooled(hits, views)))
      .filter(({ similarity }) => similarity >= least)
      .sort((a, b) => b.similarity - a.similarity);
    const unseen = groups.at(-1)?.hits[0]?.similarity ?? -1;
    const isSettled = unseen < least || (ranked[limit - 1]?.similarity ?? -2) >= unseen;
    if (isSettled || groups.length < want || want === most) return ranked.slice(0, limit);
  }
}

function pooled(hits: readonly StoreHit[], views: Views): RankedHit {
  const similarity = poolViews(
    hits.map((hit) => hit.similarity),
    views,
  );
  return {
    ...hits[0]!,
    similarity,
    views: hits.map((hit) => ({ imageId: hit.imageId, similarity: hit.similarity })),
  };
}
