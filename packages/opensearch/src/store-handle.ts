import { type CallOptions, ImageSearchError, type StoreHit } from '@imgsearch/core';
import type { Send } from './abortable-request.ts';
import type { SearchBody } from './build-search-body.ts';
import type { SearchBodyContext, StoreSettings } from './check-store-options.ts';
import { recordOf, type StoredDocument } from './documents.ts';
import { type StoredIndex, versionId } from './index-mapping.ts';
import type { Server } from './read-server.ts';
import { cosineOf, cosineOfScore, type Space } from './similarity-score.ts';

/** What every verb of the store works with: one version, opened. */
export interface StoreHandle {
  readonly settings: StoreSettings;
  readonly server: Server;
  readonly send: Send;
  readonly stored: StoredIndex;
}

/** A hit as OpenSearch gives it. */
export interface SearchHit {
  readonly _id: string;
  readonly _index: string;
  readonly _score: number;
  readonly _source: StoredDocument;
  readonly inner_hits?: { readonly hits: { readonly hits: { readonly hits: readonly SearchHit[] } } };
}

export interface SearchAnswer {
  readonly took: number;
  readonly timed_out?: boolean;
  readonly hits: { readonly total?: { readonly value: number }; readonly hits: readonly SearchHit[] };
}

/**
 * Sends a search of any kind. A part of the shards is no answer: that would be a wrong one.
 * @throws ImageSearchError
 */
export async function sendSearch(
  { settings, send, stored }: StoreHandle,
  kind: SearchBodyContext['kind'],
  body: SearchBody,
  call: CallOptions | undefined,
): Promise<SearchAnswer> {
  const { extendSearchBody } = settings;
  const full = extendSearchBody ? extendSearchBody(body, { kind, index: stored.index }) : body;
  const answer = await send(
    kind === 'search' ? 'search' : `search (${kind})`,
    {
      method: 'POST',
      path: `/${stored.index}/_search`,
      query: { allow_partial_search_results: false },
      body: full,
    },
    call,
  );
  const found = answer.body as SearchAnswer;
  if (found.timed_out)
    throw new ImageSearchError({
      code: 'TIMEOUT',
      message: `Store "${settings.name}", search: OpenSearch stopped at its own timeout.`,
      hint: 'Allow more time, or look at the load of the cluster.',
    });
  return found;
}

/** Whether vectors must come back, because scores do not tell the cosine or the caller wants them. */
export function needsVectors({ settings }: StoreHandle, includeVectors: boolean | undefined): boolean {
  return includeVectors === true || settings.extendSearchBody !== undefined;
}

/** Turns hits of one search into those of the contract. */
export function hitReader(
  { settings }: StoreHandle,
  vector: Float32Array,
  includeVectors: boolean | undefined,
): (hit: SearchHit, space: Space) => StoreHit {
  const own = settings.extendSearchBody !== undefined;
  return ({ _index, _score, _source }, space) => {
    const { vector: found, ...rest } = recordOf(_source);
    const similarity = own && found ? cosineOf(vector, found) : cosineOfScore(space, _score);
    const version = versionId(settings.name, _index);
    return { ...rest, similarity, version, ...(includeVectors && found && { vector: found }) };
  };
}

/** Best first; ties by id, by code unit, where OpenSearch goes by code point. */
export function byRank(a: StoreHit, b: StoreHit): number {
  return b.similarity - a.similarity || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
