import type { CallOptions } from '../spec/call-options.ts';
import { ImageSearchError } from './image-search-error.ts';
import { onAbort } from './on-abort.ts';

/** The error of an aborted call; its cause is the signal's reason. */
export function abortError(signal: AbortSignal): ImageSearchError {
  return new ImageSearchError({
    code: 'ABORTED',
    message: 'The call was aborted by its caller.',
    cause: signal.reason,
  });
}

/** Throws ABORTED when the signal has fired and TIMEOUT when the deadline has passed. */
export function throwIfStopped(options: CallOptions | undefined): void {
  if (options?.signal?.aborted) throw abortError(options.signal);
  if (options?.deadline !== undefined && Date.now() > options.deadline) {
    throw new ImageSearchError({
      code: 'TIMEOUT',
      message: 'The deadline passed before the work was started.',
      hint: 'Allow more time, or send fewer requests at once.',
    });
  }
}

/** Settles with the work, or rejects with ABORTED as soon as the signal fires; the work itself goes on unheard. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const leave = (): void => reject(abortError(signal));
    if (signal.aborted) {
      work.catch(() => undefined);
      return leave();
    }
    work.then(resolve, reject).finally(onAbort(signal, leave));
  });
}
