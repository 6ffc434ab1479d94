import type { CallOptions, StoreScanEntry, StoreScanQuery } from '@imgsearch/core';
import { buildSearchBody } from './build-search-body.ts';
import { recordOf } from './documents.ts';
import type { SearchAnswer, StoreHandle } from './store-handle.ts';
import { translateFilter } from './translate-filter.ts';

const PAGE = 500;

/**
 * One page of a scan, in the order of ids. The id of the last record is all that the next page needs: nothing is held on
 * the server, and a cursor stays good for ever. Updates keep their id, so that none comes twice.
 */
export async function scanPage(
  { send, stored }: StoreHandle,
  { filter, after, includeVectors = false }: StoreScanQuery,
  call: CallOptions | undefined,
): Promise<{ readonly entries: readonly StoreScanEntry[]; readonly last: boolean }> {
  const query = filter
    ? { bool: { filter: [translateFilter(filter, stored.schema.fields)] } }
    : { match_all: {} };
  const body = {
    ...buildSearchBody(query, { from: 0, size: PAGE }, includeVectors),
    track_scores: false,
    sort: [{ id: 'asc' }],
    ...(after !== undefined && { search_after: [after] }),
  };
  const asked = {
    method: 'POST',
    path: `/${stored.index}/_search`,
    query: { allow_partial_search_results: false },
    body,
  } as const;
  const answer = await send('scan', asked, call);
  const { hits } = (answer.body as SearchAnswer).hits;
  const entries = hits.map(({ _source }) => ({ record: recordOf(_source), cursor: _source.id }));
  return { entries, last: hits.length < PAGE };
}
