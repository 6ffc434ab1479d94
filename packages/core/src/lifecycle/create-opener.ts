import { abortable } from '../errors/abort.ts';
import type { CallOptions } from '../spec/call-options.ts';

/** Does something once: callers at the same time share it, and after a failure the next one tries again. */
export interface Opener {
  open(options?: CallOptions): Promise<void>;
}

export function createOpener(work: () => Promise<void>): Opener {
  let opening: Promise<void> | undefined;
  return {
    open(options) {
      // Nobody's signal goes in: an abort of one caller must not fail the others.
      opening ??= work().catch((error) => {
        opening = undefined;
        throw error;
      });
      return abortable(opening, options?.signal);
    },
  };
}
