import type { BackgroundRemoval } from '@imgsearch/core';
import type { RunComparison } from '@imgsearch/core/evaluation';
import { modeNames } from '../progress.ts';
import { chance, type MetricName, metricNames, points, verdict } from './numbers.ts';
import { createTable } from './table.ts';

export interface NamedComparison extends RunComparison {
  readonly mode: BackgroundRemoval;
  readonly metric: MetricName;
}

export function comparisonText(comparisons: readonly NamedComparison[]): string {
  const table = createTable(['background', 'figure', 'B minus A, points (95 %)', 'by chance', 'queries', '']);
  for (const comparison of comparisons) {
    const { mode, metric, difference, queries, beyondNoise } = comparison;
    const better = difference.value > 0 ? 'B is better' : 'A is better';
    table.push([
      modeNames[mode],
      metricNames[metric],
      points(difference),
      chance(comparison),
      queries,
      beyondNoise ? better : verdict(comparison),
    ]);
  }
  return `${table.toString()}\n`;
}
