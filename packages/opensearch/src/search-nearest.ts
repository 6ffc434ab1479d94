import type { CallOptions, StoreHit, StoreQuery } from '@imgsearch/core';
import { buildSearchBody, exactQuery, MAX_K, nearestQuery, type SearchBody } from './build-search-body.ts';
import { checkQuery } from './check-query.ts';
import { scoreOfCosine } from './similarity-score.ts';
import { byRank, hitReader, needsVectors, type StoreHandle, sendSearch } from './store-handle.ts';
import { translateFilter } from './translate-filter.ts';

/** Scores have single precision; a bound of the caller's must not lose what is equal to it. */
const ROUNDING = 5e-7;
/** Ties at the end of a page are ordered among this many more. */
const MARGIN = 32;

/** Below this bound a radial search would walk through most of the graph. */
const RADIAL_FROM = 0.5;

export interface SearchPlan {
  /** `graph`: the k nearest. `radial`: all above a bound. `exact`: compared with all that pass the filter. */
  readonly strategy: 'graph' | 'radial' | 'exact';
  readonly body: SearchBody;
}

/** How a query is asked. @throws ImageSearchError INVALID_OPTIONS */
export function planSearch(
  handle: StoreHandle,
  query: StoreQuery,
  strategy?: SearchPlan['strategy'],
): SearchPlan {
  const { settings, stored } = handle;
  const { limit, offset, least } = checkQuery(query, stored.schema.dimensions);
  const filter = query.filter && translateFilter(query.filter, stored.schema.fields);
  const wanted = offset + limit;
  const radial =
    least !== undefined && least >= RADIAL_FROM && stored.similarity === 'exact' && wanted > 1000;
  const chosen = strategy ?? (settings.exact === 'always' ? 'exact' : radial ? 'radial' : 'graph');
  const k = Math.min(MAX_K, Math.max(wanted + MARGIN, settings.efSearch));
  const asked =
    chosen === 'exact'
      ? exactQuery(query.vector, filter)
      : chosen === 'radial'
        ? nearestQuery(query.vector, { min_score: scoreOfCosine(stored.space, least! - ROUNDING) }, filter)
        : nearestQuery(query.vector, { k }, filter);
  const page = { from: offset, size: limit };
  return { strategy: chosen, body: buildSearchBody(asked, page, needsVectors(handle, query.includeVectors)) };
}

/**
 * The nearest records. Where the graph gives fewer than were asked for, the question is asked again with an exact
 * comparison: filters leave few there, which is quick, or the graph has lost some, which then does not show.
 */
export async function searchNearest(
  handle: StoreHandle,
  query: StoreQuery,
  call: CallOptions | undefined,
): Promise<StoreHit[]> {
  const ask = async (strategy?: SearchPlan['strategy']) => {
    const { strategy: chosen, body } = planSearch(handle, query, strategy);
    const { hits } = (await sendSearch(handle, 'search', body, call)).hits;
    return { chosen, hits };
  };
  let answer = await ask();
  if (answer.chosen === 'graph' && answer.hits.length < query.limit) answer = await ask('exact');
  const read = hitReader(handle, query.vector, query.includeVectors);
  const space = answer.chosen === 'exact' ? 'innerproduct' : handle.stored.space;
  const hits = answer.hits.map((hit) => read(hit, space));
  if (handle.settings.extendSearchBody === undefined) hits.sort(byRank);
  const { minSimilarity } = query;
  return minSimilarity === undefined
    ? hits
    : hits.filter(({ similarity }) => similarity >= minSimilarity - ROUNDING);
}
