import { createBatcher } from '../batching/create-batcher.ts';
import type { Scope } from '../scope/create-scope.ts';
import type { RecordOutcome, VectorRecord, VectorStore } from '../spec/vector-store.ts';
import type { IndexSettings } from './check-index-options.ts';
import type { EventLog } from './event-log.ts';
import type { Tally } from './tally.ts';
import { tidyProducts, type WrittenProduct } from './tidy-products.ts';
import { writeRecords } from './write-records.ts';

export interface RecordKeeperOptions {
  readonly store: VectorStore;
  readonly scope: Scope;
  readonly settings: IndexSettings;
  readonly signal: AbortSignal;
  readonly tally: Tally;
  readonly log: EventLog;
}

/** Writes to the store in batches that span products. */
export interface RecordKeeper {
  /** Resolves when the store has acknowledged the record. */
  write(record: VectorRecord): Promise<void>;
  /** Deletes the records of pictures that the product no longer has. */
  tidy(product: WrittenProduct): Promise<void>;
  /** Nothing more is being prepared: what waits need not wait to be a full batch. */
  hurry(): void;
  close(): Promise<void>;
}

/** Milliseconds that a batch for the store may wait to be full: stores like few large writes. */
const LINGER = 1000;

/** One keeper a run. */
export function createRecordKeeper(options: RecordKeeperOptions): RecordKeeper {
  const { store, scope, settings, signal, tally, log } = options;
  const { maxBatch, maxFilterValues } = store.info.limits;
  const { priority } = settings;
  let unwritten = 0;
  const common = { concurrency: 2, maxWaiting: Number.POSITIVE_INFINITY, linger: LINGER };

  const writing = createBatcher<VectorRecord, RecordOutcome>({
    ...common,
    name: `store ${store.info.id}`,
    maxBatchSize: Math.min(maxBatch, settings.batchSize),
    async run(records, call) {
      const outcomes = await writeRecords(store, records, call);
      tally.add('indexed', outcomes.filter(({ ok }) => ok).length);
      log.push({ type: 'batch-end', ...tally.progress() });
      return outcomes;
    },
  });
  const tidying = createBatcher<WrittenProduct, number>({
    ...common,
    name: `store ${store.info.id}`,
    maxBatchSize: Math.min(maxFilterValues, settings.batchSize),
    run: (products, call) => tidyProducts(store, scope, products, call),
  });

  return {
    async write(record) {
      unwritten++;
      const outcome = await writing.submit(record, { signal, priority }).finally(() => unwritten--);
      if (!outcome.ok) throw outcome.error;
    },
    async tidy(product) {
      tally.add('deleted', await tidying.submit(product, { signal, priority }));
    },
    hurry() {
      writing.hurry();
      if (unwritten === 0) tidying.hurry();
    },
    async close() {
      await writing.close();
      await tidying.close();
    },
  };
}
