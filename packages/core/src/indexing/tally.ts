import type { FailureKind } from '../spec/checkpoint.ts';
import type { IndexCounts, IndexFailure, IndexProgress, IndexReport } from '../spec/indexing.ts';
import type { EventLog } from './event-log.ts';

/** Failures and pruned products that the report lists. */
const LISTED = 100;

/** Counts of one run. */
export interface Tally {
  /** Adds to one count. */
  add(count: keyof IndexCounts, more: number): void;
  failed(failure: IndexFailure): void;
  pruned(productIds: readonly string[]): void;
  counts(): IndexCounts & Pick<IndexProgress, 'failuresByKind'>;
  progress(): IndexProgress;
  report(aborted: boolean, warnings: readonly string[]): IndexReport;
}

export interface TallyOptions {
  /** Products in all, where known. */
  readonly total: number | undefined;
  readonly log: EventLog;
  /** Pictures in one model call, now at most. */
  batchSize(): number;
  /** Bytes that the process holds, where that can be told. */
  memory(): number | undefined;
}

export function createTally({ total, log, batchSize, memory }: TallyOptions): Tally {
  const start = performance.now();
  const counts = { products: 0, indexed: 0, skipped: 0, updated: 0, failed: 0, deleted: 0, pruned: 0 };
  const kinds: { [K in FailureKind]?: number } = {};
  const failures: IndexFailure[] = [];
  const prunedProducts: string[] = [];
  let peakMemory: number | undefined;

  const speed = (elapsed: number): number => (elapsed > 0 ? (counts.indexed / elapsed) * 1000 : 0);
  const readMemory = (): number | undefined => {
    const now = memory();
    if (now !== undefined) peakMemory = Math.max(peakMemory ?? 0, now);
    return now;
  };
  const summary = (elapsed: number) => ({
    ...counts,
    elapsed,
    imagesPerSecond: speed(elapsed),
    failuresByKind: { ...kinds },
  });

  return {
    add(count, more) {
      counts[count] += more;
    },
    failed(failure) {
      counts.failed++;
      kinds[failure.kind] = (kinds[failure.kind] ?? 0) + 1;
      if (failures.length < LISTED) failures.push(failure);
      log.push({ type: 'item-error', ...failure });
    },
    pruned(productIds) {
      counts.pruned += productIds.length;
      prunedProducts.push(...productIds.slice(0, LISTED - prunedProducts.length));
      log.push({ type: 'pruned', productIds });
    },
    counts: () => ({ ...counts, failuresByKind: kinds }),
    progress() {
      const elapsed = performance.now() - start;
      const left = total === undefined ? undefined : Math.max(0, total - counts.products);
      const now = readMemory();
      return {
        ...summary(elapsed),
        batchSize: batchSize(),
        ...(now !== undefined && { memory: now }),
        ...(total !== undefined && { total }),
        ...(left !== undefined &&
          (counts.products > 0 || left === 0) && {
            timeLeft: left === 0 ? 0 : (elapsed / counts.products) * left,
          }),
      };
    },
    report(aborted, warnings) {
      readMemory();
      return {
        ...summary(performance.now() - start),
        failures,
        prunedProducts,
        ...(peakMemory !== undefined && { peakMemory }),
        aborted,
        warnings,
      };
    },
  };
}
