import type { BackgroundRemover } from './background-remover.ts';
import type { CallOptions } from './call-options.ts';
import type { CategoryClassifier } from './category-classifier.ts';
import type { Checkpoint, FailureKind } from './checkpoint.ts';
import type { Logger } from './component.ts';
import type { Embedder } from './embedder.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import type { Fields, Metadata } from './fields.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { ImageProcessor, RgbColor } from './image-processor.ts';
import type { ImageSource } from './image-source.ts';
import type {
  Calibration,
  Hydrate,
  ImageQuery,
  SearchOptions,
  SearchRequest,
  SearchResult,
  Views,
} from './search.ts';
import type { AdmissionPolicy, PipelineHealth, PipelineStats, Place, QueryCallOptions } from './serving.ts';
import type { Taxonomy } from './taxonomy.ts';
import type { VectorStore } from './vector-store.ts';

/** `auto`: remove unless the gate objects. `always`: remove unless the mask is empty. `off`: leave the photo. */
export type BackgroundRemoval = 'auto' | 'off' | 'always';

/** When a mask is not to be trusted; each bound is on `MaskStatistics`. */
export interface GatePolicy {
  /** Below this raw maximum the mask is empty. */
  readonly minRawMaximum: number;
  /** Coverage below this is an empty mask. */
  readonly minCoverage: number;
  /** Coverage above this means that the object fills the picture and nothing is gained. */
  readonly maxCoverage: number;
  /** Entropy over coverage, in bits per pixel of object: above it the model was undecided about most of what it found. */
  readonly maxEntropy: number;
  /** Above this border contact the object is cut by the frame. */
  readonly maxBorderContact: number;
}

/** Decisions that are the host's to change. Every one has a default. */
export interface Policies {
  /** Longest side of the raster that every step shares, in pixels. Default 512. */
  readonly workingSize?: number | undefined;
  /** Bounds on what strangers send; see `DecodeLimits`. Defaults: 25 MB, 50 megapixels, 1000 frames, 10 s. */
  readonly limits?:
    | {
        readonly maxBytes?: number | undefined;
        readonly maxPixels?: number | undefined;
        readonly maxFrames?: number | undefined;
        readonly timeout?: number | undefined;
      }
    | undefined;
  /** Mode where a call does not say. Default `auto`. */
  readonly backgroundRemoval?: BackgroundRemoval | undefined;
  readonly gate?: Partial<GatePolicy> | undefined;
  /** Sigma of the mask's feathering in working-raster pixels. Default 1. */
  readonly feather?: number | undefined;
  /** Room around the object as a fraction of its longer side, or null for the whole frame. Default 0.08. */
  readonly margin?: number | null | undefined;
  /** Neutral colour behind the object for the models. Default [255, 255, 255]. */
  readonly fill?: RgbColor | undefined;
  /** Below this probability the category is `other`. Default 0.7. */
  readonly minConfidence?: number | undefined;
  /** Whether too few hits are filled up from the group and then from everything. Default true. */
  readonly fillUp?: boolean | undefined;
  /** How a product with several pictures is compared, where a search does not say. Default `best`. */
  readonly views?: Views | undefined;
  readonly admission?: AdmissionPolicy | undefined;
}

export interface PipelineOptions<F extends Fields = Fields> {
  readonly imageProcessor: ImageProcessor;
  readonly backgroundRemover?: BackgroundRemover | undefined;
  readonly embedder: Embedder;
  readonly classifier?: CategoryClassifier | undefined;
  readonly store: VectorStore;
  /** Searchable metadata, declared once. */
  readonly fields?: F | undefined;
  /** Default: the taxonomy of `defaultTaxonomy`. */
  readonly taxonomy?: Taxonomy | undefined;
  readonly policies?: Policies | undefined;
  /**
   * Asked before a picture is decoded, by `search`, `index` and `embed`; `analyze` shows the pictures in between and so
   * always computes. Several pipelines may share one.
   */
  readonly cache?: EmbeddingCache | undefined;
  /** Fresh values after a search; null drops a match. */
  readonly hydrate?: Hydrate<NoInfer<F>> | undefined;
  /** What `imgsearch eval --calibration` wrote: searches then say how likely their first match is right. */
  readonly calibration?: Calibration | undefined;
  readonly logger?: Logger | undefined;
}

export interface CategoryReport {
  /**
   * Leaf id, or `other` where nothing reached the confidence threshold. Where the caller chose, the first id that
   * he gave, or `other` for `false`.
   */
  readonly id: string;
  /** Probability of the likeliest leaf, also where `id` is `other`; 1 for a choice. */
  readonly confidence: number;
  /** Likeliest leaves, best first, at most five. */
  readonly alternatives: readonly { readonly id: string; readonly probability: number }[];
  /** Who decided. `none`: no classifier and no choice. */
  readonly source: 'classifier' | 'caller' | 'product' | 'none';
}

/** Why the photo was left as it was; `no-photo` where the query had none. */
export type BackgroundReason =
  | 'off'
  | 'no-remover'
  | 'empty'
  | 'full'
  | 'undecided'
  | 'cut-by-frame'
  | 'no-photo';

