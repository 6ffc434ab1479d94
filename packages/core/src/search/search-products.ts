import type { PhotoTools } from '../photo/photo-tools.ts';
import { planReaches } from '../photo/plan-reaches.ts';
import { createStopwatch } from '../photo/stopwatch.ts';
import { allOf, type Scope } from '../scope/create-scope.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Fields, Metadata } from '../spec/fields.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { Match, MatchReach, SearchResult } from '../spec/search.ts';
import type { StoreHit, VectorStore } from '../spec/vector-store.ts';
import { searchGroups } from '../store/fallbacks/search-groups.ts';
import { OTHER_CATEGORY, type TaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';
import type { CheckedSearch } from './check-search-request.ts';
import { describeQuery } from './describe-query.ts';
import { oneOfFilter } from './one-of-filter.ts';

export interface SearchContext {
  readonly tools: PhotoTools;
  readonly store: VectorStore;
  readonly taxonomy: TaxonomyIndex;
  readonly scope: Scope;
  readonly fingerprint: Fingerprint;
  readonly warnings: readonly string[];
}

/** A query's way to its vector, and then as far into the store as it takes to find enough products. */
export async function searchProducts<F extends Fields>(
  search: CheckedSearch,
  context: SearchContext,
  options: CallOptions,
): Promise<SearchResult<F>> {
  const { taxonomy, fingerprint, store } = context;
  const stopwatch = createStopwatch(context.tools.traced);
  const { vector, category, background, photos, warnings } = await describeQuery(
    search,
    { ...context, stopwatch },
    options,
  );
  const leaves =
    search.chosen?.leaves ?? (category.id === OTHER_CATEGORY ? [] : taxonomy.expand([category.id]));
  const matches = await stopwatch.time('search', () =>
    findMatches<F>(vector, leaves, search, context, options),
  );
  const { version } = store.info;
  return {
    matches,
    query: {
      category,
      background,
      fingerprint,
      ...(version !== undefined && { version }),
      ...(photos && { photos }),
    },
    timings: stopwatch.read(),
    warnings: [...context.warnings, ...warnings],
  };
}

/** Casts the net wider until there are `limit` products; a product stays where it was caught first. */
async function findMatches<F extends Fields>(
  vector: Float32Array,
  leaves: readonly string[],
  { limit, filter, minSimilarity, exclude }: CheckedSearch,
  { tools, store, taxonomy, scope }: SearchContext,
  options: CallOptions,
): Promise<Match<F>[]> {
  const { maxFilterValues } = store.info.limits;
  const oneOf = (field: string, values: readonly string[] | undefined): FilterNode | undefined =>
    values && values.length > 0 ? oneOfFilter(field, values, maxFilterValues) : undefined;
  const not = (node: FilterNode | undefined): FilterNode | undefined => node && { op: 'not', node };
  const matches = new Map<string, Match<F>>();
  for (const { reach, within, beyond } of planReaches(leaves, taxonomy, tools.policies.fillUp)) {
    const bounds = allOf(
      ...scope.nodes,
      filter,
      oneOf('category', within),
      not(oneOf('category', beyond)),
      not(oneOf('productId', exclude)),
    );
    // Products that are caught already may come again with a picture of another category: ask for the full limit.
    const groups = await searchGroups(
      store,
      { vector, limit, hitsPerGroup: 1, filter: bounds, minSimilarity },
      options,
    );
    for (const { productId, hits } of groups) {
      if (matches.size >= limit) break;
      if (hits[0] && !matches.has(productId)) matches.set(productId, toMatch(hits[0], reach));
    }
    if (matches.size >= limit) break;
  }
  return [...matches.values()];
}

const toMatch = <F extends Fields>(hit: StoreHit, reach: MatchReach): Match<F> => ({
  productId: hit.productId,
  imageId: hit.imageId,
  similarity: hit.similarity,
  category: hit.category,
  metadata: hit.metadata as Metadata<F>,
  reach,
  ...(hit.version !== undefined && { version: hit.version }),
});
