import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { resultsFolder } from '../lib/result.ts';
import type { Mode, Score } from './measure-top-5.ts';
import type { QualitySet } from './sets.ts';

const percent = (score: Score | undefined): string =>
  score ? `${((100 * score.right) / score.total).toFixed(1)} %` : '';

/** The original system's table (off -> on), on our data, as Markdown beside the figures. */
export async function writeQualityTable(
  tables: readonly { readonly set: QualitySet; readonly scores: Record<Mode | 'histogram', Score[]> }[],
): Promise<void> {
  const parts = tables.map(({ set, scores }) => {
    const rows = scores.off.map(({ group, total }) => {
      const cell = (mode: Mode | 'histogram'): string =>
        percent(scores[mode].find((score) => score.group === group));
      return `| ${group} | ${total} | ${cell('histogram')} | ${cell('off')} | ${cell('always')} | ${cell('auto')} |`;
    });
    return `## ${set.name}\n\n${set.description}\n\n| group | queries | colour histogram | off | on | gated |\n|---|---:|---:|---:|---:|---:|\n${rows.join('\n')}\n`;
  });
  const head =
    '# Top-5 accuracy\n\nMeasured by `npm run bench -- quality` through the pipeline of `npm start`; model hashes and date in quality.json.\n';
  await writeFile(path.join(resultsFolder, 'quality.md'), [head, ...parts].join('\n'));
}
