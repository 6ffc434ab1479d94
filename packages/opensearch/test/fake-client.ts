import type { OpenSearchClient, TransportRequest } from '../src/opensearch-client.ts';

export interface FakeAnswer {
  readonly statusCode?: number;
  readonly body: unknown;
}

/** An error as both versions of the client throw it. */
export function responseError(statusCode: number, body: unknown): Error {
  return Object.assign(new Error('Response Error'), { name: 'ResponseError', meta: { statusCode, body } });
}

/** A client that answers from a function, for what no server here can be made to say. */
export function createFakeClient(
  answer: (request: TransportRequest) => FakeAnswer | Error | Promise<FakeAnswer | Error>,
): { readonly client: OpenSearchClient; readonly requests: TransportRequest[] } {
  const requests: TransportRequest[] = [];
  const client: OpenSearchClient = {
    transport: {
      request(request, options) {
        requests.push(request);
        const answered = (async () => {
          const given = await answer(request);
          if (given instanceof Error) throw given;
          const { statusCode = 200, body } = given;
          if (statusCode >= 400 && !options?.ignore?.includes(statusCode))
            throw responseError(statusCode, body);
          return { statusCode, body };
        })();
        return Object.assign(answered, { abort: () => undefined });
      },
    },
  };
  return { client, requests };
}
