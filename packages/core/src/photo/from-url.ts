import { abortError } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { ImageSource } from '../spec/image-source.ts';

/** What is used of a `Response`. */
export interface FetcherResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly body: ReadableStream<Uint8Array> | null;
}

/** `fetch`, or a function like it. */
export type Fetcher = (
  url: string,
  init: { readonly signal: AbortSignal; readonly headers: Record<string, string> },
) => Promise<FetcherResponse>;

export interface FromUrlOptions {
  /**
   * `fetch`, or the host's own. It decides which addresses may be reached: for URLs that strangers send, bring one
   * that refuses private addresses on every redirect.
   */
  readonly fetcher: Fetcher;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds for the whole download. Default 10,000. */
  readonly timeout?: number | undefined;
}

interface Settings {
  readonly fetcher: Fetcher;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeout: number;
}

function statusError(status: number, place: string): ImageSearchError {
  const gone = status === 404 || status === 410;
  return new ImageSearchError({
    code: gone ? 'IMAGE_NOT_FOUND' : 'SOURCE_FAILED',
    message: `${place} answered with status ${status}.`,
    hint: gone ? 'Check the address.' : 'Check that the address needs no login, and what its server says.',
    retryable: status === 408 || status === 425 || status === 429 || status >= 500,
  });
}

async function* download(
  url: URL,
  { fetcher, headers, timeout }: Settings,
  caller: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  // Queries and credentials are often secrets, and messages are logged.
  const place = `${url.origin}${url.pathname}`;
  const clock = AbortSignal.timeout(timeout);
  const signal = caller ? AbortSignal.any([caller, clock]) : clock;
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const response = await fetcher(url.href, { signal, headers: { accept: 'image/*', ...headers } });
    if (!response.ok) {
      response.body?.cancel().catch(() => undefined);
      throw statusError(response.status, place);
    }
    reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      signal.throwIfAborted();
      yield part.value;
    }
  } catch (error) {
    if (caller?.aborted) throw abortError(caller);
    if (clock.aborted)
      throw new ImageSearchError({
        code: 'TIMEOUT',
        message: `${place} did not deliver the picture within ${timeout} ms.`,
        hint: 'Try again, or raise `timeout`.',
        cause: error,
      });
    throw toImageSearchError(error, 'SOURCE_FAILED', `${place} could not be fetched`);
  } finally {
    reader?.cancel().catch(() => undefined);
  }
}

/**
 * A picture at an http(s) address. Fetched when it is needed, in pieces, so that a large one is refused before it is
 * in memory; again on a retry. Messages name the address without its query.
 * @returns a source that fails with IMAGE_NOT_FOUND (404, 410), SOURCE_FAILED (other statuses, network), TIMEOUT or ABORTED
 * @throws ImageSearchError INVALID_OPTIONS for anything but http(s)
 * @example
 * await pipeline.search({ image: fromUrl('https://example.com/photo.jpg', { fetcher: fetch }) });
 */
export function fromUrl(url: string | URL, options: FromUrlOptions): ImageSource {
  checkKeys('options', options, ['fetcher', 'headers', 'timeout']);
  const parsed = URL.parse(String(url));
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol))
    throw invalidOption('url', 'an http(s) address', String(url), 'For a file, use fromFile(path).');
  if (typeof options?.fetcher !== 'function')
    throw invalidOption('fetcher', 'a function like fetch', options?.fetcher, 'Pass { fetcher: fetch }.');
  const settings: Settings = {
    fetcher: options.fetcher,
    headers: options.headers ?? {},
    timeout: checkNumber('timeout', options.timeout, { min: 1, max: 2 ** 31 - 1, fallback: 10_000 }),
  };
  return async ({ signal }) => download(parsed, settings, signal);
}
