import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import {
  type Column,
  gain,
  type MeasuredSet,
  measureSet,
  rowFigures,
  rowNames,
} from '../quality/measure-set.ts';
import { clothingSet, demoSet, grocerySet, iconicSet } from '../quality/sets.ts';
import { writeQualityTable } from '../quality/write-table.ts';

export const configuration = {
  sets: ['demo', 'clothing', 'grocery', 'grocery-to-iconic'],
  modes: ['off', 'always', 'auto'],
  histogram: '8x8x8 RGB, cosine',
  intervals: '2000 bootstrap samples of groups, seed 1',
};

/** Retrieval and classification with background removal off, on and gated, beside a colour histogram. */
export async function quality(): Promise<void> {
  const measured: MeasuredSet[] = [];
  const figures: Record<string, Figure> = {};
  for (const load of [demoSet, clothingSet, grocerySet, iconicSet]) {
    const set = await load();
    if (set === undefined) continue;
    process.stderr.write(`${set.name}: ${set.images.length} pictures\n`);
    const one = await measureSet(set);
    measured.push(one);
    Object.assign(figures, figuresOf(one));
  }
  await writeQualityTable(measured);
  await writeResult({
    suite: 'quality',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: measured.map(({ set }) => `${set.name}: ${set.description}`),
  });
}

function figuresOf(one: MeasuredSet): Record<string, Figure> {
  const figures: Record<string, Figure> = {};
  const put = (name: string, share: number): void => {
    figures[`${one.set.name}.${name}`] = figure([100 * share], '%');
  };
  for (const row of rowNames(one)) {
    for (const column of Object.keys(one.runs) as Column[]) {
      const shares = rowFigures(one, column, row)!.overall;
      put(`${column}.${row}`, shares.top5Accuracy.value);
      if (row !== 'overall') continue;
      put(`${column}.recall-at-1`, shares.recallAt1.value);
      put(`${column}.recall-at-5`, shares.recallAt5.value);
      put(`${column}.mean-average-precision-at-10`, shares.meanAveragePrecisionAt10.value);
    }
    const { difference } = gain(one, row)!;
    put(`gain.${row}`, difference.value);
    put(`gain.${row}.low`, difference.low);
  }
  put('auto.removed', rowFigures(one, 'auto', 'overall')!.background.removed);
  return figures;
}
