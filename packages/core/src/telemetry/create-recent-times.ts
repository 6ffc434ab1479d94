import type { RecentTimes } from '../spec/serving.ts';

const KEPT = 512;

/** Keeps the latest durations, for a summary when somebody asks. */
export interface TimeRecord {
  add(milliseconds: number): void;
  /** 0 where there are none. */
  mean(): number;
  read(): RecentTimes;
}

export function createRecentTimes(): TimeRecord {
  const times = new Float64Array(KEPT);
  let count = 0;
  return {
    add(milliseconds) {
      times[count++ % KEPT] = milliseconds;
    },
    mean() {
      const kept = times.subarray(0, Math.min(count, KEPT));
      return kept.length > 0 ? kept.reduce((sum, each) => sum + each, 0) / kept.length : 0;
    },
    read() {
      const sorted = times.slice(0, Math.min(count, KEPT)).sort();
      const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      return { count, p50: at(0.5), p95: at(0.95), max: at(1) };
    },
  };
}
