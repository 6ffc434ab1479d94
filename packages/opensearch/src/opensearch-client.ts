/** One request as the client's transport takes it. */
export interface TransportRequest {
  method: string;
  path: string;
  querystring?: Record<string, unknown>;
  body?: Record<string, unknown>;
  /** Lines of JSON. */
  bulkBody?: string;
}

/** What the transport gives back at once: the answer to come, and the way to stop asking for it. */
export interface TransportAnswer extends PromiseLike<{ body: unknown; statusCode?: number | null }> {
  abort(): void;
}

/**
 * The part of `@opensearch-project/opensearch` that the store uses, versions 2 and 3. The host application makes the
 * client, with its own addresses, users, certificates or SigV4, and closes it.
 */
export interface OpenSearchClient {
  readonly transport: {
    request(
      request: TransportRequest,
      options?: { requestTimeout?: number; ignore?: number[]; maxRetries?: number },
    ): TransportAnswer;
  };
}
