import type { Fields, Metadata } from './fields.ts';
import type { Filter } from './filter.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { ImageSource } from './image-source.ts';
import type { BackgroundRemoval, BackgroundReport, CategoryReport, Timings } from './photo-report.ts';

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

/** What a person liked or refused: a product of the store, or a vector. */
export type TasteExample = (Alone<VectorQuery> | Alone<ProductQuery>) & {
  /** How much it still counts: 1 is fresh; at least 0. Default 1. */
  readonly weight?: number | undefined;
};

/**
 * What the person who asks liked and refused lately, as `readTaste` of `@imgsearch/core/feedback` reads it: the query's
 * vector is turned that way (Rocchio 1971), by what is like it most, and never further than `minCosine`. The query's own category narrows the
 * search as before. Products that are gone from the store are left out with a warning.
 */
export interface Taste {
  /** At most 32. */
  readonly likes?: readonly TasteExample[] | undefined;
  /** At most 32. Refused products stay among the matches: `exclude` takes them out. */
  readonly refusals?: readonly TasteExample[] | undefined;
  /** Share of the likes' mean that is added to the query, 0 to 1. Default 0.5. */
  readonly likeWeight?: number | undefined;
  /** Share of the refusals' mean that is taken off, 0 to 1. Default 0.1. */
  readonly refusalWeight?: number | undefined;
  /** The turned query's cosine to the query as it was asked is at least this, 0.5 to 1. Default 0.9: 26 degrees. */
  readonly minCosine?: number | undefined;
}

/** Matches that are unlike each other, by maximal marginal relevance (Carbonell & Goldstein 1998). */
export interface Diversity {
  /** 1: by similarity alone. 0: each as unlike the ones before it as can be. Default 0.7. */
  readonly lambda?: number | undefined;
  /** Most similar products among which it chooses at a time, 1 to 1,000. Default 100. */
  readonly candidates?: number | undefined;
}

/**
 * How the similarities of a product's pictures become the product's own:
 * - `best`: the greatest.
 * - `mean`: their mean.
 * - `top`: the mean of so many of the greatest; of all where there are fewer.
 * - `softmax`: their mean, each weighted by `exp(similarity / temperature)`: near 0 it is the best, far above 1 the mean.
 * - `generalizedMean`: `m = mean(x^p)^(1/p)` of `x = (1 + similarity) / 2`, as `2m - 1` (Radenović et al. 2018): 1 is the
 *   mean, and the greater the exponent, the nearer to the best.
 */
export type Views =
  | 'best'
  | 'mean'
  | { readonly top: number }
  | { readonly softmax: number }
  | { readonly generalizedMean: number };

/** What stands beside every kind of query. */
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
  /** Personal ranking; left out, everybody gets the same answer. It may change from page to page. */
  readonly taste?: Taste | undefined;
  readonly diversity?: Diversity | undefined;
  /**
   * How a product with several pictures is compared: by the cosines of its pictures to the query's vector, of those that
   * the search may see, its nearest 100 at most. `minSimilarity` is then on what comes of it. Default: the policy's.
   */
  readonly views?: Views | undefined;
  /** `next` of the page before, beside the same request (`limit` may differ); refused beside another. */
  readonly cursor?: string | undefined;
}
/** A query with its options. */
export type SearchRequest<F extends Fields = Fields> = SearchInput & SearchOptions<F>;

/** How wide the net was when a match was caught; `everything` also where the query has no category. */
export type MatchReach = 'category' | 'group' | 'everything';

/** A picture of a product that counted. */
export interface MatchView {
  readonly imageId: string;
  /** Cosine to the query's vector, -1 to 1. */
  readonly similarity: number;
}

