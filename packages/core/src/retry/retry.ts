import pRetry from 'p-retry';
import { abortError } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';

export interface RetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Tries after the first. Default 4. */
  readonly retries?: number | undefined;
  /** Milliseconds before the second try, at least; doubled from there, with jitter. Default 200. */
  readonly firstDelay?: number | undefined;
  /** Milliseconds between two tries, at most. Default 5000. */
  readonly maxDelay?: number | undefined;
  /** Default: what the error says of itself. */
  readonly worthIt?: ((error: ImageSearchError) => boolean) | undefined;
}

/** Tries again with a jittered, growing delay where the error may pass. @throws the last error, or ABORTED */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const { signal, retries = 4, firstDelay = 200, maxDelay = 5000 } = options;
  const { worthIt = ({ retryable }) => retryable } = options;
  if (signal?.aborted) throw abortError(signal);
  try {
    return await pRetry(work, {
      retries,
      minTimeout: firstDelay,
      maxTimeout: Math.max(firstDelay, maxDelay),
      randomize: true,
      shouldRetry: ({ error }) => ImageSearchError.isInstance(error) && worthIt(error),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted && !ImageSearchError.isInstance(error)) throw abortError(signal);
    throw error;
  }
}
