import { abortError, type CallOptions, ImageSearchError, throwIfStopped } from '@imgsearch/core';
import { mapOpenSearchError } from './map-opensearch-error.ts';
import type { OpenSearchClient, TransportRequest } from './opensearch-client.ts';

export interface StoreRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Escaped, with a slash in front. */
  readonly path: string;
  readonly query?: Record<string, unknown> | undefined;
  readonly body?: object | undefined;
  readonly lines?: string | undefined;
  /** Statuses that are an answer, not an error. */
  readonly accept?: readonly number[] | undefined;
  /** Milliseconds, where it takes longer than others. */
  readonly timeout?: number | undefined;
  /** Tries of the client after the first, which it makes at once. Default: its own, 3. */
  readonly maxRetries?: number | undefined;
}

export interface StoreAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Sends requests for one store. @throws ImageSearchError ABORTED, TIMEOUT or what became of the request */
export type Send = (what: string, request: StoreRequest, call?: CallOptions) => Promise<StoreAnswer>;

/**
 * The client knows no AbortSignal: its promise has an `abort` of its own, which closes the connection, and OpenSearch
 * cancels a search whose connection closed. So both signal and deadline end the work on the server, too.
 * @param name of the store, for messages
 * @param requestTimeout in milliseconds; default the client's own
 */
export function createSender(client: OpenSearchClient, name: string, requestTimeout?: number): Send {
  return async (what, asked, call) => {
    const { method, path, query, body, lines, accept, timeout = requestTimeout, maxRetries } = asked;
    throwIfStopped(call);
    const { signal, deadline } = call ?? {};
    const place = `Store "${name}", ${what}`;
    const request: TransportRequest = { method, path };
    if (query) request.querystring = query;
    if (body) request.body = body as Record<string, unknown>;
    if (lines !== undefined) request.bulkBody = lines;
    const answer = client.transport.request(request, {
      ...(accept && { ignore: [...accept] }),
      ...(timeout !== undefined && { requestTimeout: timeout }),
      ...(maxRetries !== undefined && { maxRetries }),
    });
    let late = false;
    // Returning what `abort` returns would hand the event target a promise, whose rejection it throws at the process.
    const stop = (): void => {
      answer.abort();
    };
    const timer =
      deadline === undefined
        ? undefined
        : setTimeout(
            () => {
              late = true;
              stop();
            },
            Math.min(Math.max(deadline - Date.now(), 0), 2 ** 31 - 1),
          );
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const { body: found, statusCode } = await answer;
      return { status: statusCode ?? 200, body: found };
    } catch (error) {
      if (signal?.aborted) throw abortError(signal);
      if (late)
        throw new ImageSearchError({
          code: 'TIMEOUT',
          message: `${place}: the deadline passed before OpenSearch answered.`,
          hint: 'Allow more time, or look at the load of the cluster.',
          cause: error,
        });
      throw mapOpenSearchError(error, place);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  };
}
