import type { Draft } from '../drawing/draft.ts';
import type { Finish } from '../drawing/paint.ts';

/** Leaf ids of the default taxonomy, in its order. */
export const categories = [
  'top',
  'bottom',
  'outer',
  'shoes',
  'smartphone',
  'laptop',
  'earphone',
  'bed',
  'chair',
  'table',
  'accessories',
  'beauty',
  'sports',
] as const;
export type Category = (typeof categories)[number];

/** A silhouette constructor: the draft's choices and paint make its products differ. */
export interface Family {
  id: string;
  category: Category;
  finish: Finish;
  /** What a shop calls it. */
  english: string;
  korean: string;
  draw(draft: Draft): void;
}
