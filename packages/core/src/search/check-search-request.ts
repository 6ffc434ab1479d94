import { normaliseFilter } from '../filter/normalise-filter.ts';
import { checkKeys, checkNumber, checkOneOf, checkString, invalidOption } from '../options/check.ts';
import { checkViews } from '../photo/check-views.ts';
import { givenCategory } from '../photo/choose-category.ts';
import type { Fields } from '../spec/fields.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { BackgroundRemoval, CategoryReport } from '../spec/photo-report.ts';
import type { SearchRequest, Views } from '../spec/search.ts';
import { OTHER_CATEGORY, type TaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';
import { checkExamples, checkSearchInput, INPUT_KEYS, type InputRules } from './check-search-input.ts';
import { type CheckedTaste, checkTaste } from './check-taste.ts';
import type { QueryPart } from './query-part.ts';

/** A search request, decided. */
export interface CheckedSearch {
  /** What to search with. */
  readonly parts: readonly QueryPart[];
  /** Whether `images` were given, which are reported on one by one. */
  readonly several: boolean;
  /** What to be unlike, and by how much. */
  readonly lessLike?: { readonly parts: readonly QueryPart[]; readonly weight: number } | undefined;
  readonly taste?: CheckedTaste | undefined;
  readonly limit: number;
  readonly filter?: FilterNode | undefined;
  readonly minSimilarity?: number | undefined;
  readonly backgroundRemoval?: BackgroundRemoval | undefined;
  /** What the caller chose; undefined: the classifier or the product decides. */
  readonly chosen?: { readonly report: CategoryReport; readonly leaves: readonly string[] } | undefined;
  /** Products that are not wanted, those that the query names among them. */
  readonly exclude: readonly string[];
  readonly diversity?: { readonly lambda: number; readonly candidates: number } | undefined;
  readonly views: Views;
  readonly cursor?: string | undefined;
  /** Everything that decides what is found beside vector and category, for cursors. */
  readonly terms: unknown;
}

export interface SearchRules extends InputRules {
  readonly fields: Fields;
  readonly taxonomy: TaxonomyIndex;
  /** Products that the store gives at once. */
  readonly maxResults: number;
  /** Where the request does not say. */
  readonly views: Views;
}

const OPTION_KEYS = [
  ...['limit', 'filter', 'minSimilarity', 'category', 'backgroundRemoval', 'exclude', 'lessLike'],
  ...['taste', 'diversity', 'views', 'cursor'],
];
const MAX_EXCLUDED = 10_000;
const MAX_LESS = 0.9;

/** @throws ImageSearchError INVALID_OPTIONS, UNSUPPORTED, MODEL_MISMATCH */
export function checkSearchRequest<F extends Fields>(
  request: SearchRequest<F>,
  rules: SearchRules,
): CheckedSearch {
  if (typeof request !== 'object' || request === null)
    throw invalidOption('request', 'an object such as { image }', request);
  checkKeys('request', request, [...INPUT_KEYS, ...OPTION_KEYS]);
  const { filter, minSimilarity } = request;
  const { fields, taxonomy, maxResults } = rules;
  const parts = checkSearchInput(request, rules);
  const lessLike = checkLessLike(request.lessLike, rules);
  const named = [...parts, ...(lessLike?.parts ?? [])].flatMap((part) =>
    part.kind === 'product' ? [part.productId] : [],
  );
  const normalised = filter === undefined ? undefined : normaliseFilter(filter, fields);
  const least =
    minSimilarity === undefined
      ? undefined
      : checkNumber('minSimilarity', minSimilarity, { min: -1, max: 1 });
  const diversity = checkDiversity(request.diversity, maxResults);
  const views = checkViews('views', request.views) ?? rules.views;
  const exclude = [...new Set([...checkExclude(request.exclude), ...named])];
  return {
    parts,
    several: request.images !== undefined,
    lessLike,
    taste: checkTaste(request.taste, rules),
    limit: checkNumber('limit', request.limit, { min: 1, max: maxResults, integer: true, fallback: 10 }),
    filter: normalised,
    minSimilarity: least,
    backgroundRemoval: checkBackgroundRemoval(request.backgroundRemoval),
    chosen: checkCategory(request.category, taxonomy),
    exclude,
    diversity,
    views,
    cursor: request.cursor === undefined ? undefined : checkString('cursor', request.cursor),
    terms: [normalised, least, exclude, diversity, ...(views === 'best' ? [] : [views])],
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

function checkExclude(value: unknown): readonly string[] {
  if (value === undefined) return [];
  const isList = Array.isArray(value) && value.every((id) => typeof id === 'string' && id.length > 0);
  if (!isList || value.length > MAX_EXCLUDED)
    throw invalidOption('exclude', `a list of at most ${MAX_EXCLUDED} product ids`, value);
  return value;
}

function checkLessLike(value: unknown, rules: InputRules): CheckedSearch['lessLike'] {
  if (value === undefined) return undefined;
  checkKeys('lessLike', value, ['examples', 'weight']);
  const { examples, weight } = value as { readonly examples?: unknown; readonly weight?: unknown };
  return {
    parts: checkExamples(examples, rules),
    weight: checkNumber('lessLike.weight', weight, { min: 0, max: MAX_LESS, fallback: 0.3 }),
  };
}

function checkDiversity(value: unknown, maxResults: number): CheckedSearch['diversity'] {
  if (value === undefined) return undefined;
  checkKeys('diversity', value, ['lambda', 'candidates']);
  const { lambda, candidates } = value as { readonly lambda?: unknown; readonly candidates?: unknown };
  return {
    lambda: checkNumber('diversity.lambda', lambda, { min: 0, max: 1, fallback: 0.7 }),
    candidates: checkNumber('diversity.candidates', candidates, {
      min: 1,
      max: Math.min(1000, maxResults),
      integer: true,
      fallback: Math.min(100, maxResults),
    }),
  };
}
