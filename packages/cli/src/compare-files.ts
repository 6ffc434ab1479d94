import { compareRuns, type QueryMetric, queryMetrics } from '@imgsearch/core/evaluation';
import type { NamedComparison } from './report/comparison-text.ts';
import type { EvaluationFile } from './result-file.ts';

/** Every figure of every mode that both have, the second less the first. */
export function compareFiles(first: EvaluationFile, second: EvaluationFile): NamedComparison[] {
  return first.runs.flatMap((run) => {
    const twin = second.runs.find(({ mode }) => mode === run.mode);
    if (twin === undefined) return [];
    return (Object.keys(queryMetrics) as QueryMetric[]).map((metric) => ({
      mode: run.mode,
      metric,
      ...compareRuns(run, twin, metric),
    }));
  });
}
