import { abortable, throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { CallOptions } from '../spec/call-options.ts';

/** Lets calls in until it is closed, and knows when the last one has left. */
export interface CallGate {
  /**
   * Runs the work. The caller is released as soon as his signal fires; the gate waits for the work itself.
   * @throws ImageSearchError CLOSED, ABORTED, TIMEOUT, or whatever the work throws
   */
  run<T>(options: CallOptions | undefined, work: () => Promise<T>): Promise<T>;
  /** Throws CLOSED. */
  check(): void;
  /** Lets nobody in any more, and resolves when everybody has left. */
  close(): Promise<void>;
}

/** @param outer a gate that the calls pass too */
export function createCallGate(outer?: CallGate): CallGate {
  const inside = new Set<Promise<unknown>>();
  let closed = false;
  const check = (): void => {
    outer?.check();
    if (closed)
      throw new ImageSearchError({
        code: 'CLOSED',
        message: 'The pipeline was closed.',
        hint: 'Create a new pipeline, or close this one later.',
      });
  };
  return {
    check,
    async run(options, work) {
      check();
      throwIfStopped(options);
      const call = outer ? outer.run(undefined, work) : work();
      inside.add(call);
      const leave = (): void => void inside.delete(call);
      call.then(leave, leave);
      return abortable(call, options?.signal);
    },
    async close() {
      closed = true;
      while (inside.size > 0) await Promise.allSettled(inside);
    },
  };
}
