import { type Batcher, createBatcher } from '../batching/create-batcher.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import type { Scope } from '../scope/create-scope.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { MetadataUpdate, RecordOutcome, VectorRecord, VectorStore } from '../spec/vector-store.ts';
import type { IndexSettings } from './check-index-options.ts';
import { deleteRecords } from './delete-records.ts';
import type { EventLog } from './event-log.ts';
import { replaceMetadata } from './replace-metadata.ts';
import { retryOutcomes } from './retry-outcomes.ts';
import type { Tally } from './tally.ts';
import { tidyProducts, type WrittenProduct } from './tidy-products.ts';

export interface RecordKeeperOptions {
  readonly store: VectorStore;
  readonly scope: Scope;
  readonly settings: IndexSettings;
  readonly signal: AbortSignal;
  readonly tally: Tally;
  readonly log: EventLog;
}

/** Changes the store in batches that span products. */
export interface RecordKeeper {
  /** Resolves when the store has acknowledged the record. */
  write(record: VectorRecord): Promise<void>;
  /** Replaces a record's metadata. @returns whether there is such a record */
  update(update: MetadataUpdate): Promise<boolean>;
  /** Deletes the records of pictures that the product no longer has, whatever they are. */
  tidy(product: WrittenProduct): Promise<void>;
  /** Deletes records by id. */
  remove(recordIds: readonly string[]): Promise<void>;
  /** Nothing more is being prepared: what waits need not wait to be a full batch. */
  hurry(): void;
  close(): Promise<void>;
}

/** Milliseconds that a batch for the store may wait to be full: stores like few large writes. */
const LINGER = 1000;
/** Metadata in one update, at most: it is small. */
const UPDATES = 1000;

/** One keeper a run. */
export function createRecordKeeper(options: RecordKeeperOptions): RecordKeeper {
  const { store, scope, settings, signal, tally, log } = options;
  const { maxBatch, maxFilterValues } = store.info.limits;
  const { priority } = settings;
  const { store: retries, firstDelay, maxDelay } = settings.retry;
  const trying = { retries, firstDelay, maxDelay };
  let unwritten = 0;

  const batcherOf = <Item, Answer>(
    maxBatchSize: number,
    work: (items: readonly Item[], call: CallOptions) => Promise<readonly Answer[]>,
  ): Batcher<Item, Answer> =>
    createBatcher({
      name: `store ${store.info.id}`,
      maxBatchSize,
      concurrency: 2,
      maxWaiting: Number.POSITIVE_INFINITY,
      linger: LINGER,
      async run(items: readonly Item[], call) {
        try {
          return await work(items, call);
        } catch (error) {
          throw toImageSearchError(error, 'STORE_REJECTED', `The store ${store.info.id} failed`);
        }
      },
    });
  const told = (
    outcomes: readonly RecordOutcome[],
    count: 'indexed' | 'updated',
  ): readonly RecordOutcome[] => {
    tally.add(count, outcomes.filter((outcome) => outcome.ok && outcome.found !== false).length);
    log.push({ type: 'batch-end', ...tally.progress() });
    return outcomes;
  };

  const writing = batcherOf<VectorRecord, RecordOutcome>(
    Math.min(maxBatch, settings.batchSize),
    async (records, call) =>
      told(
        await retryOutcomes(records, (open) => store.upsert(open, call), { signal: call.signal, ...trying }),
        'indexed',
      ),
  );
  const updating = batcherOf<MetadataUpdate, RecordOutcome>(
    Math.min(maxBatch, UPDATES),
    async (updates, call) => told(await replaceMetadata(store, updates, call, trying), 'updated'),
  );
  const tidying = batcherOf<WrittenProduct, number>(
    Math.min(maxFilterValues, settings.batchSize),
    (products, call) => tidyProducts(store, scope, products, call, trying),
  );
  const removing = batcherOf<readonly string[], number>(settings.batchSize, async (lists, call) => {
    const gone = new Set(await deleteRecords(store, lists.flat(), call, trying));
    return lists.map((ids) => ids.filter((id) => gone.has(id)).length);
  });
  const all = [writing, updating, tidying, removing] as const;

  return {
    async write(record) {
      unwritten++;
      const outcome = await writing.submit(record, { signal, priority }).finally(() => unwritten--);
      if (!outcome.ok) throw outcome.error;
    },
    async update(update) {
      const outcome = await updating.submit(update, { signal, priority });
      if (!outcome.ok) throw outcome.error;
      return outcome.found !== false;
    },
    async tidy(product) {
      tally.add('deleted', await tidying.submit(product, { signal, priority }));
    },
    async remove(recordIds) {
      tally.add('deleted', await removing.submit(recordIds, { signal, priority }));
    },
    hurry() {
      writing.hurry();
      updating.hurry();
      if (unwritten > 0) return;
      tidying.hurry();
      removing.hurry();
    },
    async close() {
      for (const batcher of all) await batcher.close();
    },
  };
}
