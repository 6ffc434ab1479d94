import {
  compareRuns,
  type EvaluationRun,
  type QueryMetric,
  type QueryOutcome,
  type RunComparison,
  summariseRun,
} from '@imgsearch/core/evaluation';
import type { ComparedAnswer, ComparedQuery } from '@imgsearch/core/migration';
import type { OwnQuery } from './read-queries.ts';

type LabelledMetric = Extract<QueryMetric, 'recallAt1' | 'recallAt5' | 'recallAt10'>;
const METRICS: readonly LabelledMetric[] = ['recallAt1', 'recallAt5', 'recallAt10'];

export interface LabelledFigure {
  readonly metric: LabelledMetric;
  /** Shares from 0 to 1. */
  readonly from: number;
  readonly to: number;
  readonly comparison: RunComparison;
}

/** How often the right product was found, before and after, over the queries whose right product is known. */
export function labelledFigures(
  queries: readonly ComparedQuery[],
  own: readonly OwnQuery[],
): LabelledFigure[] {
  const right = new Map(
    own.flatMap(({ id, right: product }) => (product === undefined ? [] : [[id, product]])),
  );
  const labelled = queries.filter(({ id }) => right.has(id));
  if (labelled.length === 0) return [];
  const runOf = (side: 'from' | 'to'): EvaluationRun => ({
    mode: 'auto',
    catalogue: { indexed: 0, failed: [] },
    queries: labelled.map((query) => outcome(query.id, right.get(query.id)!, query[side], query.time[side])),
  });
  const [before, after] = [runOf('from'), runOf('to')];
  const [first, second] = [summariseRun(before).overall, summariseRun(after).overall];
  return METRICS.map((metric) => ({
    metric,
    from: first[metric].value,
    to: second[metric].value,
    comparison: compareRuns(before, after, metric),
  }));
}

const outcome = (
  id: string,
  right: string,
  answers: readonly ComparedAnswer[],
  total: number,
): QueryOutcome => ({
  ...{ id, label: right, productId: right, group: right, relevant: 1, timings: { total } },
  answers: answers.map(({ productId, similarity }) => ({
    ...{ id: productId, label: productId, similarity, right: productId === right },
  })),
  background: { removed: false },
});
