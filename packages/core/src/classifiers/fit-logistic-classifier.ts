import { checkKeys, checkNumber, checkString } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Embedder } from '../spec/embedder.ts';
import { checkEmbedder } from './check-embedder.ts';
import { checkExamples } from './check-examples.ts';
import { type Breather, createBreather } from './create-breather.ts';
import { createLinearClassifier, type LinearClassifier } from './create-linear-classifier.ts';
import { fitLogistic } from './fit-logistic.ts';
import { type FittedTemperature, fitTemperature, type ScoredExample } from './fit-temperature.ts';
import { type HeldOutSplit, holdOut } from './hold-out.ts';
import type { LabelledVector } from './labelled-vector.ts';
import { makeHead } from './make-head.ts';
import { type Scorer, scoresOf } from './scorer.ts';

export interface LogisticClassifierOptions {
  readonly examples: readonly LabelledVector[];
  /** The one that made the vectors. */
  readonly embedder: Pick<Embedder, 'info'>;
  /** Examples apart from the others, to choose penalty and temperature by. Default: parts of `examples`, in turn. */
  readonly calibration?: readonly LabelledVector[] | undefined;
  /**
   * Above 0, of half the squared weights against the summed log losses (scikit-learn's `1 / C`). Default: of 3, 1, 0.3
   * and so on down to 0.001 the first whose held-out log loss the next one does not better.
   */
  readonly penalty?: number | undefined;
  /** Default `logistic-classifier`. */
  readonly id?: string | undefined;
}

const FOLDS = 5;
const PENALTIES = [3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001];
/** Where nothing can be held out. */
const UNTRIED = 1;
/** The choice among penalties needs less than the weights that are kept. */
const TOLERANCE = { tried: 1e-4, kept: 1e-5 };

/**
 * Fits a multinomial logistic regression on labelled vectors: better than centroids from some ten pictures a category.
 * Seconds for a thousand; the event loop has its turns meanwhile. Deterministic.
 *
 * Examples of `other` make a category that is not reported: the probabilities then sum to less than 1.
 * @throws ImageSearchError INVALID_OPTIONS, also for examples of one category alone; ABORTED
 * @example
 * const { examples } = await embedExamples(pipeline, [{ source: photo, category: 'mug' }]);
 * const classifier = await fitLogisticClassifier({ examples, embedder });
 * const saved = JSON.stringify(classifier);
 */
export async function fitLogisticClassifier(
  options: LogisticClassifierOptions,
  { signal }: Pick<CallOptions, 'signal'> = {},
): Promise<LinearClassifier> {
  checkKeys('options', options, ['examples', 'embedder', 'calibration', 'penalty', 'id']);
  const { embedder, calibration, id = 'logistic-classifier' } = options;
  checkString('id', id);
  const { dimensions } = checkEmbedder(embedder).info;
  const { categories, examples } = checkExamples('examples', options.examples, dimensions);
  const penalties =
    options.penalty === undefined
      ? PENALTIES
      : [checkNumber('penalty', options.penalty, { min: 1e-6, max: 1e6 })];
  const splits = calibration
    ? [
        {
          fitted: examples,
          heldOut: checkExamples('calibration', calibration, dimensions, categories).examples,
        },
      ]
    : holdOut(examples, FOLDS);
  const breathe = createBreather(signal);
  const { penalty, temperature } = await choose(splits, penalties, categories.length, breathe);
  const scorer = await fitLogistic(examples, {
    categories: categories.length,
    penalty,
    breathe,
    tolerance: TOLERANCE.kept,
  });
  const head = makeHead({ id, embedder, categories, scorer, temperature });
  return createLinearClassifier({ head, embedder });
}

interface Choice {
  readonly penalty: number;
  readonly temperature: FittedTemperature | number;
}

/** From strong to weak, until the held-out log loss, at its own best temperature, falls no more. */
async function choose(
  splits: readonly HeldOutSplit[],
  penalties: readonly number[],
  categories: number,
  breathe: Breather,
): Promise<Choice> {
  let best: Choice = { penalty: penalties.length === 1 ? penalties[0]! : UNTRIED, temperature: UNTRIED };
  if (splits.length === 0) return best;
  const scorers: Scorer[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  for (const penalty of penalties) {
    const scored: ScoredExample[] = [];
    for (const [at, { fitted, heldOut }] of splits.entries()) {
      // Each begins where the stronger penalty ended.
      const start = scorers[at];
      const scorer = await fitLogistic(fitted, {
        categories,
        penalty,
        start,
        breathe,
        tolerance: TOLERANCE.tried,
      });
      scorers[at] = scorer;
      for (const { vector, category } of heldOut)
        scored.push({ scores: scoresOf(scorer, vector), truth: category });
    }
    const temperature = fitTemperature(scored);
    if (temperature.figures.logLoss >= lowest) break;
    lowest = temperature.figures.logLoss;
    best = { penalty, temperature };
  }
  return best;
}
