import type { CallOptions } from './call-options.ts';
import type { Checkpoint, FailureKind } from './checkpoint.ts';
import type { Fields, Metadata } from './fields.ts';
import type { ImageSource } from './image-source.ts';

/** A picture of a product that has a name or a version of its own. */
export interface ProductImage {
  /** Unique within the product. Default: its position, `0`, `1`, ... */
  readonly id?: string | undefined;
  readonly source: ImageSource;
  /**
   * An ETag or a date that changes when the picture does. A picture whose version a checkpoint knows is not even read.
   */
  readonly version?: string | undefined;
}

/** What is indexed, and what is found: a product with its pictures. */
export interface Product<F extends Fields = Fields> {
  readonly id: string;
  /** One or many. */
  readonly images: readonly (ProductImage | ImageSource)[];
  /** Leaf id; the classifier is then not asked. */
  readonly category?: string | undefined;
  readonly metadata?: Metadata<F> | undefined;
}

/** How often and how patiently a run tries again what may pass. Delays double, with jitter. */
export interface IndexRetry {
  /** Further tries of one picture: its bytes, its models. Default 2. */
  readonly images?: number | undefined;
  /** Further tries of one call to the store. Default 9, which outlasts a minute. */
  readonly store?: number | undefined;
  /** Milliseconds before the second try, at least. Default 250. */
  readonly firstDelay?: number | undefined;
  /** Milliseconds between two tries, at most. Default 15,000. */
  readonly maxDelay?: number | undefined;
}

/** How a run goes about it. */
export interface IndexOptions extends CallOptions {
  /** Pictures in one model call, at most: fewer where memory is short. Default 32. */
  readonly batchSize?: number | undefined;
  /** Batches in flight. Default 4. */
  readonly concurrency?: number | undefined;
  /** Products in all where known, for time left. Default: the length of an array. */
  readonly total?: number | undefined;
  /** Where progress is kept: what is done is skipped, what changed is done again. The caller closes it. */
  readonly checkpoint?: Checkpoint | undefined;
  readonly retry?: IndexRetry | undefined;
  /**
   * The same product id twice in one run. `replace`: the later one wins. `skip`: the first one does. `fail`: the later
   * one is a failure. Default `replace`.
   */
  readonly onDuplicate?: 'replace' | 'skip' | 'fail' | undefined;
  /**
   * Takes products out that the checkpoint knows and the source no longer gives, after a pass that reached the
   * source's end, and only then. Default false.
   */
  readonly prune?: boolean | undefined;
  /**
   * Pictures that are known to be unreadable or too large and that have not changed. `keep`: they stay on the list.
   * `retry`: they are tried again. `only`: nothing else is looked at than products with a failure. Default `keep`;
   * failures of other kinds are tried again by every run.
   */
  readonly failed?: 'keep' | 'retry' | 'only' | undefined;
  /**
   * Whether pictures without a `version` are read and hashed to see if they changed. `auto`: unless the product's
   * metadata changed, which then is all that is written; bytes in memory always are. `always`, `never`. Default `auto`.
   */
  readonly compareContent?: 'auto' | 'always' | 'never' | undefined;
  /** Ends the run when more than this share of at least 100 pictures failed. Default 0.5; 1 never does. */
  readonly maxFailureRate?: number | undefined;
  /** Bytes that the process may hold (resident set); the run takes fewer pictures at once to stay below. */
  readonly memoryBudget?: number | undefined;
}

/** Counts since the run began. */
export interface IndexCounts {
  /** Products that the run is done with. */
  readonly products: number;
  /** Pictures whose records the store acknowledged. */
  readonly indexed: number;
  /** Pictures of which the checkpoint knows that they are done. */
  readonly skipped: number;
  /** Pictures that are done and whose metadata alone was written. */
  readonly updated: number;
  /** Pictures, or products without a usable picture list, that failed, in this run or before and unchanged since. */
  readonly failed: number;
  /** Records of pictures that products no longer have. */
  readonly deleted: number;
  /** Products that the source no longer gives, and that are gone from the store. */
  readonly pruned: number;
}

/** How far a run is. */
export interface IndexProgress extends IndexCounts {
  readonly imagesPerSecond: number;
  /** Milliseconds since the start. */
  readonly elapsed: number;
  /** Estimated milliseconds, where the total is known. */
  readonly timeLeft?: number | undefined;
  readonly total?: number | undefined;
  /** Kinds that occurred. */
  readonly failuresByKind: { readonly [K in FailureKind]?: number };
  /** Pictures in one model call, now at most. */
  readonly batchSize: number;
  /** Bytes that the process holds (resident set); undefined where that cannot be told. */
  readonly memory?: number | undefined;
}

/** A picture that failed, or a product as a whole where there is no `imageId`. */
export interface IndexFailure {
  readonly productId: string;
  readonly imageId?: string | undefined;
  readonly kind: FailureKind;
  /** Tries so far, those of earlier runs among them. */
  readonly attempts: number;
  readonly error: Error;
}

/** What a run came to. */
export interface IndexReport extends IndexCounts {
  /** Milliseconds from the start to the end. */
  readonly elapsed: number;
  readonly imagesPerSecond: number;
  readonly failuresByKind: { readonly [K in FailureKind]?: number };
  /** The first failures; `failed` counts them all, events carry each, and a checkpoint lists them. */
  readonly failures: readonly IndexFailure[];
  /** Ids of the first products that were pruned; `pruned` counts them all, and events carry each. */
  readonly prunedProducts: readonly string[];
  /** Largest number of bytes that the process was seen to hold. */
  readonly peakMemory?: number | undefined;
  readonly aborted: boolean;
  readonly warnings: readonly string[];
}

/** What a run tells whoever iterates over it, in order. */
export type IndexEvent =
  | {
      readonly type: 'index-start';
      readonly batchSize: number;
      readonly concurrency: number;
      readonly total?: number | undefined;
    }
  | ({ readonly type: 'batch-end' } & IndexProgress)
  | ({ readonly type: 'item-error' } & IndexFailure)
  | { readonly type: 'pruned'; readonly productIds: readonly string[] }
  | { readonly type: 'index-end'; readonly report: IndexReport };

/**
 * Starts at once. Await it for the final report, or iterate over it for events; nobody listening neither stops
 * nor slows it. Unread events beyond a bound are dropped, oldest `batch-end` first.
 * Rejects only where the run as a whole cannot go on; an abort resolves at once with `aborted: true` and the counts so
 * far.
 *
 * A product replaces what was there: once the store has acknowledged its records, those of pictures that it no longer
 * has are deleted. A picture that it still has but that failed this time keeps its old record, and a product none of
 * whose pictures could be indexed keeps them all.
 */
export interface IndexRun extends PromiseLike<IndexReport>, AsyncIterable<IndexEvent> {}
