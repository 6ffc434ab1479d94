import type { HeldOutFigures } from './linear-head.ts';
import { softmax } from './softmax.ts';

/** Scores of one held-out example, and the position of its true category. */
export interface ScoredExample {
  readonly scores: ArrayLike<number>;
  readonly truth: number;
}

export interface FittedTemperature {
  readonly temperature: number;
  readonly figures: HeldOutFigures;
}

/** Bounds of the search, in powers of e, as scikit-learn has them. */
const REACH = 10;

/**
 * The temperature at which the scores' log loss is lowest (Guo et al. 2017). The loss is convex in one over the
 * temperature, so its slope is halved in on.
 *
 * Few examples that are all told rightly would make every later answer certain. So the truth counts as
 * `(n + 1) / (n + 2)`, not as 1, and the rest is shared by the other categories (Platt 1999, section 2.2);
 * `smoothed: false` leaves that out.
 */
export function fitTemperature(
  examples: readonly ScoredExample[],
  { smoothed = true }: { readonly smoothed?: boolean } = {},
): FittedTemperature {
  const sure = smoothed ? (examples.length + 1) / (examples.length + 2) : 1;
  const slope = (sharpness: number): number => {
    let sum = 0;
    for (const { scores, truth } of examples) {
      const shares = softmax(scores, sharpness);
      for (let i = 0; i < shares.length; i++) {
        const wanted = i === truth ? sure : (1 - sure) / (shares.length - 1);
        sum += (shares[i]! - wanted) * scores[i]!;
      }
    }
    return sum;
  };
  let [low, high] = [-REACH, REACH];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (slope(Math.exp(middle)) < 0) low = middle;
    else high = middle;
  }
  const temperature = Math.exp(-(low + high) / 2);
  return { temperature, figures: judge(examples, 1 / temperature) };
}

function judge(examples: readonly ScoredExample[], sharpness: number): HeldOutFigures {
  let right = 0;
  let loss = 0;
  for (const { scores, truth } of examples) {
    const shares = softmax(scores, sharpness);
    if (shares.indexOf(Math.max(...shares)) === truth) right++;
    loss -= Math.log(Math.max(shares[truth]!, Number.MIN_VALUE));
  }
  const count = Math.max(1, examples.length);
  return { examples: examples.length, accuracy: right / count, logLoss: loss / count };
}
