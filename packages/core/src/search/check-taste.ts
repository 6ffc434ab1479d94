import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { Taste } from '../spec/search.ts';
import { type TasteBounds, tasteBounds } from '../taste/taste-bounds.ts';
import { checkSearchInput, type InputRules } from './check-search-input.ts';
import type { QueryPart } from './query-part.ts';

/** A taste, decided. */
export interface CheckedTaste {
  readonly likes: readonly QueryPart[];
  readonly refusals: readonly QueryPart[];
  readonly bounds: TasteBounds;
}

const MAX_EXAMPLES = 32;

/** @throws ImageSearchError INVALID_OPTIONS, MODEL_MISMATCH */
export function checkTaste(value: unknown, rules: InputRules): CheckedTaste | undefined {
  if (value === undefined) return undefined;
  checkKeys('taste', value, ['likes', 'refusals', 'likeWeight', 'refusalWeight', 'minCosine']);
  const taste = value as Taste;
  return {
    likes: checkExamples('taste.likes', taste.likes, rules),
    refusals: checkExamples('taste.refusals', taste.refusals, rules),
    bounds: tasteBounds(taste),
  };
}

function checkExamples(option: string, value: unknown, rules: InputRules): readonly QueryPart[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MAX_EXAMPLES)
    throw invalidOption(option, `a list of at most ${MAX_EXAMPLES} examples`, value);
  return value.flatMap((example: unknown, at) => {
    const isOne =
      typeof example === 'object' && example !== null && ('productId' in example || 'vector' in example);
    if (!isOne)
      throw invalidOption(option, 'examples such as { productId } or { vector, fingerprint }', example);
    checkKeys(`${option}[${at}]`, example, ['productId', 'vector', 'fingerprint', 'weight']);
    const { weight: given, ...input } = example as { readonly weight?: unknown };
    const weight = checkNumber(`${option}[${at}].weight`, given, { min: 0, max: 1e6, fallback: 1 });
    if (weight === 0) return [];
    return checkSearchInput(input, rules).map((part) => ({ ...part, weight }));
  });
}
