import { abortError, ImageSearchError } from '@imgsearch/core';
import { stalled, unavailable } from './hub-errors.ts';

/** `fetch`, or the host's own: through a proxy, with certificates of its own. */
export type HubFetch = (url: string, init: HubRequest) => Promise<Response>;

export interface HubRequest {
  readonly method: 'GET' | 'HEAD';
  readonly headers: Record<string, string>;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
}

export interface HubAccess {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token: string | undefined;
  readonly fetch: HubFetch;
  /** Milliseconds without a byte. */
  readonly timeout: number;
}

export interface HubAnswer {
  readonly response: Response;
  /** Every answer on the way, redirects first, the last one `response`. */
  readonly answers: readonly Response[];
  /** Without its query, which is often a signature. */
  readonly place: string;
  /** Whether it came from the endpoint's own host. */
  readonly own: boolean;
  /** Pieces of the body; fails with TIMEOUT, MODEL_UNAVAILABLE or ABORTED. */
  body(): AsyncGenerator<Uint8Array>;
  /** Lets go of the connection. */
  end(): void;
}

interface Question {
  readonly method: 'GET' | 'HEAD';
  readonly url: string;
  readonly headers?: Record<string, string> | undefined;
  /** Sent to the endpoint's own host alone. */
  readonly ownHeaders?: Record<string, string> | undefined;
  /** Whether what is known is enough, so that a redirect need not be followed. */
  readonly enough?: ((answers: readonly Response[]) => boolean) | undefined;
}

const MOST_REDIRECTS = 10;
const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/**
 * One request with its redirects, followed here so that the token reaches nobody but the endpoint's own host, and so
 * that what the Hub says of a file before it sends on to its storage is heard.
 * @throws ImageSearchError MODEL_UNAVAILABLE, TIMEOUT, ABORTED
 */
export async function askHub(
  access: HubAccess,
  { method, url, headers, ownHeaders, enough }: Question,
  signal: AbortSignal | undefined,
): Promise<HubAnswer> {
  const own = new URL(access.endpoint).origin;
  const answers: Response[] = [];
  const seen = new Set<string>();
  for (let next = new URL(url); ; ) {
    const place = `${next.origin}${next.pathname}`;
    if (seen.has(next.href) || seen.size > MOST_REDIRECTS)
      throw unavailable(place, 'is the end of a chain of redirects that leads nowhere', {
        retryable: false,
        hint: 'Check the endpoint, and a proxy on the way.',
      });
    seen.add(next.href);
    const watch = watchSilence(access.timeout, signal);
    const isOwn = next.origin === own;
    let response: Response;
    try {
      response = await access.fetch(next.href, {
        method,
        redirect: 'manual',
        signal: watch.signal,
        headers: {
          'accept-encoding': 'identity',
          ...headers,
          ...(isOwn && ownHeaders),
          ...(isOwn && access.token !== undefined && { authorization: `Bearer ${access.token}` }),
        },
      });
    } catch (error) {
      watch.end();
      throw failure(error, place, access.timeout, watch, signal);
    }
    answers.push(response);
    const location = isRedirect(response.status) ? response.headers.get('location') : null;
    if (location === null || enough?.(answers)) {
      return {
        response,
        answers,
        place,
        own: isOwn,
        body: () => read(response, place, access.timeout, watch, signal),
        end() {
          watch.end();
          response.body?.cancel().catch(() => undefined);
        },
      };
    }
    watch.end();
    response.body?.cancel().catch(() => undefined);
    next = follow(location, next, place);
  }
}

function follow(location: string, from: URL, place: string): URL {
  const next = URL.parse(location, from);
  const worse = from.protocol === 'https:' && next?.protocol !== 'https:';
  if (next === null || worse || !['http:', 'https:'].includes(next.protocol))
    throw unavailable(
      place,
      'redirects to an address that is not followed: no http(s), or from https to http',
      {
        retryable: false,
        hint: 'Check the endpoint, and a proxy on the way.',
      },
    );
  return next;
}

async function* read(
  response: Response,
  place: string,
  timeout: number,
  watch: Watch,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of response.body ?? []) {
      yield piece as Uint8Array;
      watch.rest();
    }
  } catch (error) {
    throw failure(error, place, timeout, watch, signal);
  } finally {
    watch.end();
  }
}

interface Watch {
  readonly signal: AbortSignal;
  readonly fired: boolean;
  /** Begins anew. */
  rest(): void;
  end(): void;
}

/** Fires when nothing has come for so long, or when the caller leaves. */
function watchSilence(timeout: number, caller: AbortSignal | undefined): Watch {
  const clock = new AbortController();
  let fired = false;
  const timer = setTimeout(() => {
    fired = true;
    clock.abort();
  }, timeout);
  return {
    signal: caller ? AbortSignal.any([caller, clock.signal]) : clock.signal,
    get fired() {
      return fired;
    },
    rest: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}

/** Certificates do not come right by waiting. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL/;

function failure(
  error: unknown,
  place: string,
  timeout: number,
  watch: Watch,
  caller: AbortSignal | undefined,
): ImageSearchError {
  if (caller?.aborted) return abortError(caller);
  if (watch.fired) return stalled(place, timeout, error);
  if (ImageSearchError.isInstance(error)) return error;
  // fetch says "fetch failed", and what failed stands in its cause.
  const cause = (
    error instanceof Error && error.cause instanceof Error ? error.cause : error
  ) as NodeJS.ErrnoException;
  const refused = CERTIFICATE.test(cause?.code ?? '');
  return unavailable(place, `could not be read: ${cause?.message || cause?.code || String(error)}`, {
    cause: error,
    ...(refused && {
      retryable: false,
      hint: 'Make the certificate known (NODE_EXTRA_CA_CERTS), or pass a fetch that knows it.',
    }),
  });
}
