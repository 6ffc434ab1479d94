import { createBatcher } from '../batching/create-batcher.ts';
import { retry } from '../retry/retry.ts';
import type { Checkpoint, CheckpointEntry } from '../spec/checkpoint.ts';
import type { IndexSettings } from './check-index-options.ts';

/** Reads and writes a checkpoint in batches that span products. */
export interface Ledger {
  readonly target: string;
  read(productId: string): Promise<CheckpointEntry | null>;
  /** Resolves when the entry would outlive a crash. */
  write(entry: CheckpointEntry): Promise<void>;
  /** Nothing more is coming: what waits need not wait to be a full batch. */
  hurry(): void;
  close(): Promise<void>;
}

/** Milliseconds that a batch may wait to be full: each costs the disk a flush. */
const LINGER = 1000;
/** Products in one read, at most. */
const READ_AT_ONCE = 256;
/** Products in one write, at most. */
const WRITTEN_AT_ONCE = 1000;

/** One ledger a run. Its failures are CHECKPOINT_FAILED; those that may pass are tried again as the store's are. */
export function createLedger(
  checkpoint: Checkpoint,
  target: string,
  settings: IndexSettings,
  signal: AbortSignal,
): Ledger {
  const { priority, batchSize } = settings;
  const { store: retries, firstDelay, maxDelay } = settings.retry;
  const trying = <T>(work: () => Promise<T>): Promise<T> =>
    retry(work, { signal, retries, firstDelay, maxDelay });
  const common = {
    name: `checkpoint ${checkpoint.info.id}`,
    maxWaiting: Number.POSITIVE_INFINITY,
    concurrency: 1,
    isolates: () => false,
  };
  const reading = createBatcher<string, CheckpointEntry | null>({
    ...common,
    maxBatchSize: READ_AT_ONCE,
    run: (productIds, call) => trying(() => checkpoint.read(target, productIds, call)),
  });
  const writing = createBatcher<CheckpointEntry, true>({
    ...common,
    maxBatchSize: WRITTEN_AT_ONCE,
    linger: LINGER,
    async run(entries, call) {
      await trying(() => checkpoint.write(entries, call));
      return entries.map(() => true);
    },
  });
  return {
    target,
    read: (productId) => reading.submit(productId, { signal, priority }),
    async write(entry) {
      await writing.submit(entry, { signal, priority, batchSize: Math.max(batchSize, 1) });
    },
    hurry: () => writing.hurry(),
    async close() {
      await reading.close();
      await writing.close();
    },
  };
}
