import { normaliseFilter } from '../filter/normalise-filter.ts';
import { checkKeys, checkNumber, checkOneOf, invalidOption } from '../options/check.ts';
import { givenCategory } from '../photo/choose-category.ts';
import type { Fields } from '../spec/fields.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { BackgroundRemoval, CategoryReport, SearchRequest } from '../spec/pipeline.ts';
import { OTHER_CATEGORY, type TaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';

/** A search request, decided. */
export interface CheckedSearch {
  readonly image: ImageSource;
  readonly limit: number;
  readonly filter?: FilterNode | undefined;
  readonly minSimilarity?: number | undefined;
  readonly backgroundRemoval?: BackgroundRemoval | undefined;
  /** What the caller chose; undefined: the classifier decides. */
  readonly chosen?: { readonly report: CategoryReport; readonly leaves: readonly string[] } | undefined;
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkSearchRequest<F extends Fields>(
  request: SearchRequest<F>,
  fields: Fields,
  taxonomy: TaxonomyIndex,
  maxResults: number,
): CheckedSearch {
  if (typeof request !== 'object' || request === null)
    throw invalidOption('request', 'an object such as { image }', request);
  checkKeys('request', request, [
    'image',
    'limit',
    'filter',
    'minSimilarity',
    'category',
    'backgroundRemoval',
  ]);
  const { image, filter, minSimilarity } = request;
  return {
    image,
    limit: checkNumber('limit', request.limit, { min: 1, max: maxResults, integer: true, fallback: 10 }),
    filter: filter === undefined ? undefined : normaliseFilter(filter, fields),
    minSimilarity:
      minSimilarity === undefined
        ? undefined
        : checkNumber('minSimilarity', minSimilarity, { min: -1, max: 1 }),
    backgroundRemoval: checkBackgroundRemoval(request.backgroundRemoval),
    chosen: checkCategory(request.category, taxonomy),
  };
}

/** The mode that a call asks for; undefined leaves it to the policy. */
export function checkBackgroundRemoval(value: unknown): BackgroundRemoval | undefined {
  return value === undefined ? undefined : checkOneOf('backgroundRemoval', value, ['auto', 'off', 'always']);
}

function checkCategory(value: unknown, taxonomy: TaxonomyIndex): CheckedSearch['chosen'] {
  if (value === undefined) return undefined;
  if (value === false) return { report: givenCategory(OTHER_CATEGORY, 'caller'), leaves: [] };
  const ids: unknown[] = Array.isArray(value) ? value : [value];
  if (ids.length === 0 || !ids.every((id) => typeof id === 'string'))
    throw invalidOption('category', 'a category id, several, or false', value);
  return { report: givenCategory(ids[0] as string, 'caller'), leaves: taxonomy.expand(ids as string[]) };
}
