import { abortError, type CallOptions, ImageSearchError, throwIfStopped } from '@imgsearch/core';

export interface SubmitOptions extends CallOptions {
  /** Position of the one worker that must do it; any idle worker otherwise. */
  readonly worker?: number | undefined;
}

/** A short queue before a fixed set of workers, each of which does one task at a time. */
export interface WorkQueue<Task, Result> {
  /**
   * Settles with the task's outcome. An abort releases the caller at once: a waiting task is dropped, a started
   * one runs to its end unheard.
   * @throws ImageSearchError ABORTED, TIMEOUT (the deadline passed before a worker was free), QUEUE_FULL, CLOSED
   */
  submit(task: Task, options?: SubmitOptions): Promise<Result>;
  /** Tasks that wait for a worker. */
  readonly waiting: number;
  /** Refuses new and waiting tasks with CLOSED and resolves when the started ones are over. Idempotent. */
  close(): Promise<void>;
}

interface Entry<Task, Result> {
  readonly task: Task;
  readonly options: SubmitOptions;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

const closedError = (): ImageSearchError =>
  new ImageSearchError({
    code: 'CLOSED',
    message: 'The ONNX runtime was closed.',
    hint: 'Create a new runtime, or close this one after the last call.',
  });

/** Tasks of each priority that may wait: each holds its pictures in memory. */
const MAX_WAITING = 1024;

const fullError = (): ImageSearchError =>
  new ImageSearchError({
    code: 'QUEUE_FULL',
    message: `${MAX_WAITING} tasks are already waiting for the workers of the ONNX runtime.`,
    hint: 'Try again later, send fewer calls at once, or run more processes.',
  });

/** Interactive tasks overtake bulk ones; tasks bound to a worker (loading, releasing) come before both. */
export function createWorkQueue<Task, Result>(
  workers: readonly ((task: Task) => Promise<Result>)[],
): WorkQueue<Task, Result> {
  const bound: Entry<Task, Result>[][] = workers.map(() => []);
  const interactive: Entry<Task, Result>[] = [];
  const bulk: Entry<Task, Result>[] = [];
  const running = new Map<number, Promise<void>>();
  let closed: Promise<void> | undefined;

  const lists = (): Entry<Task, Result>[][] => [...bound, interactive, bulk];
  const listOf = ({ worker, priority }: SubmitOptions): Entry<Task, Result>[] =>
    worker !== undefined ? bound[worker]! : priority === 'bulk' ? bulk : interactive;

  const start = (worker: number, entry: Entry<Task, Result>): void => {
    const done = workers[worker]!(entry.task)
      .then(entry.resolve, entry.reject)
      .finally(() => {
        running.delete(worker);
        dispatch();
      });
    running.set(worker, done);
  };

  const dispatch = (): void => {
    for (let worker = 0; worker < workers.length; worker++) {
      while (!running.has(worker)) {
        const entry = bound[worker]!.shift() ?? interactive.shift() ?? bulk.shift();
        if (entry === undefined) break;
        try {
          throwIfStopped(entry.options);
          start(worker, entry);
        } catch (error) {
          entry.reject(error);
        }
      }
    }
  };

  return {
    get waiting() {
      return lists().reduce((sum, list) => sum + list.length, 0);
    },
    async submit(task, options = {}) {
      if (closed) throw closedError();
      throwIfStopped(options);
      const list = listOf(options);
      if (list.length >= MAX_WAITING) throw fullError();
      const { signal } = options;
      let onAbort: (() => void) | undefined;
      const outcome = new Promise<Result>((resolve, reject) => {
        const entry = { task, options, resolve, reject };
        if (signal) {
          onAbort = () => {
            const position = list.indexOf(entry);
            if (position >= 0) list.splice(position, 1);
            reject(abortError(signal));
          };
          signal.addEventListener('abort', onAbort, { once: true });
        }
        list.push(entry);
        dispatch();
      });
      return outcome.finally(() => onAbort && signal?.removeEventListener('abort', onAbort));
    },
    close() {
      closed ??= (async () => {
        for (const list of lists()) for (const entry of list.splice(0)) entry.reject(closedError());
        await Promise.allSettled(running.values());
      })();
      return closed;
    },
  };
}
