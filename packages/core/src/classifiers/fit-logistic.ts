import type { Example } from './check-examples.ts';
import type { Breather } from './create-breather.ts';
import { minimise } from './minimise.ts';
import { softmax } from './softmax.ts';

export interface Scorer {
  /** One row a category. */
  readonly weights: readonly Float64Array[];
  readonly biases: Float64Array;
}

export interface LogisticOptions {
  readonly categories: number;
  /** Of half the squared weights against the summed log losses; biases go free. scikit-learn's `1 / C`. */
  readonly penalty: number;
  /** Where to begin: the scorer of a neighbouring penalty. */
  readonly start?: Scorer | undefined;
  readonly breathe: Breather;
  /** On the gradient of the mean loss. Default 1e-5. */
  readonly tolerance?: number | undefined;
}

/** Multiplications between two breaths. */
const PIECE = 500_000;

/** Multinomial logistic regression with an L2 penalty: the one minimum that there is. */
export async function fitLogistic(examples: readonly Example[], options: LogisticOptions): Promise<Scorer> {
  const { categories, penalty, start, breathe, tolerance = 1e-5 } = options;
  const size = examples[0]!.vector.length;
  // Vectors of one embedder share a large part; without it the search is short. The biases take it back below.
  const mean = new Float64Array(size);
  for (const { vector } of examples) for (let i = 0; i < size; i++) mean[i]! += vector[i]! / examples.length;
  const rows = examples.map(({ vector }) => Float64Array.from(vector, (part, i) => part - mean[i]!));
  const piece = Math.max(1, Math.floor(PIECE / (size * categories)));

  const evaluate = async (point: Float64Array, gradient: Float64Array): Promise<number> => {
    let loss = 0;
    gradient.fill(0);
    const scores = new Float64Array(categories);
    for (let at = 0; at < rows.length; at++) {
      if (at % piece === 0) await breathe();
      const row = rows[at]!;
      for (let category = 0; category < categories; category++)
        scores[category] = point[categories * size + category]! + product(point, category * size, row);
      const shares = softmax(scores);
      const truth = examples[at]!.category;
      loss -= Math.log(Math.max(shares[truth]!, Number.MIN_VALUE));
      for (let category = 0; category < categories; category++) {
        const error = (shares[category]! - Number(category === truth)) / rows.length;
        gradient[categories * size + category]! += error;
        const from = category * size;
        for (let i = 0; i < size; i++) gradient[from + i]! += error * row[i]!;
      }
    }
    let squares = 0;
    for (let i = 0; i < categories * size; i++) {
      squares += point[i]! * point[i]!;
      gradient[i]! += (penalty / rows.length) * point[i]!;
    }
    return (loss + (penalty / 2) * squares) / rows.length;
  };

  const point = await minimise(evaluate, pack(start, mean, categories), { tolerance, maxSteps: 1000 });
  return unpack(point, mean, categories);
}

function product(point: Float64Array, from: number, row: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += point[from + i]! * row[i]!;
  return sum;
}

function pack(start: Scorer | undefined, mean: Float64Array, categories: number): Float64Array {
  const point = new Float64Array(categories * (mean.length + 1));
  start?.weights.forEach((weights, category) => {
    point.set(weights, category * mean.length);
    point[categories * mean.length + category] = start.biases[category]! + product(weights, 0, mean);
  });
  return point;
}

function unpack(point: Float64Array, mean: Float64Array, categories: number): Scorer {
  const weights = Array.from({ length: categories }, (_, category) =>
    point.slice(category * mean.length, (category + 1) * mean.length),
  );
  const biases = Float64Array.from(
    weights,
    (row, category) => point[categories * mean.length + category]! - product(row, 0, mean),
  );
  return { weights, biases };
}

/** `weights · vector + biases`. */
export function scoresOf({ weights, biases }: Scorer, vector: ArrayLike<number>): Float64Array {
  return Float64Array.from(weights, (row, category) => biases[category]! + product(row, 0, vector));
}
