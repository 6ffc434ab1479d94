import { checkKeys, checkNumber, type Fetcher, invalidOption } from '@imgsearch/core';
import limit, { type LimitFunction } from 'p-limit';

export interface PoliteFetcherOptions {
  /** Default: the global `fetch`. For addresses that strangers send, one that refuses private networks. */
  readonly fetcher?: Fetcher | undefined;
  /** Answers awaited at a time from one host. Default 4. */
  readonly perHost?: number | undefined;
  /** Milliseconds between two requests to one host, at least. Default 0. */
  readonly pause?: number | undefined;
  /** Longest wait that a `Retry-After` may ask for, in milliseconds; beyond it the answer is passed on. Default 60,000. */
  readonly maxRetryAfter?: number | undefined;
}

interface Host {
  readonly turn: LimitFunction;
  /** When the next request may start, in milliseconds of `performance.now()`. */
  from: number;
}

/** Hosts that are remembered. */
const HOSTS = 10_000;

/**
 * A fetcher that goes easy on servers: a few requests at a time to each host, and none while a host has asked, with a 429 or
 * 503 and `Retry-After`, to be left alone. Other requests to that host wait as long.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const fetcher = createPoliteFetcher({ perHost: 2 });
 * const image = fromUrl('https://example.com/photo.jpg', { fetcher });
 */
export function createPoliteFetcher(options: PoliteFetcherOptions = {}): Fetcher {
  checkKeys('options', options, ['fetcher', 'perHost', 'pause', 'maxRetryAfter']);
  const { fetcher = fetch as Fetcher } = options;
  if (typeof fetcher !== 'function') throw invalidOption('fetcher', 'a function like fetch', fetcher);
  const perHost = checkNumber('perHost', options.perHost, { min: 1, integer: true, fallback: 4 });
  const pause = checkNumber('pause', options.pause, { min: 0, fallback: 0 });
  const longest = checkNumber('maxRetryAfter', options.maxRetryAfter, { min: 0, fallback: 60_000 });
  const hosts = new Map<string, Host>();

  const hostOf = (url: string): Host => {
    const { host } = new URL(url);
    const known = hosts.get(host);
    if (known) return known;
    if (hosts.size >= HOSTS) hosts.delete(hosts.keys().next().value!);
    const made = { turn: limit(perHost), from: 0 };
    hosts.set(host, made);
    return made;
  };
  const wait = async (host: Host, signal: AbortSignal): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      const left = host.from - performance.now();
      if (left <= 0) break;
      await sleep(left, signal);
    }
    host.from = performance.now() + pause;
  };

  return (url, init) => {
    const host = hostOf(url);
    return host.turn(async () => {
      await wait(host, init.signal);
      const answer = await fetcher(url, init);
      const asked = answer.status === 429 || answer.status === 503 ? retryAfter(answer) : undefined;
      if (asked === undefined || asked > longest) return answer;
      host.from = Math.max(host.from, performance.now() + asked);
      await answer.body?.cancel().catch(() => undefined);
      await wait(host, init.signal);
      return fetcher(url, init);
    });
  };
}

/** Milliseconds that an answer asks to wait: seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(answer: object): number | undefined {
  const { headers } = answer as { headers?: { get?(name: string): string | null } };
  const text = headers?.get?.('retry-after')?.trim();
  if (!text) return undefined;
  const seconds = Number(text);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
