import { bootstrapMean, groupSums, type Resampling } from './bootstrap.ts';
import type { EvaluationRun, QueryOutcome, RunComparison } from './evaluation.ts';
import { averagePrecisionAt, recallAt } from './ranking-metrics.ts';
import { seededRandom } from './seeded-random.ts';
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
  const pValue = signFlip(differences, groups, resampling);
  return {
    queries: differences.length,
    difference: bootstrapMean(differences, groups, resampling),
    pValue,
    beyondNoise: pValue < 0.05,
  };
}

/**
 * Permutation test of a mean of 0: signs of whole groups are flipped at random, and the observed arrangement counts as
 * one of them (Good 2005; Phipson & Smyth 2010 for the one).
 */
export function signFlip(
  differences: readonly number[],
  groups: readonly string[],
  { samples = 2000, seed = 1 }: Resampling = {},
): number {
  const { sums } = groupSums(differences, groups);
  const observed = Math.abs(sums.reduce((total, sum) => total + sum, 0));
  const random = seededRandom(seed);
  let asFar = 1;
  for (let sample = 0; sample < samples; sample++) {
    let total = 0;
    for (const sum of sums) total += random() < 0.5 ? sum : -sum;
    if (Math.abs(total) >= observed - 1e-9) asFar++;
  }
  return asFar / (samples + 1);
}
