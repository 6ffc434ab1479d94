import type { FingerprintComparison } from '../fingerprint/compare-fingerprints.ts';
import type { Logger } from '../spec/component.ts';
import type { Fields } from '../spec/fields.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { IndexEvent, IndexFailure, IndexOptions, Product } from '../spec/indexing.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { SearchOptions } from '../spec/search.ts';
import type { StoreVersion, VectorRecord, VectorStore } from '../spec/vector-store.ts';

/** A picture of the serving version, without its vector. */
export type StoredPicture = Omit<VectorRecord, 'vector'>;

/**
 * Where the pictures come from. `products`: the source itself, read anew each time it is called; what it says counts.
 * `original`: the picture of a record of the serving version, from wherever originals are kept; what that version says
 * counts, and nobody needs the source. Undefined: the original is gone, a failure of that picture.
 */
export type MigrationSource<F extends Fields = Fields> =
  | { readonly products: () => Iterable<Product<F>> | AsyncIterable<Product<F>> }
  | {
      readonly original: (
        picture: StoredPicture,
      ) => ImageSource | undefined | Promise<ImageSource | undefined>;
      /** Category of a product made from records. Default: `keep` where both classify alike, else `classify`. */
      readonly categories?: 'keep' | 'classify' | undefined;
    };

export interface MigrationOptions<F extends Fields = Fields> {
  /** A handle on the collection, opened or not; it must keep versions. Stays the caller's. */
  readonly store: VectorStore;
  /** The pipeline that serves now. Stays the caller's. */
  readonly from: ImageSearchPipeline<F>;
  /** Composes the new pipeline over the store that it is given, with the same fields. Called once. */
  readonly to: (store: VectorStore) => ImageSearchPipeline<NoInfer<F>>;
  readonly source: MigrationSource<NoInfer<F>>;
  readonly logger?: Logger | undefined;
}

