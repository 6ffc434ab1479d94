import { planReaches, type Reach } from '../photo/plan-reaches.ts';
import type { ResolvedPolicies } from '../photo/resolve-policies.ts';
import type { Stopwatch } from '../photo/stopwatch.ts';
import { allOf, type Scope } from '../scope/create-scope.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Metadata } from '../spec/fields.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { Hydrate, Match, MatchReach } from '../spec/search.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import type { TaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';
import type { CheckedSearch } from './check-search-request.ts';
import { type DiverseCandidate, diversify } from './diversify.ts';
import { hydrateHits } from './hydrate-hits.ts';
import { oneOfFilter } from './one-of-filter.ts';
import { keyOf } from './page-cursor.ts';
import { type RankedHit, rankProducts } from './rank-products.ts';

export interface FindContext {
  readonly store: VectorStore;
  readonly taxonomy: TaxonomyIndex;
  readonly scope: Scope;
  readonly policies: ResolvedPolicies;
  readonly hydrate: Hydrate | undefined;
  readonly stopwatch: Stopwatch;
}

export interface MatchQuery {
  readonly vector: Float32Array;
  /** Leaves to begin with; none: everything. */
  readonly leaves: readonly string[];
  /** Keys of the products that the pages before have shown. */
  readonly seen: readonly string[];
  /** Similarities of the first products that are wanted in any case, shown or not. */
  readonly leaders: number;
}

export interface FoundMatches {
  readonly matches: Match[];
  /** Similarities of the first products of all pages. */
  readonly leaders: readonly number[];
}

/**
 * Casts the net wider until there are `limit` products; a product stays where it was caught first. Within a cast it
 * looks further down as long as what it finds was shown before, is gone from the host's shop, or was caught already.
 */
export async function findMatches(
  search: CheckedSearch,
  { vector, leaves, seen, leaders: wantedLeaders }: MatchQuery,
  context: FindContext,
  options: CallOptions,
): Promise<FoundMatches> {
  const { limit, minSimilarity, diversity, views } = search;
  const { store, taxonomy, policies, scope, hydrate, stopwatch } = context;
  const { maxResults } = store.info.limits;
  const shown = new Set(seen);
  const known = new Set<string>();
  const matches: Match[] = [];
  const leaders: number[] = [];
  const before: DiverseCandidate[] = [];
  const isDone = (): boolean => matches.length >= limit && leaders.length >= wantedLeaders;

  for (const reach of planReaches(leaves, taxonomy, policies.fillUp)) {
    const filter = boundsOf(reach, search, context);
    // Products that are caught already may come again with a picture of another category: ask for the full limit.
    const step = diversity?.candidates ?? Math.max(wantedLeaders, shown.size + limit);
    for (let want = Math.min(step, maxResults); ; ) {
      const query = { vector, limit: want, filter, minSimilarity, includeVectors: diversity !== undefined };
      const ranked = await rankProducts(store, query, views, options);
      const hits = ranked.filter(({ productId }) => !known.has(productId));
      for (const { productId, similarity } of hits) {
        known.add(productId);
        if (leaders.length < wantedLeaders) leaders.push(similarity);
      }
      const fresh = hits.filter(({ productId }) => shown.size === 0 || !shown.has(keyOf(productId)));
      if (diversity) before.push(...hits.filter((hit) => !fresh.includes(hit)).filter(hasVector));
      const live = hydrate
        ? await stopwatch.time('hydrate', () => hydrateHits(fresh, hydrate, scope, options))
        : fresh;
      const ordered = diversity ? diversify(live.filter(hasVector), diversity.lambda, before) : live;
      for (const hit of ordered.slice(0, limit - matches.length)) {
        matches.push(toMatch(hit, reach.reach));
        if (diversity && hasVector(hit)) before.push(hit);
      }
      if (isDone() || ranked.length < want || want === maxResults) break;
      // Blocks of candidates must be the same on every page; otherwise look twice as far.
      want = Math.min(maxResults, diversity ? want + step : want * 2);
    }
    if (isDone()) break;
  }
  return { matches, leaders };
}

function boundsOf(
  { within, beyond }: Reach,
  { filter, exclude }: CheckedSearch,
  { store, scope }: FindContext,
): FilterNode | undefined {
  const { maxFilterValues } = store.info.limits;
  const oneOf = (field: string, values: readonly string[] | undefined): FilterNode | undefined =>
    values && values.length > 0 ? oneOfFilter(field, values, maxFilterValues) : undefined;
  const not = (node: FilterNode | undefined): FilterNode | undefined => node && { op: 'not', node };
  return allOf(
    ...scope.nodes,
    filter,
    oneOf('category', within),
    not(oneOf('category', beyond)),
    not(oneOf('productId', exclude)),
  );
}

type HitWithVector = RankedHit & DiverseCandidate;
const hasVector = (hit: RankedHit): hit is HitWithVector => hit.vector !== undefined;

const toMatch = (hit: RankedHit, reach: MatchReach): Match => ({
  productId: hit.productId,
  imageId: hit.imageId,
  similarity: hit.similarity,
  category: hit.category,
  metadata: hit.metadata as Metadata,
  reach,
  ...(hit.version !== undefined && { version: hit.version }),
  ...(hit.views && { views: hit.views }),
});
