import { matchProbability } from '../calibration/match-probability.ts';
import { checkKeys, checkNumber, invalidOption } from '../options/check.ts';
import type { Calibration, CalibrationFigures } from '../spec/search.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import { expectedCalibrationError, type Prediction, reliabilityBins } from './calibration.ts';
import type { EvaluationRun } from './evaluation.ts';
import { type FirstMatch, fitPlatt } from './fit-platt.ts';

export interface CalibrationOptions {
  /** Least probability that is called confident. Default 0.5. */
  readonly threshold?: number | undefined;
  /** Parts of the cross-validation. Default 5. */
  readonly folds?: number | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
}

interface Sample extends FirstMatch {
  readonly group: string;
}

const LEAST_QUERIES = 20;

/**
 * Fits how likely a search's first match is right, by its similarity and by its lead over the second, to the answers of
 * an evaluation. The figures are of queries that the model had not seen: groups are dealt into folds, and each fold is
 * predicted by a fit on the others; the model itself is fitted on all. Queries that failed or found nothing are left out.
 * Evaluate with `strangers`, queries for what the catalogue does not have: they teach it what is no match.
 *
 * It holds for the catalogue, the mode and the narrowing that were evaluated: in a catalogue ten times as large the
 * second match is nearer, so fit it on one like the one that is searched.
 * @throws ImageSearchError INVALID_OPTIONS for fewer than 20 queries, only right or only wrong ones, or a run without
 *   a fingerprint
 * @example
 * const labelled = [
 *   { id: '1', source: photo, label: 'mug', split: 'query' as const },
 *   { id: '2', source: bytes, label: 'mug', split: 'catalogue' as const },
 * ];
 * const [run] = await evaluate(labelled, {
 *   createPipeline: () => createImageSearchPipeline({ imageProcessor, embedder, store: createMemoryStore() }),
 *   modes: ['auto'],
 *   strangers: true,
 * });
 * const calibration = fitCalibration(run!, { threshold: 0.6 });
 */
export function fitCalibration(run: EvaluationRun, options: CalibrationOptions = {}): Calibration {
  checkKeys('options', options, ['threshold', 'folds', 'seed']);
  const threshold = checkNumber('threshold', options.threshold, { min: 0, max: 1, fallback: 0.5 });
  const folds = checkNumber('folds', options.folds, { min: 2, max: 100, integer: true, fallback: 5 });
  const seed = checkNumber('seed', options.seed, { min: 0, integer: true, fallback: 1 });
  if (run.fingerprint === undefined)
    throw invalidOption(
      'run',
      'a run of `evaluate` with its fingerprint',
      run,
      'Evaluate again: older results have none.',
    );
  const samples = samplesOf(run);
  const rights = samples.filter(({ right }) => right).length;
  if (samples.length < LEAST_QUERIES || rights === 0 || rights === samples.length)
    throw invalidOption(
      'run',
      `at least ${LEAST_QUERIES} answered queries, some right and some wrong`,
      `${samples.length} of which ${rights} right`,
      'Evaluate more queries; if all are right, add some whose product is not in the catalogue, and set `strangers`.',
    );
  const { intercept, similarity, lead } = fitPlatt(samples);
  return {
    format: 'imgsearch-calibration-1',
    space: run.fingerprint.space,
    intercept,
    similarity,
    lead,
    threshold,
    figures: figuresOf(crossValidate(samples, folds, seed), threshold),
  };
}

function samplesOf({ queries, strangers = [] }: EvaluationRun): Sample[] {
  return [...queries, ...strangers].flatMap(({ answers: [first, second], group }) =>
    first
      ? [
          {
            group,
            right: first.right,
            similarity: first.similarity,
            lead: first.similarity - (second?.similarity ?? Math.min(first.similarity, 0)),
          },
        ]
      : [],
  );
}

/** Every sample as a fit on the other folds predicts it; a group is in one fold. */
function crossValidate(samples: readonly Sample[], folds: number, seed: number): Prediction[] {
  const random = seededRandom(seed);
  const order = [...new Set(samples.map(({ group }) => group))]
    .map((group) => ({ group, at: random() }))
    .sort((a, b) => a.at - b.at);
  const foldOf = new Map(order.map(({ group }, at) => [group, at % folds]));
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const inside = samples.filter(({ group }) => foldOf.get(group) === fold);
    if (inside.length === 0) return [];
    const model = fitPlatt(samples.filter(({ group }) => foldOf.get(group) !== fold));
    return inside.map((sample) => ({ confidence: matchProbability(model, sample), right: sample.right }));
  });
}

function figuresOf(predictions: readonly Prediction[], threshold: number): CalibrationFigures {
  const share = (part: readonly Prediction[], of: readonly Prediction[]): number =>
    of.length === 0 ? 0 : part.length / of.length;
  const right = predictions.filter((each) => each.right);
  const wrong = predictions.filter((each) => !each.right);
  const isConfident = ({ confidence }: Prediction): boolean => confidence >= threshold;
  const confident = predictions.filter(isConfident);
  return {
    queries: predictions.length,
    right: share(right, predictions),
    expectedCalibrationError: expectedCalibrationError(reliabilityBins(predictions)),
    brierScore:
      predictions.reduce((sum, each) => sum + (each.confidence - Number(each.right)) ** 2, 0) /
      predictions.length,
    confident: share(confident, predictions),
    rightWhenConfident: share(
      confident.filter((each) => each.right),
      confident,
    ),
    wrongAvoided: 1 - share(wrong.filter(isConfident), wrong),
    rightLost: 1 - share(right.filter(isConfident), right),
  };
}
