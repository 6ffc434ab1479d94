import type { Example } from './check-examples.ts';
import type { Breather } from './create-breather.ts';
import { createPreconditioner } from './create-preconditioner.ts';
import { createFittingFrame } from './fitting-frame.ts';
import { logisticLoss } from './logistic-loss.ts';
import { minimise } from './minimise.ts';
import type { Scorer } from './scorer.ts';

export interface LogisticOptions {
  readonly categories: number;
  /** Of half the squared weights against the summed log losses; biases go free. scikit-learn's `1 / C`. */
  readonly penalty: number;
  /** Where to begin: what the same examples gave at a neighbouring penalty. */
  readonly start?: Scorer | undefined;
  readonly breathe: Breather;
  /** On the gradient of the mean loss. */
  readonly tolerance: number;
}

/** Multinomial logistic regression with an L2 penalty: there is one minimum. */
export async function fitLogistic(examples: readonly Example[], options: LogisticOptions): Promise<Scorer> {
  const { categories, penalty, start, breathe, tolerance } = options;
  const frame = await createFittingFrame(
    examples.map(({ vector }) => vector),
    breathe,
  );
  const { rows } = frame;
  const size = rows[0]!.length;
  const loss = logisticLoss(
    rows,
    examples.map(({ category }) => category),
    { categories, penalty, breathe },
  );
  // A third of what the first step meets: later ones are surer, and so less curved.
  const share = (categories - 1) / (3 * categories ** 2);
  const solve = await createPreconditioner(rows, share, penalty / rows.length, breathe);
  const precondition = (direction: Float64Array): void => {
    for (let category = 0; category < categories; category++) {
      solve(direction, category * size);
      direction[categories * size + category]! /= share;
    }
  };
  const from = start ? frame.enter(start) : new Float64Array(categories * (size + 1));
  return frame.leave(await minimise(loss, from, { tolerance, maxSteps: 1000, precondition }));
}
