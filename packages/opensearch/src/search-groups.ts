import type { CallOptions, FilterNode, StoreGroup, StoreGroupQuery } from '@imgsearch/core';
import { checkNumber } from '@imgsearch/core';
import { buildGroupBody, exactInGroups, exactQuery, MAX_K, nearestQuery } from './build-search-body.ts';
import { checkQuery } from './check-query.ts';
import {
  byRank,
  hitReader,
  needsVectors,
  type SearchAnswer,
  type StoreHandle,
  sendSearch,
} from './store-handle.ts';
import { translateFilter } from './translate-filter.ts';

/** Pictures fetched for each product wanted, at first. */
const OVERFETCH = 5;
const ROUNDING = 5e-7;

/** Most records a product that one search gives back (index.max_inner_result_window). */
const MAX_PER_GROUP = 100;

/**
 * Products by their best record, by `collapse`. The k nearest may all be of a few products, so k grows until there are
 * enough or there is nothing more; beyond the largest k everything that passes the filter is compared.
 */
export async function searchGroups(
  handle: StoreHandle,
  query: StoreGroupQuery,
  call: CallOptions | undefined,
): Promise<StoreGroup[]> {
  const { settings, stored } = handle;
  const { fields, dimensions } = stored.schema;
  const { limit, offset, least = -1 } = checkQuery(query, dimensions);
  const perGroup = checkNumber('hitsPerGroup', query.hitsPerGroup, {
    min: 1,
    max: MAX_PER_GROUP,
    integer: true,
    fallback: 1,
  });
  const filter = query.filter && translateFilter(query.filter, fields);
  const vectors = needsVectors(handle, query.includeVectors);
  const page = { from: offset, size: limit };
  const send = (asked: object): Promise<SearchAnswer> =>
    sendSearch(handle, 'groups', buildGroupBody(asked, page, vectors, 1), call);

  let k = Math.max((offset + limit) * OVERFETCH, settings.efSearch);
  let space = stored.space;
  let answer: SearchAnswer | undefined;
  while (settings.exact !== 'always' && k <= MAX_K) {
    answer = await send(nearestQuery(query.vector, { k }, filter));
    if (answer.hits.hits.length === limit) break;
    const all = (answer.hits.total?.value ?? 0) < k;
    answer = undefined;
    if (all) break;
    k *= 4;
  }
  if (answer === undefined) {
    answer = await send(exactQuery(query.vector, filter));
    space = 'innerproduct';
  }
  const read = hitReader(handle, query.vector, query.includeVectors);
  let groups = answer.hits.hits.map((hit) => ({
    productId: hit._source.productId,
    hits: [read(hit, space)],
  }));
  if (perGroup > 1 && groups.length > 0) {
    // Which products is known; the best records of each, of all that it has, take an exact search among theirs.
    const values = groups.map(({ productId }) => productId);
    const inside: FilterNode = { op: 'in', field: 'productId', values };
    const both: FilterNode = query.filter ? { op: 'and', nodes: [query.filter, inside] } : inside;
    const asked = exactInGroups(query.vector, translateFilter(both, fields));
    const body = buildGroupBody(asked, { from: 0, size: values.length }, vectors, perGroup);
    const further = await sendSearch(handle, 'groups', body, call);
    groups = further.hits.hits.map((hit) => ({
      productId: hit._source.productId,
      hits: hit.inner_hits!.hits.hits.hits.map((one) => read(one, 'innerproduct')),
    }));
  }
  const ordered = settings.extendSearchBody === undefined;
  return groups
    .map(({ productId, hits }) => ({
      productId,
      hits: (ordered ? hits.sort(byRank) : hits).filter(({ similarity }) => similarity >= least - ROUNDING),
    }))
    .filter(({ hits }) => hits.length > 0)
    .sort((a, b) => (ordered ? byRank(a.hits[0]!, b.hits[0]!) : 0));
}
