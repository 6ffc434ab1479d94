import { HIDDEN } from './documents.ts';
import type { FilterQuery } from './translate-filter.ts';

/** Best first; ties by id. */
const BY_RANK: readonly object[] = [{ _score: 'desc' }, { id: 'asc' }];

/** Largest `k` of a search in the graph. */
export const MAX_K = 10_000;

export type SearchBody = Record<string, unknown>;

/** What comes back of each document. Vectors only where asked: reading them costs more than finding them. */
export function sourceOf(withVectors: boolean): { readonly excludes: readonly string[] } {
  return { excludes: withVectors ? HIDDEN : [...HIDDEN, 'vector'] };
}

/**
 * A search in the graph. The filter is inside: outside it would be applied to the k nearest, and could leave none.
 * @param reach `k`, or for a radial search the least score
 */
export function nearestQuery(
  vector: Float32Array,
  reach: { readonly k: number } | { readonly min_score: number },
  filter: FilterQuery | undefined,
): object {
  return { knn: { vector: { vector: Array.from(vector), ...reach, ...(filter && { filter }) } } };
}

/** A comparison with every document that passes the filter. Its score is that of the inner product in every engine. */
export function exactQuery(vector: Float32Array, filter: FilterQuery | undefined): object {
  const params = { field: 'vector', query_value: Array.from(vector), space_type: 'innerproduct' };
  return {
    script_score: {
      query: filter ? { bool: { filter: [filter] } } : { match_all: {} },
      script: { lang: 'knn', source: 'knn_score', params },
    },
  };
}

/**
 * The same for `collapse` with inner hits, which puts the query into a `bool` and asks again for each group: there a
 * script score over a filter ends with a null pointer in segments where nothing passes the filter (OpenSearch 3.2,
 * OpenSearch#18446). Over everything, with the filter beside it, only what passes is scored as well.
 */
export function exactInGroups(vector: Float32Array, filter: FilterQuery): object {
  return { bool: { must: [exactQuery(vector, undefined)], filter: [filter] } };
}

/** The body of a flat search. */
export function buildSearchBody(
  query: object,
  page: { readonly from: number; readonly size: number },
  withVectors: boolean,
): SearchBody {
  return {
    ...page,
    query,
    sort: BY_RANK,
    track_scores: true,
    track_total_hits: false,
    _source: sourceOf(withVectors),
  };
}

/** The same with one hit a product, or where more are wanted, with its best. */
export function buildGroupBody(
  query: object,
  page: { readonly from: number; readonly size: number },
  withVectors: boolean,
  hitsPerGroup: number,
): SearchBody {
  const _source = sourceOf(withVectors);
  const inner = { name: 'hits', size: hitsPerGroup, sort: BY_RANK, track_scores: true, _source };
  return {
    ...buildSearchBody(query, page, withVectors),
    track_total_hits: true,
    collapse: { field: 'productId', ...(hitsPerGroup > 1 && { inner_hits: inner }) },
  };
}
