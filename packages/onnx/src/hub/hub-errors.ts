import { ImageSearchError } from '@imgsearch/core';

/** What a failed request says about the next one. */
interface Advice {
  /** Milliseconds that the server asked to wait. */
  readonly wait?: number | undefined;
  /** `from-the-start`: what is there cannot be gone on with. `look-again`: it is another file now. */
  readonly next?: 'from-the-start' | 'look-again' | undefined;
}

const advice = new WeakMap<ImageSearchError, Advice>();

export const adviceOf = (error: ImageSearchError): Advice => advice.get(error) ?? {};

interface Details extends Advice {
  readonly cause?: unknown;
  readonly retryable?: boolean | undefined;
  readonly hint?: string | undefined;
}

/** The server, or the way to it, does not do its work at the moment. */
export function unavailable(
  place: string,
  what: string,
  { cause, retryable, hint, wait, next }: Details = {},
): ImageSearchError {
  const error = new ImageSearchError({
    code: 'MODEL_UNAVAILABLE',
    message: `${place} ${what}.`,
    hint: hint ?? 'Try again later: what has arrived is kept. With offline: true only the cache is used.',
    cause,
    retryable,
  });
  advice.set(error, { wait, next });
  return error;
}

/** A file that has arrived, or is announced, and is not what the repository lists. */
export const damaged = (place: string, complaint: string): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_CORRUPT',
    message: `${place} is not what it should be: ${complaint}.`,
    hint: 'Pull again; where that does not help, a proxy or mirror on the way sends something else.',
  });

export const stalled = (place: string, timeout: number, cause?: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'TIMEOUT',
    message: `${place} sent nothing for ${timeout} ms.`,
    hint: 'Try again: what has arrived is kept. For a slow line, raise "timeout".',
    cause,
  });

/** Where on the Hub a refusal comes from: `x-error-code`. */
interface Refusal {
  readonly place: string;
  readonly repository: string;
  readonly revision: string;
  readonly status: number;
  readonly reason: string | null;
  readonly hasToken: boolean;
  /** Milliseconds, of `Retry-After`. */
  readonly wait: number | undefined;
}

/** An answer that is none. @returns undefined for a file that the repository does not have */
export function refusalError(refusal: Refusal): ImageSearchError | undefined {
  const { place, repository, revision, status, reason, hasToken, wait } = refusal;
  if (reason === 'EntryNotFound') return undefined;
  if (reason === 'RevisionNotFound')
    return notFound(
      `${repository} has no revision "${revision}"`,
      'Name a branch, a tag or a whole commit hash.',
    );
  if (reason === 'GatedRepo')
    return unauthorized(
      `${repository} is gated (status ${status})`,
      hasToken
        ? 'Accept its terms on its page with the account of this token, or use a token that may read gated repositories.'
        : 'Accept its terms on its page, and pass a token of that account.',
    );
  // The Hub does not tell strangers what is private and what is not there at all.
  if (reason === 'RepoNotFound' && !(status === 401 && hasToken))
    return notFound(
      `There is no repository ${repository}, or it is private (status ${status})`,
      hasToken
        ? 'Check its name, and what the token may read.'
        : 'Check its name; for a private one, pass a token.',
    );
  if (status === 401 || status === 403)
    return unauthorized(
      hasToken
        ? `${place} refuses the token (status ${status})`
        : `${place} asks for a token (status ${status})`,
      hasToken
        ? 'Check that the token is whole, not expired, and may read this repository.'
        : 'Pass a token.',
    );
  if (status === 404 || status === 410) return undefined;
  return unavailable(place, `answered with status ${status}`, {
    retryable: status === 408 || status === 425 || status === 429 || status >= 500,
    wait,
  });
}

export const notFound = (what: string, hint: string): ImageSearchError =>
  new ImageSearchError({ code: 'MODEL_NOT_FOUND', message: `${what}.`, hint });

const unauthorized = (what: string, hint: string): ImageSearchError =>
  new ImageSearchError({ code: 'MODEL_UNAUTHORIZED', message: `${what}.`, hint });

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space on that disk and pull again: what has arrived is kept.',
  EDQUOT: 'Free some space or raise the quota and pull again: what has arrived is kept.',
  EROFS: 'Choose a cache folder on a disk that can be written.',
  EACCES: 'Let the user that runs this process write the cache folder, or choose another.',
  EPERM: 'Let the user that runs this process write the cache folder, or choose another.',
};

/** One of ours for whatever the file system said of the cache folder. */
export function cacheError(cause: unknown, folder: string): ImageSearchError {
  if (ImageSearchError.isInstance(cause)) return cause;
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new ImageSearchError({
    code: ['EACCES', 'EPERM', 'EROFS'].includes(code) ? 'MODEL_UNAUTHORIZED' : 'MODEL_UNAVAILABLE',
    message: `The model cache ${folder} failed: ${message}.`,
    hint: HINTS[code] ?? 'Check the disk and the folder, and pull again.',
    retryable: false,
    cause,
  });
}
