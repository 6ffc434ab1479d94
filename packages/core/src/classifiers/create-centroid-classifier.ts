import { checkKeys, checkString } from '../options/check.ts';
import type { Embedder } from '../spec/embedder.ts';
import { checkEmbedder } from './check-embedder.ts';
import { checkExamples, type Example } from './check-examples.ts';
import { createLinearClassifier, type LinearClassifier } from './create-linear-classifier.ts';
import { fitTemperature } from './fit-temperature.ts';
import { holdOut } from './hold-out.ts';
import type { LabelledVector } from './labelled-vector.ts';
import { makeHead } from './make-head.ts';
import { normalisedMeans } from './normalised-means.ts';
import { type Scorer, scoresOf } from './scorer.ts';

export interface CentroidClassifierOptions {
  readonly examples: readonly LabelledVector[];
  /** The one that made the vectors. */
  readonly embedder: Pick<Embedder, 'info'>;
  /** Examples apart from the others, to choose the temperature by. Default: parts of `examples`, in turn. */
  readonly calibration?: readonly LabelledVector[] | undefined;
  /** Default `centroid-classifier`. */
  readonly id?: string | undefined;
}

const FOLDS = 20;
/** Where nothing can be held out: rather too unsure, for a wrong category hides what `other` would have found. */
const GUESS = 0.3;

/**
 * Tells categories by the nearest centroid: a few labelled pictures each are enough, one is the least. Every category's
 * vectors are averaged and brought to unit length; the cosines, divided by the temperature, go through a softmax
 * (Snell et al. 2017, with cosines). Milliseconds.
 *
 * Examples of `other` make a centroid that is not reported: the probabilities then sum to less than 1.
 * @throws ImageSearchError INVALID_OPTIONS, also for examples of one category alone
 * @example
 * const { examples } = await embedExamples(pipeline, [{ source: photo, category: 'mug' }]);
 * const classifier = createCentroidClassifier({ examples, embedder });
 * const saved = JSON.stringify(classifier);
 */
export function createCentroidClassifier(options: CentroidClassifierOptions): LinearClassifier {
  checkKeys('options', options, ['examples', 'embedder', 'calibration', 'id']);
  const { embedder, calibration, id = 'centroid-classifier' } = options;
  checkString('id', id);
  const { dimensions } = checkEmbedder(embedder).info;
  const { categories, examples } = checkExamples('examples', options.examples, dimensions);
  const fit = (fitted: readonly Example[]): Scorer => ({
    weights: normalisedMeans(fitted, categories.length),
    biases: new Float64Array(categories.length),
  });
  const splits = calibration
    ? [
        {
          fitted: examples,
          heldOut: checkExamples('calibration', calibration, dimensions, categories).examples,
        },
      ]
    : holdOut(examples, FOLDS);
  const scored = splits.flatMap(({ fitted, heldOut }) => {
    const scorer = fit(fitted);
    return heldOut.map(({ vector, category }) => ({ scores: scoresOf(scorer, vector), truth: category }));
  });
  const temperature = scored.length === 0 ? GUESS : fitTemperature(scored);
  const head = makeHead({ id, embedder, categories, scorer: fit(examples), temperature });
  return createLinearClassifier({ head, embedder });
}
