import {
  abortError,
  checkKeys,
  ERROR_CODES,
  type ErrorCode,
  ImageSearchError,
  invalidOption,
  toImageSearchError,
} from '@imgsearch/core';
import type { Problem } from '../answer/to-problem.ts';
import type { AnalyzeAnswer, HealthAnswer, SearchAnswer } from '../schemas/answer-schemas.ts';
import type {
  AnalyzeParameters,
  JsonQuery,
  PhotoAddress,
  SearchParameters,
  SimilarParameters,
} from '../schemas/request-schemas.ts';

export interface ImageSearchClientOptions {
  /** Where the handler's routes lie, e.g. `/api` in a page, or `https://shop.example/api`. */
  readonly url: string;
  /** Default: the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Sent with every request, e.g. a token. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

type PictureBytes = Blob | Uint8Array<ArrayBuffer> | ArrayBuffer;

/** Encoded picture bytes, or where the server finds them, if it fetches. */
export type ClientPhoto = { readonly image: PictureBytes } | PhotoAddress;

/** Several photos of what is wanted, at most 16. */
export interface ClientPhotos {
  readonly images: readonly PictureBytes[];
}

export interface ClientCall {
  readonly signal?: AbortSignal | undefined;
}

export interface ImageSearchClient {
  search(request: (ClientPhoto | ClientPhotos) & SearchParameters, call?: ClientCall): Promise<SearchAnswer>;
  analyze(request: ClientPhoto & AnalyzeParameters, call?: ClientCall): Promise<AnalyzeAnswer>;
  /** By words, by a vector made here, or by a product; or by the address of a photo. */
  ask(request: JsonQuery & SearchParameters, call?: ClientCall): Promise<SearchAnswer>;
  /** More like a product. */
  similar(productId: string, parameters?: SimilarParameters, call?: ClientCall): Promise<SearchAnswer>;
  /** Resolves also where the answer is "not yet". */
  ready(call?: ClientCall): Promise<HealthAnswer>;
}

/**
 * Asks a handler, from a page or from another service. Needs `fetch` and nothing of Node's.
 * @throws ImageSearchError INVALID_OPTIONS. Calls reject with the code that the server answered with, `cause` being its
 * problem document; with SOURCE_FAILED where it was not reached or did not speak; with ABORTED
 * @example
 * const client = createImageSearchClient({ url: 'https://shop.example/api' });
 * const photo = new Blob(['...']);
 * const { matches } = await client.search({ image: photo, limit: 12, filter: { price: { $lt: 50 } } });
 */
export function createImageSearchClient(options: ImageSearchClientOptions): ImageSearchClient {
  checkKeys('options', options, ['url', 'fetch', 'headers']);
  if (typeof options?.url !== 'string')
    throw invalidOption('url', 'the address of the handler', options?.url);
  const base = options.url.replace(/\/+$/, '');
  const { fetch = globalThis.fetch, headers = {} } = options;

  const request = async (
    path: string,
    { signal = null, ...init }: RequestInit,
    accepted: readonly number[] = [],
  ): Promise<unknown> => {
    try {
      const response = await fetch(`${base}${path}`, { ...init, signal });
      const text = await response.text();
      const body = parse(text);
      if (body !== undefined && (response.ok || accepted.includes(response.status))) return body;
      throw toError(response.status, body);
    } catch (error) {
      if (signal?.aborted) throw abortError(signal);
      throw toImageSearchError(
        error,
        'SOURCE_FAILED',
        `${base} was not reached`,
        'Check the connection and the address.',
      );
    }
  };
  const ask = (
    path: string,
    given: (ClientPhoto | ClientPhotos | JsonQuery) & SearchParameters,
    { signal }: ClientCall,
  ): Promise<unknown> => {
    if ('images' in given) {
      const { images, ...parameters } = given;
      const body = new FormData();
      for (const image of images) body.append('image', new Blob([image]));
      return request(`${path}${toQuery(parameters)}`, {
        method: 'POST',
        headers,
        body,
        signal: signal ?? null,
      });
    }
    if (!('image' in given)) {
      const type = { 'content-type': 'application/json' };
      return request(path, {
        method: 'POST',
        headers: { ...headers, ...type },
        body: JSON.stringify(given),
        signal: signal ?? null,
      });
    }
    const { image, ...parameters } = given;
    const query = toQuery(parameters);
    const type = { 'content-type': (image as Partial<Blob>).type || 'application/octet-stream' };
    return request(`${path}${query}`, {
      method: 'POST',
      headers: { ...headers, ...type },
      body: image,
      signal: signal ?? null,
    });
  };
  return {
    search: (given, call = {}) => ask('/search', given, call) as Promise<SearchAnswer>,
    analyze: (given, call = {}) => ask('/analyze', given, call) as Promise<AnalyzeAnswer>,
    ask: (given, call = {}) => ask('/search', given, call) as Promise<SearchAnswer>,
    similar: (productId, parameters = {}, { signal } = {}) =>
      request(`/products/${encodeURIComponent(productId)}/similar${toQuery(parameters)}`, {
        headers,
        signal: signal ?? null,
      }) as Promise<SearchAnswer>,
    ready: ({ signal } = {}) =>
      request('/ready', { headers, signal: signal ?? null }, [503]) as Promise<HealthAnswer>,
  };
}

function toQuery(parameters: object): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters) as [string, unknown][]) {
    if (value === undefined) continue;
    if (Array.isArray(value)) for (const each of value) query.append(name, String(each));
    else query.append(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toError(status: number, body: unknown): ImageSearchError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  const { code, detail, hint, retryable } = problem;
  return new ImageSearchError({
    code: ERROR_CODES.includes(code as ErrorCode) ? (code as ErrorCode) : 'SOURCE_FAILED',
    message: detail ?? `The server answered with status ${status}.`,
    hint,
    retryable: retryable ?? status >= 500,
    cause: body ?? { status },
  });
}
