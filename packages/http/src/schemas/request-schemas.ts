import type { BackgroundRemoval, PictureBox } from '@imgsearch/core';
import * as v from 'valibot';

/** What a client may ask for besides its photo. The pipeline checks `filter` and `category` against what it knows. */
export interface SearchParameters {
  /** Products wanted. Default 10. */
  readonly limit?: number | undefined;
  /** Cosine, -1 to 1; matches below are left out. */
  readonly minSimilarity?: number | undefined;
  /** One category id, several, or false for everything; left out, the classifier decides. */
  readonly category?: string | string[] | false | undefined;
  readonly backgroundRemoval?: BackgroundRemoval | undefined;
  /** Conditions on declared fields, e.g. `{ "price": { "$lt": 50 } }`. */
  readonly filter?: Record<string, unknown> | undefined;
  /** Ids of products that are not wanted. */
  readonly exclude?: string[] | undefined;
  /** Ids of products that answers should be unlike, which are left out themselves; at most 16. */
  readonly lessLike?: string[] | undefined;
  /** Answers unlike each other: 1 is similarity alone, 0 is unlikeness alone. */
  readonly diversity?: number | undefined;
  /** `next` of the answer before, beside the same photo and parameters. */
  readonly cursor?: string | undefined;
  /** Part of the photo to look at, in fractions of its width and height. */
  readonly box?: PictureBox | undefined;
  /** Words about the photo, for an embedder that reads. */
  readonly text?: string | undefined;
  /** Shares of the photo and the words, where there are both. Default 0.5 each. */
  readonly weights?: { readonly image?: number | undefined; readonly text?: number | undefined } | undefined;
}

export type SimilarParameters = Pick<
  SearchParameters,
  'limit' | 'minSimilarity' | 'category' | 'filter' | 'exclude' | 'lessLike' | 'diversity' | 'cursor'
>;
export type AnalyzeParameters = Pick<SearchParameters, 'backgroundRemoval' | 'box'>;

/** A body of JSON names its photo. */
export interface PhotoAddress {
  /** Address of the photo, http(s). Only where the host has turned fetching on. */
  readonly url: string;
}

/** A search without a photo of its own: by words, by a vector that the client made, or by a product. */
export interface JsonQuery {
  /** Address of a photo, http(s). Only where the host has turned fetching on. */
  readonly url?: string | undefined;
  /** Unit length, with the `fingerprint` of what made it. */
  readonly vector?: number[] | undefined;
  readonly fingerprint?: { readonly space: string; readonly sameSpaceAs?: string[] | undefined } | undefined;
  readonly productId?: string | undefined;
}

type Schema<T> = v.GenericSchema<unknown, T>;

/** What requests are checked with, and what the OpenAPI document is made of. */
export interface RequestSchemas {
  /** Parameters in an address or a form, once they have their types. */
  readonly search: Schema<SearchParameters>;
  readonly searchJson: Schema<SearchParameters & JsonQuery>;
  readonly similar: Schema<SimilarParameters>;
  readonly analyze: Schema<AnalyzeParameters>;
  readonly analyzeJson: Schema<AnalyzeParameters & PhotoAddress>;
}

type Conditions = Record<string, unknown>;

/** As it came: a record of Valibot's leaves out names such as "constructor", and what is left out filters nothing. */
const isConditions = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A cursor holds eight characters a product, of at most a thousand, and a head. */
const MAX_CURSOR = 8200;

/** @param maxLimit most products that a client may ask for at once */
export function createRequestSchemas(maxLimit: number): RequestSchemas {
  const id = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
  const backgroundRemoval = v.optional(
    v.pipe(v.picklist(['auto', 'off', 'always']), v.description('auto, off or always')),
  );
  const address = {
    url: v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.description('an http(s) address')),
  };
  const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
  const narrowing = {
    limit: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(1),
        v.maxValue(maxLimit),
        v.description(`a whole number from 1 to ${maxLimit}`),
      ),
    ),
    minSimilarity: v.optional(
      v.pipe(v.number(), v.minValue(-1), v.maxValue(1), v.description('a number from -1 to 1')),
    ),
    category: v.optional(
      v.pipe(
        v.union([id, v.pipe(v.array(id), v.minLength(1), v.maxLength(100)), v.literal(false)]),
        v.description('a category id, several, or false for everything'),
      ),
    ),
    filter: v.optional(
      v.pipe(v.custom<Conditions>(isConditions), v.description('an object of conditions on declared fields')),
    ),
    exclude: v.optional(
      v.pipe(v.array(id), v.maxLength(1000), v.description('ids of products, at most 1000')),
    ),
    lessLike: v.optional(
      v.pipe(
        v.array(id),
        v.minLength(1),
        v.maxLength(16),
        v.description('ids of products to be unlike, at most 16'),
      ),
    ),
    diversity: v.optional(v.pipe(share, v.description('a number from 0 to 1'))),
    cursor: v.optional(
      v.pipe(
        v.string(),
        v.minLength(1),
        v.maxLength(MAX_CURSOR),
        v.description('"next" of the answer before'),
      ),
    ),
  };
  const box = v.optional(
    v.pipe(
      v.strictObject({ left: share, top: share, width: share, height: share }),
      v.description('left, top, width and height as fractions of the photo'),
    ),
  );
  const search = {
    ...narrowing,
    backgroundRemoval,
    box,
    text: v.optional(
      v.pipe(v.string(), v.minLength(1), v.maxLength(2000), v.description('words, at most 2000 characters')),
    ),
    weights: v.optional(
      v.pipe(
        v.strictObject({ image: v.optional(share), text: v.optional(share) }),
        v.description('shares of the photo and the words, 0 to 1'),
      ),
    ),
  };
  const query = {
    url: v.optional(address.url),
    vector: v.optional(
      v.pipe(v.array(v.number()), v.maxLength(8192), v.description('a vector of unit length')),
    ),
    fingerprint: v.optional(
      v.pipe(
        v.object({
          space: v.pipe(v.string(), v.maxLength(4096)),
          sameSpaceAs: v.optional(v.pipe(v.array(v.string()), v.maxLength(16))),
        }),
        v.description('the fingerprint of what made the vector'),
      ),
    ),
    productId: v.optional(
      v.pipe(v.string(), v.minLength(1), v.maxLength(512), v.description('the id of a product')),
    ),
  };
  return {
    search: v.strictObject(search),
    searchJson: v.strictObject({ ...query, ...search }),
    similar: v.strictObject(narrowing),
    analyze: v.strictObject({ backgroundRemoval, box }),
    analyzeJson: v.strictObject({ ...address, backgroundRemoval, box }),
  };
}
