import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { resultsFolder } from '../lib/result.ts';
import { type Column, columnNames, gain, type MeasuredSet, rowFigures, rowNames } from './measure-set.ts';

const percent = (share: number): string => (100 * share).toFixed(1);

/** The original system's table (off -> on), on our data, as Markdown beside the figures. */
export async function writeQualityTable(measured: readonly MeasuredSet[]): Promise<void> {
  const head = `# Quality

Measured by \`npm run bench -- quality\` through the pipeline of \`npm start\`; model hashes and date in quality.json. Per cent,
with 95 % bootstrap intervals over products or senders. Gain: gated minus off, paired, in points.
`;
  await writeFile(path.join(resultsFolder, 'quality.md'), [head, ...measured.map(section)].join('\n'));
}

function section(one: MeasuredSet): string {
  const columns = Object.keys(columnNames).filter((name) => name in one.runs) as Column[];
  const rows = rowNames(one).map((row) => {
    const cells = columns.map((column) => {
      const { value, low, high } = rowFigures(one, column, row)!.overall.top5Accuracy;
      return `${percent(value)} (${percent(low)}–${percent(high)})`;
    });
    const { difference } = gain(one, row)!;
    const count = rowFigures(one, 'off', row)!.overall.queries;
    return `| ${row} | ${count} | ${cells.join(' | ')} | ${percent(difference.value)} (${percent(difference.low)} to ${percent(difference.high)}) |`;
  });
  return `## ${one.set.name}

${one.set.description}

| top-5 accuracy | queries | ${columns.map((column) => columnNames[column]).join(' | ')} | gain |
|---|---:|${columns.map(() => '---:|').join('')}---:|
${rows.join('\n')}

${overall(one, columns)}
`;
}

function overall(one: MeasuredSet, columns: readonly Column[]): string {
  const rows = columns.map((column) => {
    const { overall: shares, background } = rowFigures(one, column, 'overall')!;
    const cells = [shares.recallAt1, shares.recallAt5, shares.recallAt10, shares.meanAveragePrecisionAt10];
    return `| ${columnNames[column]} | ${cells.map(({ value }) => percent(value)).join(' | ')} | ${percent(background.removed)} |`;
  });
  const judged = rowFigures(one, 'auto', 'overall')?.classification;
  const category =
    judged === undefined
      ? ''
      : `\nCategory (gated): ${judged.accuracy.high === 0 ? '' : `${percent(judged.accuracy.value)} % right, calibration error ${percent(judged.expectedCalibrationError)} points; from 0.7 on ${percent(judged.threshold.confident)} % get a leaf, ${percent(judged.threshold.accuracyWhenConfident)} % of them the right one.`}${judged.threshold.otherFound === undefined ? '' : ` Rightly called other: ${percent(judged.threshold.otherFound)} %.`}\n`;
  return `| overall | recall@1 | recall@5 | recall@10 | mAP@10 | removed |
|---|---:|---:|---:|---:|---:|
${rows.join('\n')}
${category}`;
}