export interface BackgroundReport {
  readonly removed: boolean;
  /** Mode that was in force. */
  readonly mode: BackgroundRemoval;
  readonly reason?: BackgroundReason | undefined;
  /** Mean foreground probability, 0 to 1; undefined where no mask was made. */
  readonly coverage?: number | undefined;
}

export type Step =
  | 'read'
  | 'decode'
  | 'segment'
  | 'cutOut'
  | 'embed'
  | 'classify'
  | 'search'
  | 'hydrate'
  | 'encode';
/** Milliseconds by step, waiting included, and in all; `hydrate` is a part of `search`. */
export type Timings = { readonly [S in Step]?: number } & { readonly total: number };

export interface EmbedResult {
  /** Unit length, owned by the caller. */
  readonly vector: Float32Array;
  readonly category: CategoryReport;
  readonly background: BackgroundReport;
  readonly fingerprint: Fingerprint;
  readonly timings: Timings;
  readonly warnings: readonly string[];
}

export interface AnalyzeResult extends EmbedResult {
  /** For people to look at. PNG bytes. */
  readonly pictures: {
    /** The oriented working raster. */
    readonly original: Uint8Array;
    /** Grey probability at the model's resolution; absent without a background remover and with `off`. */
    readonly mask?: Uint8Array | undefined;
    /** The object with transparency, cropped; absent without a mask. Present also where the gate objected. */
    readonly cutOut?: Uint8Array | undefined;
    /** What the models saw. */
    readonly input: Uint8Array;
  };
}

export interface ProductImage {
  /** Unique within the product. Default: its position, `0`, `1`, ... */
  readonly id?: string | undefined;
  readonly source: ImageSource;
  /**
   * An ETag or a date that changes when the picture does. A picture whose version a checkpoint knows is not even read.
   */
  readonly version?: string | undefined;
}

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

export interface IndexCounts {
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

export interface IndexFailure {
  readonly productId: string;
  readonly imageId?: string | undefined;
  readonly kind: FailureKind;
  /** Tries so far, those of earlier runs among them. */
  readonly attempts: number;
  readonly error: Error;
}

export interface IndexReport extends IndexCounts {
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

/** Options of a change beside the runs. */
export interface ChangeOptions extends CallOptions {
  /** Checkpoint of the runs: it forgets the products, so that the next run does them again. */
  readonly checkpoint?: Checkpoint | undefined;
}

export interface PipelineInfo {
  readonly fingerprint: Fingerprint;
  readonly components: {
    readonly [role: string]: { readonly id: string; readonly provider?: string | undefined };
  };
  readonly dimensions: number;
  readonly warnings: readonly string[];
}

/** Photo in, similar products out. Opened by its first call. */
export interface ImageSearchPipeline<F extends Fields = Fields> {
  readonly info: PipelineInfo;
  open(options?: CallOptions): Promise<void>;
  search(request: SearchRequest<F>, options?: QueryCallOptions): Promise<SearchResult<F>>;
  index(products: Iterable<Product<F>> | AsyncIterable<Product<F>>, options?: IndexOptions): IndexRun;
  /** Everything up to the vector, with the pictures in between. Needs no store. */
  analyze(
    request: ImageQuery & Pick<SearchOptions, 'backgroundRemoval'>,
    options?: QueryCallOptions,
  ): Promise<AnalyzeResult>;
  /** Everything up to the vector. Needs no store. */
  embed(
    request: ImageQuery & Pick<SearchOptions, 'backgroundRemoval'>,
    options?: QueryCallOptions,
  ): Promise<EmbedResult>;
  /** Deletes every record of the products that this pipeline can read. */
  remove(productIds: readonly string[], options?: ChangeOptions): Promise<{ readonly deleted: number }>;
  /** Replaces a product's metadata; vectors stay. Records written in a narrower scope are left alone. */
  update(
    productId: string,
    metadata: Metadata<F>,
    options?: ChangeOptions,
  ): Promise<{ readonly updated: number }>;
  /**
   * The same pipeline bound to values of declared keyword fields: it reads, writes and deletes nothing else, and the
   * same product id in two scopes is two products. Closing it closes this view alone.
   * @throws ImageSearchError INVALID_OPTIONS for a field that is not a declared keyword, or that is bound otherwise
   */
  scope(
    values: {
      readonly [K in keyof F as 'keyword' extends F[K] ? K : never]?: string;
    },
  ): ImageSearchPipeline<F>;
  /**
   * Room for one search before anything of it is read, for servers: what cannot be answered in time is refused here.
   * Give it back in every case.
   * @param options the deadline by which the search is to be answered
   * @throws ImageSearchError QUEUE_FULL, CLOSED, ABORTED, TIMEOUT; at once
   * @example
   * const place = pipeline.admit({ deadline: Date.now() + 2000 });
   * try {
   *   await pipeline.search({ image: photo }, { place });
   * } finally {
   *   place.release();
   * }
   */
  admit(options?: CallOptions): Place;
  /** Queues, batches, times, refusals: a snapshot, at no cost to the work. */
  stats(): PipelineStats;
  /** Whether searches can be answered, as far as the calls so far have shown. Asks nobody. */
  health(): PipelineHealth;
  /** Accepts nothing more, finishes what it accepted, closes the store. With `components`, whatever was handed in. */
  close(options?: { readonly components?: boolean | undefined }): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
