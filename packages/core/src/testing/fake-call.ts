import { abortable, throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { CallOptions } from '../spec/call-options.ts';

/** What every fake can be told to do wrong. */
export interface FakeBehavior {
  /** Milliseconds that each call takes. Default 0: it answers in the same turn of the event loop. */
  readonly delay?: number | undefined;
  /**
   * Asked before each call with its number (from 0) and its inputs; a returned error is thrown.
   * @example fail: (call) => (call === 2 ? new Error('third call') : undefined)
   */
  readonly fail?: ((call: number, inputs: readonly unknown[]) => Error | undefined) | undefined;
}

/** What every fake tells a test. */
export interface FakeRecord {
  /** Number of inputs of each call, in order. */
  readonly calls: readonly number[];
  readonly closed: boolean;
}

export interface FakeCall {
  readonly record: FakeRecord;
  run<T>(inputs: readonly unknown[], options: CallOptions | undefined, work: () => T): Promise<T>;
  close(): Promise<void>;
}

/** Delays, failures, aborts and closing, the same for every fake. */
export function createFakeCall(name: string, { delay = 0, fail }: FakeBehavior): FakeCall {
  const calls: number[] = [];
  let closed = false;
  const pending = new Set<Promise<unknown>>();
  return {
    record: {
      calls,
      get closed() {
        return closed;
      },
    },
    async run(inputs, options, work) {
      throwIfStopped(options);
      if (closed)
        throw new ImageSearchError({
          code: 'CLOSED',
          message: `The ${name} is closed.`,
          hint: 'Close components after the pipelines that use them.',
        });
      const call = calls.push(inputs.length) - 1;
      const answer = async () => {
        if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
        const error = fail?.(call, inputs);
        if (error !== undefined) throw error;
        return work();
      };
      const running = answer();
      pending.add(running);
      running.finally(() => pending.delete(running)).catch(() => undefined);
      return abortable(running, options?.signal);
    },
    async close() {
      closed = true;
      await Promise.allSettled(pending);
    },
  };
}

/** Adds the fake's live record to a component. */
export function withRecord<T extends object>(component: T, record: FakeRecord): T & FakeRecord {
  return Object.defineProperties(component, Object.getOwnPropertyDescriptors(record)) as T & FakeRecord;
}