/** A product that was found. */
export interface Match<F extends Fields = Fields> {
  readonly productId: string;
  /** The product's picture that is nearest. */
  readonly imageId: string;
  /** Cosine of that picture to the query's vector, or what `views` made of all of them; -1 to 1. */
  readonly similarity: number;
  readonly category: string;
  readonly metadata: Metadata<F>;
  /** Where the query has a category, `group` and `everything` mark fill-up beyond it. */
  readonly reach: MatchReach;
  /** Id of the store's version that it was found in, where the store keeps versions; the same for all of an answer. */
  readonly version?: string | undefined;
  /** The pictures that counted, nearest first; absent where `views` is `best`. */
  readonly views?: readonly MatchView[] | undefined;
}

/** What became of one photo of several. */
export type PhotoReport =
  | { readonly category: CategoryReport; readonly background: BackgroundReport }
  /** It could not be read, and the others were searched with. */
  | { readonly error: Error };

/** What was asked with, as it was understood. */
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

/** How likely the first match is right, by the pipeline's calibration. */
export interface SearchConfidence {
  /** P(the first match is right | its similarity, its lead), 0 to 1; 0 where nothing was found. */
  readonly probability: number;
  /** Whether that reaches the calibration's threshold; otherwise the page better says that it is not sure. */
  readonly confident: boolean;
  /** Cosine of the first match. */
  readonly similarity: number;
  /** By how much it leads the second product; negative where the second was caught further out and is nearer. */
  readonly lead: number;
}

/** A logistic model of "the first match is right" (Platt 1999), fitted by `imgsearch eval --calibration`. Plain JSON. */
export interface Calibration {
  readonly format: 'imgsearch-calibration-1';
  /** `space` of the fingerprint that it was fitted with; a pipeline of another one refuses it. */
  readonly space: string;
  /** Log-odds are `intercept + similarity * cosine of the first + lead * (first less second)`. */
  readonly intercept: number;
  readonly similarity: number;
  readonly lead: number;
  /** Least probability that is called confident. Yours to change. */
  readonly threshold: number;
  /** How it did on queries that it was not fitted on, by cross-validation over groups. */
  readonly figures: CalibrationFigures;
}

/** Shares are from 0 to 1. */
export interface CalibrationFigures {
  readonly queries: number;
  /** Share of the queries whose first match was right. */
  readonly right: number;
  /** Expected calibration error over 15 bins, 0 to 1. */
  readonly expectedCalibrationError: number;
  /** Mean squared distance between probability and truth (Brier 1950); `right * (1 - right)` is what a constant has. */
  readonly brierScore: number;
  /** Share of the queries that are called confident, and of those, of right and of wrong ones. */
  readonly confident: number;
  readonly rightWhenConfident: number;
  readonly wrongAvoided: number;
  readonly rightLost: number;
}

export interface HydrateOptions {
  readonly signal?: AbortSignal | undefined;
  /** What the pipeline is bound to; the same product id in two scopes is two products. Empty without a scope. */
  readonly scope: Readonly<Record<string, string>>;
}

/**
 * Brings what changes too often to be indexed, such as price and stock, after the search: one call for the products
 * that were found. Either a list in the order of the ids or a map; null, or no entry in a map, drops the match, and
 * the next one takes its place. What it gives lies over the stored metadata. Filters see the stored values.
 */
export type Hydrate<F extends Fields = Fields> = (
  productIds: readonly string[],
  options: HydrateOptions,
) => Promise<
  | readonly (Partial<Metadata<F>> | null | undefined)[]
  | ReadonlyMap<string, Partial<Metadata<F>> | null | undefined>
>;

/** The answer to a search. */
export interface SearchResult<F extends Fields = Fields> {
  /** One a product, by `reach` from near to far, and within a reach best first, or as `diversity` orders them. */
  readonly matches: readonly Match<F>[];
  readonly query: QueryReport;
  /** Present where the pipeline has a `calibration`. */
  readonly confidence?: SearchConfidence | undefined;
  /**
   * Cursor of the next page; absent where this page was not full, and after 1,000 products. No product comes twice. One
   * that is written meanwhile comes on a later page if it belongs before that page's end.
   */
  readonly next?: string | undefined;
  readonly timings: Timings;
  readonly warnings: readonly string[];
}
