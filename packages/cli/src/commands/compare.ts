import { invalidOption } from '@imgsearch/core';
import { compareRuns, type QueryMetric, queryMetrics } from '@imgsearch/core/evaluation';
import type { Command } from 'commander';
import { comparisonText, type NamedComparison } from '../report/comparison-text.ts';
import { readEvaluationFile } from '../result-file.ts';

/** `imgsearch eval compare A B`: the same queries under two models, two settings, or on two days. */
export function addCompareCommand(evaluation: Command): void {
  evaluation
    .command('compare')
    .summary('whether one result is better than another by more than noise')
    .description(
      'Compares two results of the same queries, paired: the difference, its 95 % interval, and how often chance alone would do as much.',
    )
    .argument('<A>', 'made by eval --json')
    .argument('<B>', 'made by eval --json')
    .option('--json', 'the comparison as JSON')
    .action((a: string, b: string, options: { readonly json?: true }) => {
      const [first, second] = [readEvaluationFile(a), readEvaluationFile(b)];
      const comparisons: NamedComparison[] = first.runs.flatMap((run) => {
        const twin = second.runs.find(({ mode }) => mode === run.mode);
        if (twin === undefined) return [];
        return (Object.keys(queryMetrics) as QueryMetric[]).map((metric) => ({
          mode: run.mode,
          metric,
          ...compareRuns(run, twin, metric),
        }));
      });
      if (!comparisons.some(({ queries }) => queries > 0))
        throw invalidOption(
          'B',
          `results of the queries and modes of ${a}`,
          b,
          'Evaluate the same data both times.',
        );
      process.stdout.write(
        options.json ? `${JSON.stringify(comparisons, null, 2)}\n` : comparisonText(comparisons),
      );
    });
}
