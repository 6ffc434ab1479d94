import type { IndexFailure, IndexProgress, IndexReport } from '../spec/pipeline.ts';
import type { EventLog } from './event-log.ts';

/** Failures that the report lists. */
const LISTED = 100;

/** Counts of one run. */
export interface Tally {
  productDone(): void;
  indexed(pictures: number): void;
  deleted(records: number): void;
  failed(failure: IndexFailure): void;
  progress(): IndexProgress;
  report(aborted: boolean, warnings: readonly string[]): IndexReport;
}

/** @param total products in all, where known */
export function createTally(total: number | undefined, log: EventLog): Tally {
  const start = performance.now();
  const counts = { products: 0, indexed: 0, failed: 0, deleted: 0 };
  const failures: IndexFailure[] = [];
  const speed = (elapsed: number): number => (elapsed > 0 ? (counts.indexed / elapsed) * 1000 : 0);
  return {
    productDone() {
      counts.products++;
    },
    indexed(pictures) {
      counts.indexed += pictures;
    },
    deleted(records) {
      counts.deleted += records;
    },
    failed(failure) {
      counts.failed++;
      if (failures.length < LISTED) failures.push(failure);
      log.push({ type: 'item-error', ...failure });
    },
    progress() {
      const elapsed = performance.now() - start;
      const left = total === undefined ? undefined : Math.max(0, total - counts.products);
      return {
        ...counts,
        elapsed,
        imagesPerSecond: speed(elapsed),
        ...(total !== undefined && { total }),
        ...(left !== undefined &&
          (counts.products > 0 || left === 0) && {
            timeLeft: left === 0 ? 0 : (elapsed / counts.products) * left,
          }),
      };
    },
    report(aborted, warnings) {
      const elapsed = performance.now() - start;
      return { ...counts, elapsed, imagesPerSecond: speed(elapsed), failures, aborted, warnings };
    },
  };
}
