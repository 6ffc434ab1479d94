import { lookup as systemLookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import {
  checkKeys,
  checkNumber,
  type Fetcher,
  type FetcherResponse,
  ImageSearchError,
} from '@imgsearch/core';
import { boundedBody } from './bounded-body.ts';
import { createAddressGuard } from './create-address-guard.ts';
import { createUrlGuard } from './create-url-guard.ts';
import { guardLookup } from './guard-lookup.ts';
import { refused } from './refused.ts';

export interface GuardedFetcherOptions {
  /** Hosts that may be named: `cdn.example.com`, or `*.example.com` for those below. Default: every public one. */
  readonly hosts?: readonly string[] | undefined;
  /** Ports that may be named. Default 80 and 443. */
  readonly ports?: readonly number[] | undefined;
  /** Ranges that are reached though they are not public, such as `10.1.0.0/16`. Default: none. */
  readonly allow?: readonly string[] | undefined;
  /** Ranges that are not reached though they are public: those of your own network. Default: none. */
  readonly deny?: readonly string[] | undefined;
  /** Bytes of one answer. Default 25,000,000. */
  readonly maxBytes?: number | undefined;
  /** Redirects that are followed, each held to the same rules. Default 3. */
  readonly maxRedirects?: number | undefined;
  /** Milliseconds for everything: names, redirects, the last byte. Default 10,000. */
  readonly timeout?: number | undefined;
  /** Resolves names, as `dns.lookup` does. Default: that. */
  readonly lookup?: LookupFunction | undefined;
}

const known = ['hosts', 'ports', 'allow', 'deny', 'maxBytes', 'maxRedirects', 'timeout', 'lookup'];
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Fetches what strangers name, and nothing that is not public. Every address is judged where the socket resolves it, so
 * a name cannot lead elsewhere between the check and the connection; addresses written out are judged before. No
 * credentials, no cookies, no proxy, no decompression.
 * @throws ImageSearchError INVALID_OPTIONS. Calls reject with INVALID_OPTIONS (may not be fetched, or no such host),
 * IMAGE_TOO_LARGE, TIMEOUT, SOURCE_FAILED, or the caller's reason to abort
 * @example
 * const fetcher = createGuardedFetcher({ hosts: ['cdn.example.com'] });
 * await pipeline.search({ image: fromUrl('https://cdn.example.com/photo.jpg', { fetcher }) });
 */
export function createGuardedFetcher(options: GuardedFetcherOptions = {}): Fetcher {
  checkKeys('options', options, known);
  const isAllowed = createAddressGuard(options);
  const checkUrl = createUrlGuard(options, isAllowed);
  const lookup = guardLookup(options.lookup ?? (systemLookup as LookupFunction), isAllowed);
  const maxBytes = checkNumber('maxBytes', options.maxBytes, { min: 1, integer: true, fallback: 25e6 });
  const maxRedirects = checkNumber('maxRedirects', options.maxRedirects, {
    min: 0,
    max: 20,
    integer: true,
    fallback: 3,
  });
  const timeout = checkNumber('timeout', options.timeout, { min: 1, max: 2 ** 31 - 1, fallback: 10_000 });

  return async (text, { signal: caller, headers }): Promise<FetcherResponse> => {
    const clock = AbortSignal.timeout(timeout);
    const signal = AbortSignal.any([caller, clock]);
    let url = checkUrl(text);
    const explain = (error: unknown): unknown => {
      if (caller.aborted || ImageSearchError.isInstance(error)) return error;
      const place = `${url.origin}${url.pathname}`;
      const hint = 'Try again, or send the picture itself.';
      if (clock.aborted)
        return new ImageSearchError({
          code: 'TIMEOUT',
          message: `${place} did not answer within ${timeout} ms.`,
          hint,
          cause: error,
        });
      // The network's own words name addresses.
      const { code = 'the connection failed' } = error as NodeJS.ErrnoException;
      return new ImageSearchError({
        code: 'SOURCE_FAILED',
        message: `${place} could not be fetched: ${code}.`,
        hint,
        cause: error,
      });
    };
    try {
      for (let hops = 0; ; hops++) {
        const response = await ask(url, headers, lookup, signal);
        const { statusCode: status = 0 } = response;
        const { location } = response.headers;
        if (status >= 200 && status < 300)
          return { ok: true, status, body: boundedBody(response, maxBytes, explain) };
        response.destroy();
        if (!REDIRECTS.includes(status) || location === undefined) return { ok: false, status, body: null };
        if (hops >= maxRedirects) throw refused(url, `it redirects more than ${maxRedirects} times`);
        url = checkUrl(location, url);
      }
    } catch (error) {
      throw explain(error);
    }
  };
}

async function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // Named late: the import of either defines globals of Node's own fetch.
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  return new Promise((resolve, reject) => {
    // A connection of its own: none is shared with what others may have opened.
    request(url, { agent: false, lookup, signal, headers: { 'user-agent': 'imgsearch', ...headers } })
      .once('response', resolve)
      .on('error', reject)
      .end();
  });
}
