import { bootstrapMean, quantile, type Resampling } from '../statistics/bootstrap.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import { expectedCalibrationError, reliabilityBins } from './calibration.ts';
import { queryMetrics } from './compare-runs.ts';
import type {
  ClassificationFigures,
  Estimate,
  EvaluationRun,
  QueryOutcome,
  RetrievalFigures,
  RunFigures,
  ThresholdFigures,
} from './evaluation.ts';

export interface SummaryOptions extends Resampling {
  /** Below it a category is `other`. Default 0.7. */
  readonly threshold?: number | undefined;
}

/** Figures of one run. Pure: the same run gives the same figures. */
export function summariseRun(run: EvaluationRun, options: SummaryOptions = {}): RunFigures {
  const names = [...new Set(run.queries.map(categoryOf))].sort();
  const { queries } = run;
  return {
    mode: run.mode,
    overall: retrievalFigures(queries, options),
    byCategory: Object.fromEntries(
      names.map((name) => [
        name,
        retrievalFigures(
          queries.filter((query) => categoryOf(query) === name),
          options,
        ),
      ]),
    ),
    classification: classificationFigures(queries, options),
    timings: timingFigures(queries),
    background: {
      removed: share(queries, ({ background }) => background.removed),
      reasons: countBy(
        queries.flatMap(({ background }) => (background.reason === undefined ? [] : [background.reason])),
      ),
    },
    failedQueries: queries.filter(({ error }) => error !== undefined).length,
  };
}

const categoryOf = (query: QueryOutcome): string => query.category ?? query.label;
const share = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  items.length === 0 ? 0 : items.filter(holds).length / items.length;

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function retrievalFigures(queries: readonly QueryOutcome[], resampling: Resampling): RetrievalFigures {
  const groups = queries.map(({ group }) => group);
  const estimate = (metric: (query: QueryOutcome) => number): Estimate =>
    bootstrapMean(queries.map(metric), groups, resampling);
  return {
    queries: queries.length,
    recallAt1: estimate(queryMetrics.recallAt1),
    recallAt5: estimate(queryMetrics.recallAt5),
    recallAt10: estimate(queryMetrics.recallAt10),
    meanAveragePrecisionAt10: estimate(queryMetrics.meanAveragePrecisionAt10),
    top5Accuracy: estimate(queryMetrics.top5Accuracy),
  };
}

type Judged = QueryOutcome & Required<Pick<QueryOutcome, 'category' | 'predicted'>>;
const isRight = ({ category, predicted }: Judged): boolean => predicted?.category === category;

function classificationFigures(
  queries: readonly QueryOutcome[],
  options: SummaryOptions,
): ClassificationFigures | undefined {
  const threshold = options.threshold ?? 0.7;
  const judged = queries.filter(
    (query): query is Judged => query.category !== undefined && query.predicted !== undefined,
  );
  if (judged.length === 0) return undefined;
  const known = judged.filter(({ category }) => category !== OTHER_CATEGORY);
  const reliability = reliabilityBins(
    known.map((query) => ({ confidence: query.predicted?.probability ?? 0, right: isRight(query) })),
  );
  const confusion: Record<string, Record<string, number>> = {};
  for (const query of judged) {
    const truth = query.category ?? OTHER_CATEGORY;
    const row = confusion[truth] ?? {};
    confusion[truth] = row;
    const answer = decided(query, threshold);
    row[answer] = (row[answer] ?? 0) + 1;
  }
  return {
    queries: judged.length,
    accuracy: bootstrapMean(
      known.map((query) => Number(isRight(query))),
      known.map(({ group }) => group),
      options,
    ),
    expectedCalibrationError: expectedCalibrationError(reliability),
    reliability,
    threshold: thresholdFigures(judged, known, threshold),
    confusion,
  };
}

const decided = ({ predicted }: Judged, threshold: number): string =>
  predicted !== undefined && predicted.probability >= threshold ? predicted.category : OTHER_CATEGORY;

function thresholdFigures(
  judged: readonly Judged[],
  known: readonly Judged[],
  threshold: number,
): ThresholdFigures {
  const isOther = (query: Judged): boolean => decided(query, threshold) === OTHER_CATEGORY;
  const confident = known.filter((query) => !isOther(query));
  const strange = judged.filter(({ category }) => category === OTHER_CATEGORY);
  return {
    threshold,
    confident: share(known, (query) => !isOther(query)),
    accuracyWhenConfident: share(confident, isRight),
    wrongAvoided: share(
      known.filter((query) => !isRight(query)),
      isOther,
    ),
    rightLost: share(known.filter(isRight), isOther),
    ...(strange.length > 0 && { otherFound: share(strange, isOther) }),
  };
}

const STEPS = ['read', 'decode', 'segment', 'cutOut', 'embed', 'classify', 'search', 'total'] as const;

function timingFigures(queries: readonly QueryOutcome[]): RunFigures['timings'] {
  const seen = new Set(queries.flatMap(({ timings }) => Object.keys(timings)));
  const steps = STEPS.filter((step) => seen.has(step));
  return Object.fromEntries(
    steps.map((step) => {
      const values = queries.flatMap(({ timings }) => timings[step] ?? []).sort((a, b) => a - b);
      return [step, { p50: quantile(values, 0.5), p95: quantile(values, 0.95) }];
    }),
  );
}
