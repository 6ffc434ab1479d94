import { throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Component } from '../spec/component.ts';

export interface EnclosedCalls {
  /** @throws ImageSearchError CLOSED, ABORTED, TIMEOUT, or whatever the work throws */
  run<T>(options: CallOptions | undefined, work: () => Promise<T>): Promise<T>;
  /** Waits for the calls inside, which may still have a model to ask, and closes the models. Idempotent. */
  close(): Promise<void>;
}

/** Calls of a wrapper around models that it closes with itself. */
export function encloseCalls(name: string, models: readonly Component[]): EnclosedCalls {
  const inside = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;
  return {
    async run(options, work) {
      if (closing)
        throw new ImageSearchError({
          code: 'CLOSED',
          message: `The model "${name}" was closed.`,
          hint: 'Create it again, and its members.',
        });
      throwIfStopped(options);
      const call = work();
      inside.add(call);
      try {
        return await call;
      } finally {
        inside.delete(call);
      }
    },
    close() {
      closing ??= Promise.allSettled(inside).then(async () => {
        await Promise.all(models.map((model) => model.close?.()));
      });
      return closing;
    },
  };
}
