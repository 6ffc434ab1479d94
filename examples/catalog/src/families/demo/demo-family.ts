import type { Draft } from '../../drawing/draft.ts';
import type { Finish } from '../../drawing/paint.ts';
import type { Category, Family } from '../family.ts';

/** A family that only the demo catalogue draws. Its id is made of the category and the English name. */
export function demoFamily(
  category: Category,
  english: string,
  korean: string,
  finish: Finish,
  draw: (draft: Draft) => void,
): Family {
  return {
    id: `demo/${category}/${english.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`,
    category,
    finish,
    english,
    korean,
    draw,
  };
}
