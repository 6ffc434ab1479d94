import { abortable, throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkCallOptions } from '../options/check-call-options.ts';
import type { CallOptions } from '../spec/call-options.ts';

/** Lets calls in until it is closed, and knows when the last one has left. */
export interface CallGate {
  /**
   * Runs the work. The caller is released as soon as his signal fires; the gate waits for the work itself.
   * @param expected let in also by a closed gate: he was promised to be
   * @throws ImageSearchError CLOSED, INVALID_OPTIONS, ABORTED, TIMEOUT, or whatever the work throws
   */
  run<T>(options: CallOptions | undefined, work: () => Promise<T>, expected?: boolean): Promise<T>;
  /** Throws CLOSED. */
  check(): void;
  /** Keeps the gate from being done with closing, until what it returns is called. @throws ImageSearchError CLOSED */
  hold(): () => void;
  readonly closed: boolean;
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
  const enter = (call: Promise<unknown>): void => {
    inside.add(call);
    const leave = (): void => void inside.delete(call);
    call.then(leave, leave);
  };
  return {
    check,
    get closed() {
      return closed || (outer?.closed ?? false);
    },
    async run(options, work, expected = false) {
      if (!expected) check();
      checkCallOptions(options);
      throwIfStopped(options);
      const call = outer ? outer.run(undefined, work, expected) : work();
      enter(call);
      return abortable(call, options?.signal);
    },
    hold() {
      check();
      const left = Promise.withResolvers<void>();
      const leaveOuter = outer?.hold();
      enter(left.promise);
      return () => {
        leaveOuter?.();
        left.resolve();
      };
    },
    async close() {
      closed = true;
      while (inside.size > 0) await Promise.allSettled(inside);
    },
  };
}
