import type { RunFigures } from '@imgsearch/core/evaluation';
import { modeNames } from '../progress.ts';
import type { EvaluationFile } from '../result-file.ts';
import { chance, interval, metricNames, metrics, percent, points, stepsOf, verdict } from './numbers.ts';
import { createTable } from './table.ts';

/** What `imgsearch eval` says in the terminal. */
export function evaluationText(file: EvaluationFile): string {
  const parts = [
    overall(file),
    verdicts(file),
    byCategory(file),
    classification(file),
    times(file),
    plain(file),
    failures(file),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function overall({ figures }: EvaluationFile): string {
  const table = createTable([
    'background',
    ...metrics.map((metric) => `${metricNames[metric]}, %`),
    'removed, %',
    'queries',
  ]);
  for (const { mode, overall: shares, background } of figures)
    table.push([
      modeNames[mode],
      ...metrics.map((metric) => interval(shares[metric])),
      percent(background.removed),
      shares.queries,
    ]);
  return table.toString();
}

function verdicts({ againstOff }: EvaluationFile): string {
  return Object.entries(againstOff)
    .map(
      ([mode, comparison]) =>
        `Background ${modeNames[mode as RunFigures['mode']]} against off: ${points(comparison.difference)} points of top-5 accuracy, ${verdict(comparison)}.`,
    )
    .join('\n');
}

function byCategory({ figures }: EvaluationFile): string {
  const names = Object.keys(figures[0]?.byCategory ?? {});
  if (names.length < 2 || names.length > 40) return '';
  const table = createTable(['top-5 accuracy, %', ...figures.map(({ mode }) => modeNames[mode]), 'queries']);
  for (const name of names)
    table.push([
      name,
      ...figures.map((run) => percent(run.byCategory[name]?.top5Accuracy.value ?? 0)),
      figures[0]?.byCategory[name]?.queries ?? 0,
    ]);
  return table.toString();
}

function classification({ figures }: EvaluationFile): string {
  return figures
    .flatMap(({ mode, classification: judged }) => {
      if (judged === undefined) return [];
      const { threshold } = judged;
      const other =
        threshold.otherFound === undefined
          ? ''
          : ` Of what has no leaf, ${percent(threshold.otherFound)} % is called other.`;
      return `Category, background ${modeNames[mode]}: ${interval(judged.accuracy)} % right, calibration error ${percent(judged.expectedCalibrationError)} points. From ${threshold.threshold} on ${percent(threshold.confident)} % get a leaf, ${percent(threshold.accuracyWhenConfident)} % of them the right one: ${percent(threshold.wrongAvoided)} % of the wrong answers are avoided for ${percent(threshold.rightLost)} % of the right ones.${other}`;
    })
    .join('\n');
}

function times({ figures }: EvaluationFile): string {
  const steps = stepsOf(figures);
  const table = createTable(['ms a query, p50 / p95', ...steps]);
  for (const { mode, timings } of figures)
    table.push([
      modeNames[mode],
      ...steps.map((step) => {
        const time = timings[step];
        return time === undefined ? '-' : `${time.p50.toFixed(1)} / ${time.p95.toFixed(1)}`;
      }),
    ]);
  return table.toString();
}

/** What several models or views gain over the plain pipeline, and cost. */
function plain({ againstPlain }: EvaluationFile): string {
  if (againstPlain === undefined) return '';
  const { models, comparisons, cost } = againstPlain;
  const table = createTable(['against the plain pipeline', 'gain, points (95 %)', 'by chance', '']);
  for (const comparison of comparisons)
    table.push([
      `${metricNames[comparison.metric]}, background ${modeNames[comparison.mode]}`,
      points(comparison.difference),
      chance(comparison),
      verdict(comparison),
    ]);
  const times = (ratio: number | undefined): string =>
    ratio === undefined ? '-' : `${ratio.toFixed(1)} times`;
  const costs = cost.map(
    ({ mode, embed, search, total }) =>
      `Cost, background ${modeNames[mode]}: embedding takes ${times(embed)} as long, the store ${times(search)}, a query in all ${times(total)}.`,
  );
  const [{ id = '' } = {}] = [models.embedding];
  return `Plain: ${id} alone, one look a picture, products by their nearest picture.\n${table.toString()}\n${costs.join('\n')}`;
}

function failures({ runs }: EvaluationFile): string {
  const lines = new Set<string>();
  for (const { queries, catalogue } of runs) {
    for (const { id, error } of catalogue.failed) lines.add(`not indexed: ${id}: ${error}`);
    for (const { id, error } of queries) if (error !== undefined) lines.add(`not searched: ${id}: ${error}`);
  }
  const shown = [...lines].slice(0, 10);
  if (lines.size > shown.length) shown.push(`and ${lines.size - shown.length} more, all in --json`);
  return shown.join('\n');
}
