import { abortable, type CallOptions, ImageSearchError, throwIfStopped } from '@imgsearch/core';

/** Lets calls into a handle while it is open, and knows when the last one has left. */
export interface CallGate {
  /** Runs the work; the caller is released as soon as the signal fires. @throws ImageSearchError CLOSED */
  run<T>(call: CallOptions | undefined, work: () => Promise<T>): Promise<T>;
  /** Lets nobody in any more, and resolves when everybody has left. */
  close(): Promise<void>;
}

/** @param store name for messages */
export function createCallGate(store: string): CallGate {
  const inside = new Set<Promise<unknown>>();
  let closed = false;
  return {
    async run(call, work) {
      if (closed)
        throw new ImageSearchError({
          code: 'CLOSED',
          message: `Store "${store}" is closed.`,
          hint: 'Create the store again; what was written is in OpenSearch.',
        });
      throwIfStopped(call);
      const running = work();
      inside.add(running);
      const leave = (): void => void inside.delete(running);
      running.then(leave, leave);
      return abortable(running, call?.signal);
    },
    async close() {
      closed = true;
      while (inside.size > 0) await Promise.allSettled(inside);
    },
  };
}
