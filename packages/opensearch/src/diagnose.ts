import type { CallOptions, StoreQuery } from '@imgsearch/core';
import type { SearchBody } from './build-search-body.ts';
import { planSearch, type SearchPlan } from './search-nearest.ts';
import type { StoreHandle } from './store-handle.ts';
import { translateFilter } from './translate-filter.ts';

export interface OpenSearchStoreStats {
  readonly index: string;
  readonly server: string;
  readonly engine: string;
  /** Searchable records; those written since the last refresh are not counted. */
  readonly records: number;
  /** Bytes on disk, of all copies. */
  readonly bytes: number;
  readonly segments: number;
  readonly shards: { readonly successful: number; readonly total: number };
}

export interface SearchExplanation {
  readonly index: string;
  readonly server: string;
  readonly strategy: SearchPlan['strategy'];
  /** As it would be sent, the vector shortened: good to paste into a report. */
  readonly body: SearchBody;
  /** Records that pass the filter. */
  readonly matches: number;
  /** Hits of that body, before the store asks again or cuts. */
  readonly hits: number;
  /** Milliseconds that the server says it took. */
  readonly took: number;
  /** The server's own profile of the search. */
  readonly profile: unknown;
}

/** Loads the graphs into memory, where the engine has such a step; Lucene reads its own as they are needed. */
export async function warmUp({ send, stored }: StoreHandle, call: CallOptions | undefined): Promise<void> {
  await send('warm-up', { method: 'GET', path: `/_plugins/_knn/warmup/${stored.index}` }, call);
}

interface StatsAnswer {
  readonly _shards: { readonly successful: number; readonly total: number };
  readonly _all: {
    readonly primaries: {
      readonly docs: { readonly count: number };
      readonly segments: { readonly count: number };
    };
    readonly total: { readonly store: { readonly size_in_bytes: number } };
  };
}

export async function readStats(
  { send, stored, server }: StoreHandle,
  call: CallOptions | undefined,
): Promise<OpenSearchStoreStats> {
  const { body } = await send(
    'stats',
    { method: 'GET', path: `/${stored.index}/_stats/docs,store,segments` },
    call,
  );
  const { _all, _shards } = body as StatsAnswer;
  return {
    index: stored.index,
    server: server.text,
    engine: stored.engine,
    records: _all.primaries.docs.count,
    bytes: _all.total.store.size_in_bytes,
    segments: _all.primaries.segments.count,
    shards: { successful: _shards.successful, total: _shards.total },
  };
}

/** Runs a search under the server's profiler, and tells what was asked, of whom, and what it cost. */
export async function explainSearch(
  handle: StoreHandle,
  query: StoreQuery,
  call: CallOptions | undefined,
): Promise<SearchExplanation> {
  const { send, stored, server, settings } = handle;
  const { strategy, body } = planSearch(handle, query);
  const full = settings.extendSearchBody?.(body, { kind: 'search', index: stored.index }) ?? body;
  const searched = await send(
    'explain',
    { method: 'POST', path: `/${stored.index}/_search`, body: { ...full, profile: true } },
    call,
  );
  const { took, hits, profile } = searched.body as {
    took: number;
    hits: { hits: unknown[] };
    profile?: unknown;
  };
  const filter = query.filter ? { query: translateFilter(query.filter, stored.schema.fields) } : {};
  const counted = await send(
    'explain',
    { method: 'POST', path: `/${stored.index}/_count`, body: filter },
    call,
  );
  const shortened = JSON.parse(JSON.stringify(full), (_, value: unknown) =>
    Array.isArray(value) && value.length > 8 && value.every((item) => typeof item === 'number')
      ? [...value.slice(0, 4), `… ${value.length} numbers`]
      : value,
  ) as SearchBody;
  return {
    index: stored.index,
    server: server.text,
    strategy,
    body: shortened,
    matches: (counted.body as { count: number }).count,
    hits: hits.hits.length,
    took,
    profile,
  };
}
