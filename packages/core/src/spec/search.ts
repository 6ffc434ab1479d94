import type { Fields, Metadata } from './fields.ts';
import type { Filter } from './filter.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { ImageSource } from './image-source.ts';
import type { BackgroundRemoval, BackgroundReport, CategoryReport, Timings } from './pipeline.ts';

/** Part of a picture: fractions of its width and height, 0 to 1, after EXIF orientation; left and top are 0. */
export interface PictureBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A photo. */
export interface ImageQuery {
  readonly image: ImageSource;
  /** Look at this part alone: everything else is cut off before the background is removed. */
  readonly box?: PictureBox | undefined;
}

/** One of several photos. */
export interface WeightedImage extends ImageQuery {
  /** Share of this photo beside the others; above 0. Default 1. */
  readonly weight?: number | undefined;
}

/**
 * Several photos of what is wanted, at most 16: the query is the weighted mean of their vectors. A photo that cannot be
 * read is left out with a warning, as long as one can.
 */
export interface ImagesQuery {
  readonly images: readonly (ImageSource | WeightedImage)[];
}

/** Words, for an embedder with `embedTexts`; at most 2,000 characters. */
export interface TextQuery {
  readonly text: string;
}

/** A photo and words about it: the query is the weighted mean of both vectors. */
export interface ImageTextQuery extends ImageQuery {
  readonly text: string;
  /** At least 0, and not both 0. Default 0.5 each. */
  readonly weights?: { readonly image?: number | undefined; readonly text?: number | undefined } | undefined;
}

/** A vector made elsewhere, for example by `embed` in the shopper's browser. */
export interface VectorQuery {
  /** Unit length; an array as JSON brings it will do. Copied. */
  readonly vector: Float32Array | readonly number[];
  /** What made it: another `space` is refused with MODEL_MISMATCH, unless one names the other in `sameSpaceAs`. */
  readonly fingerprint: Pick<Fingerprint, 'space' | 'sameSpaceAs'>;
}

/** More like a product of the store, by all its pictures; the product itself is left out. */
export interface ProductQuery {
  readonly productId: string;
}

type Queries = ImageQuery | ImagesQuery | TextQuery | ImageTextQuery | VectorQuery | ProductQuery;
type QueryKey<Q = Queries> = Q extends unknown ? keyof Q : never;
/** The query and none of the keys of another kind, so that `{ image, productId }` does not compile. */
type Alone<Q> = Q & { readonly [K in Exclude<QueryKey, keyof Q>]?: undefined };

/** What to search with: one of these. A union that grows. */
export type SearchInput =
  | Alone<ImageQuery>
  | Alone<ImagesQuery>
  | Alone<TextQuery>
  | Alone<ImageTextQuery>
  | Alone<VectorQuery>
  | Alone<ProductQuery>;

/** What the answers should be unlike: a photo, a vector or a product, which is then left out itself. */
export type NegativeExample = Alone<ImageQuery> | Alone<VectorQuery> | Alone<ProductQuery>;

/** "Less like this". */
export interface LessLike {
  /** One to 16. */
  readonly examples: readonly NegativeExample[];
  /**
   * How much of the examples' mean is taken off the query's vector, 0 to 0.9 (Rocchio 1971). Bounded below 1, so that
   * what is wanted always outweighs what is not. Default 0.3.
   */
  readonly weight?: number | undefined;
}

export interface SearchOptions<F extends Fields = Fields> {
  /** Products wanted. Default 10. */
  readonly limit?: number | undefined;
  readonly filter?: Filter<F> | undefined;
  /** Cosine, -1 to 1; matches below are left out. */
  readonly minSimilarity?: number | undefined;
  /**
   * Left out: classify and narrow. An id or several (leaves or groups): narrow to those, without asking the
   * classifier. `false`: search everything. Narrowing is "these and `other`", and too few hits are filled up and
   * marked; whoever wants records of a category alone writes `filter: { category }`. Words have no category of their
   * own and search everything; a product brings its own.
   */
  readonly category?: string | readonly string[] | false | undefined;
  readonly backgroundRemoval?: BackgroundRemoval | undefined;
  /** Ids of products that are not wanted, for example those in the basket; at most 10,000. */
  readonly exclude?: readonly string[] | undefined;
  readonly lessLike?: LessLike | undefined;
}
export type SearchRequest<F extends Fields = Fields> = SearchInput & SearchOptions<F>;

/** How wide the net was when a match was caught; `everything` also where the query has no category. */
export type MatchReach = 'category' | 'group' | 'everything';

export interface Match<F extends Fields = Fields> {
  readonly productId: string;
  /** The product's picture that is nearest. */
  readonly imageId: string;
  /** Cosine to the query's vector, -1 to 1. */
  readonly similarity: number;
  readonly category: string;
  readonly metadata: Metadata<F>;
  /** Where the query has a category, `group` and `everything` mark fill-up beyond it. */
  readonly reach: MatchReach;
  /** Id of the store's version that it was found in, where the store keeps versions; the same for all of an answer. */
  readonly version?: string | undefined;
}

/** What became of one photo of several. */
export type PhotoReport =
  | { readonly category: CategoryReport; readonly background: BackgroundReport }
  /** It could not be read, and the others were searched with. */
  | { readonly error: Error };

export interface QueryReport {
  /** Of several photos: by the mean of their probabilities. */
  readonly category: CategoryReport;
  /** Of several photos: of the first that could be read. */
  readonly background: BackgroundReport;
  readonly fingerprint: Fingerprint;
  /** Id of the store's version that answered, where the store keeps versions. */
  readonly version?: string | undefined;
  /** One each, in order, where `images` were given. */
  readonly photos?: readonly PhotoReport[] | undefined;
}

export interface SearchResult<F extends Fields = Fields> {
  /** One a product, by `reach` from near to far, and within a reach best first. */
  readonly matches: readonly Match<F>[];
  readonly query: QueryReport;
  readonly timings: Timings;
  readonly warnings: readonly string[];
}
