import type { Step, Timings } from '../spec/photo-report.ts';
import type { StepTracer } from '../telemetry/create-step-tracer.ts';

/** Takes the time of each step of one call. */
export interface Stopwatch {
  /** Runs the work and books its time, waiting included; a step that runs twice adds up. */
  time<T>(step: Step, work: () => Promise<T>): Promise<T>;
  /** Milliseconds so far. */
  read(): Timings;
}

/** A stopwatch that runs from now on. @param traced does each step in a span */
export function createStopwatch(traced: StepTracer): Stopwatch {
  const begin = performance.now();
  const steps: { [S in Step]?: number } = {};
  return {
    async time(step, work) {
      const start = performance.now();
      try {
        return await traced(step, work);
      } finally {
        steps[step] = (steps[step] ?? 0) + performance.now() - start;
      }
    },
    read: () => ({ ...steps, total: performance.now() - begin }),
  };
}
