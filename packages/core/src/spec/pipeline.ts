import type { BackgroundRemover } from './background-remover.ts';
import type { CallOptions } from './call-options.ts';
import type { CategoryClassifier } from './category-classifier.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Logger } from './component.ts';
import type { Embedder } from './embedder.ts';
import type { EmbeddingCache } from './embedding-cache.ts';
import type { Fields, Metadata } from './fields.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { ImageProcessor, RgbColor } from './image-processor.ts';
import type { IndexOptions, IndexRun, Product } from './indexing.ts';
import type { AnalyzeResult, BackgroundRemoval, EmbedResult } from './photo-report.ts';
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

/** The parts, which stay the caller's (`close({ components: true })` closes them too), and what is decided once. */
export interface PipelineOptions<F extends Fields = Fields> {
  readonly imageProcessor: ImageProcessor;
  /** Left out, photos stay as they are. */
  readonly backgroundRemover?: BackgroundRemover | undefined;
  readonly embedder: Embedder;
  /** Left out, every search looks at everything, unless the caller names a category. */
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

/** Options of a change beside the runs. */
export interface ChangeOptions extends CallOptions {
  /** Checkpoint of the runs: it forgets the products, so that the next run does them again. */
  readonly checkpoint?: Checkpoint | undefined;
}

/** What a pipeline is made of, known before it is opened. */
export interface PipelineInfo {
  readonly fingerprint: Fingerprint;
  /** By role: `embedder`, `store` and so on. */
  readonly components: {
    readonly [role: string]: { readonly id: string; readonly provider?: string | undefined };
  };
  /** Length of every vector. */
  readonly dimensions: number;
  /** What did not go as asked while the parts were loaded. */
  readonly warnings: readonly string[];
}

/** Photo in, similar products out. Opened by its first call. */
export interface ImageSearchPipeline<F extends Fields = Fields> {
  readonly info: PipelineInfo;
  /**
   * Opens the store, once however often it is called; every other call does it where needed.
   * @throws ImageSearchError STORE_MISMATCH where the store was filled by another space, STORE_UNAVAILABLE,
   * STORE_UNAUTHORIZED, CLOSED, ABORTED, TIMEOUT
   */
  open(options?: CallOptions): Promise<void>;
  /**
   * The products most like a photo, or like whatever else the request holds; one match a product.
   * @throws ImageSearchError INVALID_OPTIONS, INVALID_IMAGE, UNSUPPORTED_FORMAT, IMAGE_TOO_LARGE, IMAGE_NOT_FOUND,
   * PRODUCT_NOT_FOUND, UNSUPPORTED, QUEUE_FULL, TIMEOUT, ABORTED, CLOSED, or what a model or the store failed with
   */
  search(request: SearchRequest<F>, options?: QueryCallOptions): Promise<SearchResult<F>>;
  /**
   * Fills the store; see `IndexRun`. Products are read only as fast as their pictures can be placed.
   * @throws ImageSearchError INVALID_OPTIONS, CLOSED; at once. What ends the run later, the run rejects with
   */
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
