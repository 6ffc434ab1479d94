import { checkString, invalidOption } from '../options/check.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import type { LabelledVector } from './labelled-vector.ts';

/** An example whose category is a position among the categories. */
export interface Example {
  readonly vector: Float32Array;
  readonly category: number;
  readonly group: string;
}

export interface CheckedExamples {
  /** In the order in which they first appear; `other`, if it is among them, last. */
  readonly categories: readonly string[];
  readonly examples: readonly Example[];
}

/**
 * @param known categories that there are; left out, the examples' own, of which there must be two
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function checkExamples(
  option: string,
  given: readonly LabelledVector[],
  dimensions: number,
  known?: readonly string[],
): CheckedExamples {
  if (!Array.isArray(given) || given.length === 0)
    throw invalidOption(option, 'an array of at least one { vector, category }', given);
  given.forEach((example, at) => {
    checkString(`${option}[${at}].category`, example?.category);
    checkFinite(`${option}[${at}].vector`, example.vector, dimensions);
  });
  const categories = known ?? categoriesOf(option, given);
  const positions = new Map(categories.map((category, position) => [category, position]));
  const examples = given.map(({ vector, category, group }, at): Example => {
    const position = positions.get(category);
    if (position === undefined)
      throw invalidOption(`${option}[${at}].category`, `one of ${categories.join(', ')}`, category);
    // A group's name cannot be that of an example without one.
    return { vector, category: position, group: group === undefined ? `example ${at}` : `group ${group}` };
  });
  return { categories, examples };
}

function categoriesOf(option: string, given: readonly LabelledVector[]): string[] {
  const seen = new Set(given.map(({ category }) => category));
  const hasOther = seen.delete(OTHER_CATEGORY);
  const categories = [...seen, ...(hasOther ? [OTHER_CATEGORY] : [])];
  if (categories.length < 2)
    throw invalidOption(option, 'examples of at least two categories', categories.join(', '));
  return categories;
}

function checkFinite(option: string, vector: unknown, dimensions: number): void {
  // Told by its tag: Jest's realm has a Float32Array of its own.
  const isVector = Object.prototype.toString.call(vector) === '[object Float32Array]';
  if (!isVector || (vector as Float32Array).length !== dimensions)
    throw invalidOption(
      option,
      `a Float32Array of ${dimensions} numbers`,
      isVector ? `${(vector as Float32Array).length} numbers` : vector,
      'Take vectors from the same embedder, as embedExamples does.',
    );
  if (!(vector as Float32Array).every(Number.isFinite))
    throw invalidOption(option, 'finite numbers', vector, 'Leave out pictures whose embedding failed.');
}
