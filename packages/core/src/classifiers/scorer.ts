import { dot } from './dot.ts';

/** What gives each category a score. */
export interface Scorer {
  /** One row a category. */
  readonly weights: readonly Float64Array[];
  readonly biases: Float64Array;
}

/** `weights · vector + biases`. */
export function scoresOf({ weights, biases }: Scorer, vector: ArrayLike<number>): Float64Array {
  return Float64Array.from(weights, (row, category) => biases[category]! + dot(vector, row));
}
