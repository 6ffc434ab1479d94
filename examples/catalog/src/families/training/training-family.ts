import type { Draft } from '../../drawing/draft.ts';
import type { Finish } from '../../drawing/paint.ts';
import type { Category, Family } from '../family.ts';

/** A family that only the training set draws. */
export function trainingFamily(
  category: Category,
  name: string,
  finish: Finish,
  draw: (draft: Draft) => void,
): Family {
  return { id: `training/${category}/${name}`, category, finish, english: name, korean: name, draw };
}
