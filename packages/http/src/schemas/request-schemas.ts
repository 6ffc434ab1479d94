import type { BackgroundRemoval } from '@imgsearch/core';
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
}

export type AnalyzeParameters = Pick<SearchParameters, 'backgroundRemoval'>;

/** A body of JSON names its photo. */
export interface PhotoAddress {
  /** Address of the photo, http(s). Only where the host has turned fetching on. */
  readonly url: string;
}

type Schema<T> = v.GenericSchema<unknown, T>;

/** What requests are checked with, and what the OpenAPI document is made of. */
export interface RequestSchemas {
  /** Parameters in an address or a form, once they have their types. */
  readonly search: Schema<SearchParameters>;
  readonly searchJson: Schema<SearchParameters & PhotoAddress>;
  readonly analyze: Schema<AnalyzeParameters>;
  readonly analyzeJson: Schema<AnalyzeParameters & PhotoAddress>;
}

/** @param maxLimit most products that a client may ask for at once */
export function createRequestSchemas(maxLimit: number): RequestSchemas {
  const id = v.pipe(v.string(), v.minLength(1), v.maxLength(512));
  const backgroundRemoval = v.optional(
    v.pipe(v.picklist(['auto', 'off', 'always']), v.description('auto, off or always')),
  );
  const address = {
    url: v.pipe(v.string(), v.minLength(1), v.maxLength(4096), v.description('an http(s) address')),
  };
  const search = {
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
    backgroundRemoval,
    filter: v.optional(
      v.pipe(v.record(v.string(), v.unknown()), v.description('an object of conditions on declared fields')),
    ),
  };
  return {
    search: v.strictObject(search),
    searchJson: v.strictObject({ ...address, ...search }),
    analyze: v.strictObject({ backgroundRemoval }),
    analyzeJson: v.strictObject({ ...address, backgroundRemoval }),
  };
}
