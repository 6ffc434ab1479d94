import type { Resampling } from '../statistics/bootstrap.ts';
import { comparePairs } from '../statistics/compare-pairs.ts';
import type { EvaluationRun, QueryOutcome, RunComparison } from './evaluation.ts';
import { averagePrecisionAt, recallAt } from './ranking-metrics.ts';
import { top5Right } from './top-5-right.ts';

/** What a query can be measured by. */
export type QueryMetric =
  | 'recallAt1'
  | 'recallAt5'
  | 'recallAt10'
  | 'meanAveragePrecisionAt10'
  | 'top5Accuracy';

/** Each from 0 to 1. */
export const queryMetrics: Readonly<Record<QueryMetric, (query: QueryOutcome) => number>> = {
  recallAt1: (query) => recallAt(rightOf(query), 1),
  recallAt5: (query) => recallAt(rightOf(query), 5),
  recallAt10: (query) => recallAt(rightOf(query), 10),
  meanAveragePrecisionAt10: (query) => averagePrecisionAt(rightOf(query), query.relevant, 10),
  top5Accuracy: top5Right,
};

const rightOf = (query: QueryOutcome): boolean[] => query.answers.map(({ right }) => right);

/**
 * Whether the second run is better than the first by more than noise, paired by query. Queries that only one of them
 * has are left out.
 */
export function compareRuns(
  first: EvaluationRun,
  second: EvaluationRun,
  metric: QueryMetric = 'top5Accuracy',
  resampling: Resampling = {},
): RunComparison {
  const before = new Map(first.queries.map((query) => [query.id, query]));
  const measure = queryMetrics[metric];
  const differences: number[] = [];
  const groups: string[] = [];
  for (const query of second.queries) {
    const twin = before.get(query.id);
    if (twin === undefined) continue;
    differences.push(measure(query) - measure(twin));
    groups.push(query.group);
  }
  return comparePairs(differences, groups, resampling);
}
