import { Presets, SingleBar } from 'cli-progress';
import type { Phase, Progress } from './demo.ts';

const labels: Partial<Record<Phase, string>> = { drawing: 'Drawing products', indexing: 'Indexing pictures' };

/** A bar in the terminal for each phase that takes long; a line now and then where there is no terminal. */
export function createProgressBar(): (progress: Progress) => void {
  let current: { phase: Phase; bar: SingleBar } | undefined;
  return ({ phase, done, total }) => {
    if (current && current.phase !== phase) {
      current.bar.stop();
      current = undefined;
    }
    const label = labels[phase];
    if (!label || total === 0) return;
    if (!current) {
      const format = `${label.padEnd(18)} {bar} {value}/{total}`;
      const bar = new SingleBar({ format, noTTYOutput: true, notTTYSchedule: 5000 }, Presets.shades_classic);
      bar.start(total, done);
      current = { phase, bar };
    }
    current.bar.setTotal(total);
    current.bar.update(done);
  };
}
