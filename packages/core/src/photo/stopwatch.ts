import type { Step, Timings } from '../spec/pipeline.ts';

/** Takes the time of each step of one call. */
export interface Stopwatch {
  /** Runs the work and books its time, waiting included; a step that runs twice adds up. */
  time<T>(step: Step, work: () => Promise<T>): Promise<T>;
  /** Milliseconds so far. */
  read(): Timings;
}

/** A stopwatch that runs from now on. */
export function createStopwatch(): Stopwatch {
  const begin = performance.now();
  const steps: { [S in Step]?: number } = {};
  return {
    async time(step, work) {
      const start = performance.now();
      try {
        return await work();
      } finally {
        steps[step] = (steps[step] ?? 0) + performance.now() - start;
      }
    },
    read: () => ({ ...steps, total: performance.now() - begin }),
  };
}
