import { checkNumber } from '../options/check.ts';
import type { Taste } from '../spec/search.ts';

/** How far a taste may turn a query. */
export type TasteOptions = Pick<Taste, 'likeWeight' | 'refusalWeight' | 'minCosine'>;

export interface TasteBounds {
  readonly likeWeight: number;
  readonly refusalWeight: number;
  readonly minCosine: number;
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function tasteBounds({ likeWeight, refusalWeight, minCosine }: TasteOptions): TasteBounds {
  return {
    likeWeight: checkNumber('taste.likeWeight', likeWeight, { min: 0, max: 1, fallback: 0.5 }),
    refusalWeight: checkNumber('taste.refusalWeight', refusalWeight, { min: 0, max: 1, fallback: 0.1 }),
    minCosine: checkNumber('taste.minCosine', minCosine, { min: 0.5, max: 1, fallback: 0.9 }),
  };
}
