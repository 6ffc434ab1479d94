import type { Breather } from './create-breather.ts';
import { dot } from './dot.ts';
import type { SmoothFunction } from './minimise.ts';
import { softmax } from './softmax.ts';

/** Multiplications between two breaths. */
const PIECE = 500_000;

/**
 * Mean log loss of a softmax over linear scores, and the penalty on the weights. A point has the weights of all
 * categories, row by row, and then the biases, which go free.
 */
export function logisticLoss(
  rows: readonly Float64Array[],
  truths: readonly number[],
  { categories, penalty, breathe }: { categories: number; penalty: number; breathe: Breather },
): SmoothFunction {
  const size = rows[0]!.length;
  const count = rows.length;
  const piece = Math.max(1, Math.floor(PIECE / (size * categories)));
  const scores = new Float64Array(categories);
  return async (point, gradient) => {
    let loss = 0;
    gradient.fill(0);
    for (let at = 0; at < count; at++) {
      if (at % piece === 0) await breathe();
      const row = rows[at]!;
      const truth = truths[at]!;
      for (let category = 0; category < categories; category++)
        scores[category] = point[categories * size + category]! + dot(point, row, category * size);
      const shares = softmax(scores);
      loss -= Math.log(Math.max(shares[truth]!, Number.MIN_VALUE));
      for (let category = 0; category < categories; category++) {
        const error = (shares[category]! - Number(category === truth)) / count;
        gradient[categories * size + category]! += error;
        const from = category * size;
        for (let i = 0; i < size; i++) gradient[from + i]! += error * row[i]!;
      }
    }
    let squares = 0;
    for (let i = 0; i < categories * size; i++) {
      squares += point[i]! * point[i]!;
      gradient[i]! += (penalty / count) * point[i]!;
    }
    return (loss + (penalty / 2) * squares) / count;
  };
}
