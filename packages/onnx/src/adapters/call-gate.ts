import { ImageSearchError } from '@imgsearch/core';

/** Lets calls in until it is closed, and closes when those inside have left. */
export interface CallGate {
  /** @throws ImageSearchError CLOSED */
  enter<T>(call: () => Promise<T>): Promise<T>;
  /** Runs `free` once, after the last call. Idempotent. */
  close(free: () => Promise<void>): Promise<void>;
}

export function createCallGate(name: string): CallGate {
  const inside = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  return {
    async enter(call) {
      if (closing)
        throw new ImageSearchError({
          code: 'CLOSED',
          message: `The model "${name}" was closed.`,
          hint: 'Create it again.',
        });
      const running = call();
      inside.add(running);
      try {
        return await running;
      } finally {
        inside.delete(running);
      }
    },
    close(free) {
      closing ??= Promise.allSettled(inside).then(free);
      return closing;
    },
  };
}
