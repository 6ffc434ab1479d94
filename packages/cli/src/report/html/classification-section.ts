import type { ClassificationFigures } from '@imgsearch/core/evaluation';
import { interval, percent } from '../numbers.ts';
import { reliabilityDiagram } from './charts.ts';
import { escapeHtml } from './escape-html.ts';

export function classificationSection(judged: ClassificationFigures | undefined): string {
  if (judged === undefined) return '';
  const { threshold, accuracy, expectedCalibrationError, reliability } = judged;
  const other =
    threshold.otherFound === undefined
      ? ''
      : ` Of pictures that no leaf fits, ${percent(threshold.otherFound)} % are called other.`;
  return `<section><h2>Is the category right?</h2>
<p>The likeliest leaf is right for <strong>${interval(accuracy)} %</strong> of ${judged.queries} queries; confidence and truth are ${percent(expectedCalibrationError)} points apart (expected calibration error).</p>
<p>Below ${threshold.threshold} the answer is “other”. ${percent(threshold.confident)} % get a leaf, and ${percent(threshold.accuracyWhenConfident)} % of those the right one. That avoids ${percent(threshold.wrongAvoided)} % of the wrong answers, and loses ${percent(threshold.rightLost)} % of the right ones.${other}</p>
<p class="soft">Accuracy by confidence. Dark bars hold many queries; red: the threshold.</p>${reliabilityDiagram(reliability, threshold.threshold)}
<br><p class="soft">What (rows) was called what (columns), per cent of the row.</p><div class="scroll">${confusionTable(judged)}</div></section>`;
}

function confusionTable({ confusion }: ClassificationFigures): string {
  const rows = Object.keys(confusion).sort();
  const columns = [...new Set(Object.values(confusion).flatMap((row) => Object.keys(row)))].sort();
  const body = rows.map((truth) => {
    const counts = confusion[truth] ?? {};
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const cells = columns.map((answer) => {
      const share = (counts[answer] ?? 0) / Math.max(1, total);
      const color = truth === answer ? 'var(--right)' : 'var(--wrong)';
      const shade =
        share === 0
          ? ''
          : ` style="background:color-mix(in srgb, ${color} ${Math.round(8 + 48 * share)}%, transparent)"`;
      return `<td${shade} title="${counts[answer] ?? 0} of ${total}">${share === 0 ? '' : Math.round(100 * share)}</td>`;
    });
    return `<tr><td>${escapeHtml(truth)}</td>${cells.join('')}</tr>`;
  });
  return `<table class="confusion"><tr><th></th>${columns.map((name) => `<th>${escapeHtml(name)}</th>`).join('')}</tr>${body.join('')}</table>`;
}
