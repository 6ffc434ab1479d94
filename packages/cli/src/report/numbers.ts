import type { Estimate, RunComparison, RunFigures } from '@imgsearch/core/evaluation';

/** `71.2`, of a share from 0 to 1. */
export const percent = (share: number): string => (100 * share).toFixed(1);
/** `71.2 (68.9 to 73.4)`. */
export const interval = ({ value, low, high }: Estimate): string =>
  `${percent(value)} (${percent(low)} to ${percent(high)})`;
/** `+1.2 (-0.3 to 2.6)`, of a difference in points. */
export const points = (difference: Estimate): string =>
  `${difference.value > 0 ? '+' : ''}${interval(difference)}`;

/** `p = 0.021`; a chance below a thousandth is not called none. */
export const chance = ({ pValue }: Pick<RunComparison, 'pValue'>): string =>
  pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(3)}`;

export const metricNames = {
  recallAt1: 'recall@1',
  recallAt5: 'recall@5',
  recallAt10: 'recall@10',
  meanAveragePrecisionAt10: 'mAP@10',
  top5Accuracy: 'top-5 accuracy',
} as const;
export type MetricName = keyof typeof metricNames;
export const metrics = Object.keys(metricNames) as MetricName[];

/** Steps of all runs, in the order in which a photo takes them. */
export function stepsOf(figures: readonly RunFigures[]): string[] {
  const longest = [...figures].sort(
    (a, b) => Object.keys(b.timings).length - Object.keys(a.timings).length,
  )[0];
  return Object.keys(longest?.timings ?? {});
}

/** A comparison in words. Interval and test may differ where few groups do: the test, which is exact, decides. */
export function verdict({ beyondNoise, difference }: RunComparison): string {
  if (beyondNoise) return 'more than noise';
  const clear = difference.low > 0 || difference.high < 0;
  return clear ? 'within noise, for too few groups differ at all' : 'within noise';
}