export interface PlanOptions {
  /** Pictures that the new pipeline embeds to see how fast it is. Default 16; 0 for none. */
  readonly sample?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a migration would do. */
export interface MigrationPlan {
  /** The version that serves. */
  readonly from: StoreVersion;
  /** The version being built; absent before the first run. */
  readonly to?: StoreVersion | undefined;
  /** What the new pipeline does otherwise. */
  readonly differences: FingerprintComparison;
  /** Records of each version. */
  readonly records: { readonly from: number; readonly to: number };
  /** Bytes that the new vectors take, as single-precision numbers. */
  readonly vectorBytes: number;
  /** Of the new pipeline on sampled pictures, one machine; absent where none was sampled. */
  readonly imagesPerSecond?: number | undefined;
  /** Milliseconds for what is not there yet, at that speed. */
  readonly timeLeft?: number | undefined;
}

export interface MigrationRunOptions extends Omit<IndexOptions, 'total'> {
  /** Looks after the first pass, each of which repairs what it finds. Default 3. */
  readonly repairs?: number | undefined;
  /**
   * Milliseconds for which a record must be missing from the serving version before it is taken out of the new one:
   * longer than a write in flight. Default 10,000.
   */
  readonly settle?: number | undefined;
  readonly onEvent?: ((event: MigrationEvent) => void) | undefined;
}

/** What a run tells, in order. */
export type MigrationEvent =
  | { readonly type: 'pass'; readonly pass: number }
  | { readonly type: 'differences'; readonly pass: number; readonly differences: VersionDifferences }
  | IndexEvent;

/** How a new version differs from the serving one, in records. */
export interface VersionDifferences {
  /** Records of the serving version. */
  readonly records: number;
  /** Not in the new one. */
  readonly missing: number;
  /** Of other picture bytes. */
  readonly content: number;
  /** With other metadata, or where categories are kept with another category. */
  readonly metadata: number;
  /** In the new version alone. */
  readonly extra: number;
}

/** What a run came to, all passes together. */
export interface MigrationReport {
  /** The version that was built. */
  readonly version: StoreVersion;
  readonly passes: number;
  /** Pictures whose records were written. */
  readonly indexed: number;
  /** Records of which the metadata alone was written. */
  readonly updated: number;
  /** Records that were taken out. */
  readonly deleted: number;
  /** Pictures that failed in the last pass that tried them. */
  readonly failed: number;
  readonly failures: readonly IndexFailure[];
  /** What is left at the end: failures, and with `products` what the source says otherwise. */
  readonly differences: VersionDifferences;
  /** Milliseconds. */
  readonly elapsed: number;
  readonly aborted: boolean;
}

/** A photo that both versions are asked with. */
export interface ComparisonQuery {
  readonly id: string;
  readonly image: ImageSource;
}

export interface CompareOptions<F extends Fields = Fields>
  extends Pick<SearchOptions<F>, 'category' | 'filter' | 'backgroundRemoval'> {
  /** Photos of your own, e.g. what shoppers sent last week. */
  readonly queries?: readonly ComparisonQuery[] | undefined;
  /** Pictures of the catalogue that are searched as well. Default 100 without queries, else 0. */
  readonly sample?: number | undefined;
  /** Which pictures are drawn. Default 1. */
  readonly seed?: number | undefined;
  /** Queries at once. Default 4. */
  readonly concurrency?: number | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A product that one version answered with. */
export interface ComparedAnswer {
  readonly productId: string;
  /** Cosine, -1 to 1; those of two versions do not compare. */
  readonly similarity: number;
}

/** One photo, and what each version made of it. */
export interface ComparedQuery {
  readonly id: string;
  /** Product of a sampled picture; it is left out of the answers. */
  readonly productId?: string | undefined;
  /** At most ten, best first. */
  readonly from: readonly ComparedAnswer[];
  readonly to: readonly ComparedAnswer[];
  /** Products in both answers over the longer one's length; 1 where both are empty. */
  readonly overlap: number;
  /** Whether a sampled picture found its own product first. */
  readonly foundItself?: { readonly from: boolean; readonly to: boolean } | undefined;
  /** Milliseconds. */
  readonly time: { readonly from: number; readonly to: number };
}

/** How alike two versions answer. */
export interface MigrationComparison {
  /** Those that both answered, in the order asked. */
  readonly queries: readonly ComparedQuery[];
  readonly failed: readonly { readonly id: string; readonly error: Error }[];
  /** Mean of `overlap`, 0 to 1. */
  readonly overlapAt10: number;
  /** Share with the same first product. */
  readonly sameFirst: number;
  /** Shares of the sampled pictures; absent without any. */
  readonly foundItself?: { readonly from: number; readonly to: number } | undefined;
  /** Medians in milliseconds. */
  readonly time: { readonly from: number; readonly to: number };
}

export interface PromoteOptions {
  /** Version to promote. Default: the newest that is not promoted. */
  readonly version?: string | undefined;
  /** Refused where the new version holds a smaller share of the promoted one's records. Default 0.99; 0 never refuses. */
  readonly minCoverage?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Which version took which one's place. */
export interface Promotion {
  readonly promoted: StoreVersion;
  readonly previous: StoreVersion;
  /** Records of the promoted one over the previous one's. */
  readonly coverage: number;
}

/** One change of models. Its calls may be made in different processes, days apart: the store remembers. */
export interface Migration<F extends Fields = Fields> {
  /**
   * Searches in the promoted version as this process knows it, and writes to both: put it in the serving pipeline's
   * place while a migration is on, and what changes meanwhile reaches both versions. A write that fails in the version
   * that does not serve is logged, and the next `run` repairs it. Closing it closes both pipelines.
   */
  readonly pipeline: ImageSearchPipeline<F>;
  /** Changes nothing. */
  plan(options?: PlanOptions): Promise<MigrationPlan>;
  /**
   * Builds the new version, or goes on where the last run ended; then repairs what changed meanwhile.
   * @throws what ends an index run
   */
  run(options?: MigrationRunOptions): Promise<MigrationReport>;
  /** The same queries to both versions. */
  compare(options?: CompareOptions<F>): Promise<MigrationComparison>;
  /** Counts and looks at every record of both versions. */
  differences(options?: { readonly signal?: AbortSignal | undefined }): Promise<VersionDifferences>;
  /** Makes the new version the default, in one step; this process searches there from then on. */
  promote(options?: Omit<PromoteOptions, 'version'>): Promise<Promotion>;
  /** Makes the version before the default again, in one step; this process follows. */
  rollback(): Promise<Omit<Promotion, 'coverage'>>;
  /** Removes the version that does not serve; processes that still search it fail from then on. */
  drop(): Promise<StoreVersion>;
  /** Asks the store which version is promoted: another process may have moved it. */
  refresh(): Promise<void>;
  /** Closes what the migration opened: the new pipeline and its handles, not its components. */
  close(): Promise<void>;
}
