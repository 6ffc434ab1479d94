import { setTimeout as wait } from 'node:timers/promises';
import { isConflict } from './map-lance-error.ts';

/** One write of a handle at a time: writes of one process should not meet each other in conflicts. */
export interface WriteQueue {
  /** Runs the work after what came before it; again, a few times, where another process wrote first. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing waits. */
  drained(): Promise<void>;
}

const TRIES = 6;

export function createWriteQueue(): WriteQueue {
  let last: Promise<unknown> = Promise.resolve();
  const persist = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (attempt === TRIES || !isConflict(error)) throw error;
        await wait(Math.random() * 20 * 2 ** attempt);
      }
    }
  };
  return {
    run(work) {
      const result = last.then(() => persist(work));
      last = result.catch(() => undefined);
      return result;
    },
    async drained() {
      for (let seen: unknown; seen !== last; ) {
        seen = last;
        await last;
      }
    },
  };
}
