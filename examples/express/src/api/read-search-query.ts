import {
  type BackgroundRemoval,
  checkNumber,
  checkOneOf,
  type Filter,
  invalidOption,
  type SearchOptions,
} from '@imgsearch/core';
import type { fields } from '../create-pipeline.ts';

type Fields = typeof fields;

const modes = ['auto', 'off', 'always'] as const satisfies readonly BackgroundRemoval[];

/**
 * What the page asks besides its photo: `backgroundRemoval`, `limit`, `minPrice`, `maxPrice`, and `category`, an id or
 * `everything`; without one the classifier decides.
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function readSearchQuery(query: Readonly<Record<string, unknown>>): SearchOptions<Fields> {
  const number = (name: string): number | undefined => {
    const value = query[name];
    if (value === undefined || value === '') return undefined;
    return checkNumber(name, typeof value === 'string' ? Number(value) : value, { min: 0 });
  };
  const category = query.category || undefined;
  if (category !== undefined && typeof category !== 'string')
    throw invalidOption('category', 'one category id', category);
  const $gte = number('minPrice');
  const $lte = number('maxPrice');
  const price: Filter<Fields> = {
    price: { ...($gte !== undefined && { $gte }), ...($lte !== undefined && { $lte }) },
  };
  return {
    backgroundRemoval: checkOneOf('backgroundRemoval', query.backgroundRemoval, modes, 'auto'),
    limit: checkNumber('limit', number('limit'), { min: 1, max: 50, integer: true, fallback: 12 }),
    ...(($gte ?? $lte) !== undefined && { filter: price }),
    ...(category !== undefined && { category: category === 'everything' ? false : category }),
  };
}
