import { abortError, ImageSearchError } from '@imgsearch/core';
import { adviceOf } from './hub-errors.ts';

export interface Persistence {
  /** Tries in a row that bring nothing, after the first. */
  readonly retries: number;
  /** Milliseconds before the second try; doubled from there, up to half a minute. */
  readonly retryDelay: number;
  readonly signal: AbortSignal | undefined;
}

const LONGEST_DELAY = 30_000;
/** A server that asks to be left alone for longer is taken at its word, and the caller told. */
const LONGEST_WAIT = 60_000;

/**
 * Works until it is done, as long as each failure may pass. Waits as a server asks, else longer each time.
 * @param progress a number that grows while tries bring something: then counting begins anew
 * @throws the last error, or ABORTED
 */
export async function persist<T>(
  work: () => Promise<T>,
  { retries, retryDelay, signal }: Persistence,
  progress: () => Promise<number> = async () => 0,
): Promise<T> {
  let best = await progress();
  for (let tries = 1; ; tries++) {
    if (signal?.aborted) throw abortError(signal);
    try {
      return await work();
    } catch (error) {
      if (!ImageSearchError.isInstance(error) || !error.retryable) throw error;
      const reached = await progress();
      if (reached > best) [best, tries] = [reached, 1];
      const { wait = 0, next } = adviceOf(error);
      if (next === 'look-again' || tries > retries || wait > LONGEST_WAIT) throw error;
      await pause(Math.max(wait, Math.min(retryDelay * 2 ** (tries - 1), LONGEST_DELAY)), signal);
    }
  }
}

/** @throws ImageSearchError ABORTED */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      clearTimeout(timer);
      if (signal) reject(abortError(signal));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave);
      resolve();
    }, milliseconds);
    if (signal?.aborted) leave();
    else signal?.addEventListener('abort', leave, { once: true });
  });
}
