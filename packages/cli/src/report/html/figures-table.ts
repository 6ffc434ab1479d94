import type { Estimate } from '@imgsearch/core/evaluation';
import { modeNames } from '../../progress.ts';
import type { EvaluationFile } from '../../result-file.ts';
import { chance, metricNames, metrics, percent, points, stepsOf, verdict } from '../numbers.ts';
import { escapeHtml } from './escape-html.ts';

/** Value, interval, and both as a bar from 0 to 1. */
function cell({ value, low, high }: Estimate): string {
  const place = (share: number): string => `${(100 * share).toFixed(1)}%`;
  return `<td>${percent(value)} <small>${percent(low)}–${percent(high)}</small><span class="bar"><i style="width:${place(value)}"></i><b style="left:${place(low)};width:${place(high - low)}"></b></span></td>`;
}

/** The table that people came for. */
export function figuresTable({ figures, againstOff }: EvaluationFile): string {
  const rows = figures.map(
    ({ mode, overall, background }) =>
      `<tr><td>${modeNames[mode]}</td>${metrics.map((metric) => cell(overall[metric])).join('')}<td>${percent(background.removed)}</td></tr>`,
  );
  const verdicts = figures.flatMap(({ mode }) => {
    const comparison = againstOff[mode];
    if (comparison === undefined) return [];
    return `<p>Background removal <strong>${modeNames[mode]}</strong> against off: <strong>${points(comparison.difference)}</strong> points of top-5 accuracy, ${verdict(comparison)} (${escapeHtml(chance(comparison))}).</p>`;
  });
  return `<section><h2>Are the right products found?</h2>
<p class="soft">Per cent of ${figures[0]?.overall.queries ?? 0} queries, with 95 % intervals. Recall@k: a right answer among the first k. Top-5 accuracy: any of the first five has the query's label.</p>
<div class="scroll"><table><tr><th>background removal</th>${metrics.map((metric) => `<th>${metricNames[metric]}</th>`).join('')}<th>removed</th></tr>${rows.join('')}</table></div>
<br>${verdicts.join('')}</section>`;
}

/** Top-5 accuracy by category and mode, the weakest first. */
export function categoryTable({ figures }: EvaluationFile): string {
  const last = figures.at(-1);
  const names = Object.keys(last?.byCategory ?? {});
  if (last === undefined || names.length < 2) return '';
  const accuracy = (name: string): number => last.byCategory[name]?.top5Accuracy.value ?? 0;
  names.sort((a, b) => accuracy(a) - accuracy(b));
  const rows = names.map(
    (name) =>
      `<tr><td>${escapeHtml(name)}</td>${figures.map(({ byCategory }) => (byCategory[name] ? cell(byCategory[name].top5Accuracy) : '<td></td>')).join('')}<td>${last.byCategory[name]?.queries}</td></tr>`,
  );
  return `<section><h2>Top-5 accuracy by category, the weakest first</h2><div class="scroll"><table><tr><th></th>${figures.map(({ mode }) => `<th>${modeNames[mode]}</th>`).join('')}<th>queries</th></tr>${rows.join('')}</table></div></section>`;
}

/** Milliseconds a query by step. */
export function timesTable({ figures }: EvaluationFile): string {
  const steps = stepsOf(figures);
  const rows = figures.map(
    ({ mode, timings }) =>
      `<tr><td>${modeNames[mode]}</td>${steps.map((step) => `<td>${timings[step] ? `${timings[step].p50.toFixed(1)} <small>${timings[step].p95.toFixed(1)}</small>` : ''}</td>`).join('')}</tr>`,
  );
  return `<section><h2>Milliseconds a query, by step</h2><p class="soft">Median, and the 95th percentile small; queries run beside each other, and waiting is included.</p><div class="scroll"><table><tr><th>background removal</th>${steps.map((step) => `<th>${escapeHtml(step)}</th>`).join('')}</tr>${rows.join('')}</table></div></section>`;
}
