import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import { colourHistogramTop5 } from '../quality/colour-histogram.ts';
import { type Mode, measureTop5, type Score } from '../quality/measure-top-5.ts';
import { clothingSet, demoSet, grocerySet, type QualitySet } from '../quality/sets.ts';
import { writeQualityTable } from '../quality/write-table.ts';

export const configuration = {
  top: 5,
  modes: ['off', 'always', 'auto'] as const,
  histogram: '8x8x8 RGB, cosine',
};

/** Top-5 accuracy with background removal off, on and gated, beside a colour histogram; demo and real photos. */
export async function quality(): Promise<void> {
  const figures: Record<string, Figure> = {};
  const tables: { set: QualitySet; scores: Record<Mode | 'histogram', Score[]> }[] = [];
  for (const load of [demoSet, clothingSet, grocerySet]) {
    const set = await load();
    if (set === undefined) continue;
    process.stderr.write(
      `${set.name}: ${set.catalogue.length} in the catalogue, ${set.queries.length} queries\n`,
    );
    const scores = { histogram: await colourHistogramTop5(set) } as Record<Mode | 'histogram', Score[]>;
    for (const mode of configuration.modes) scores[mode] = await measureTop5(set, mode);
    for (const [mode, rows] of Object.entries(scores)) {
      for (const { group, right, total } of rows)
        figures[`${set.name}.${mode}.${group}`] = figure([(100 * right) / total], '%');
    }
    tables.push({ set, scores });
  }
  await writeQualityTable(tables);
  await writeResult({
    suite: 'quality',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: tables.map(({ set }) => `${set.name}: ${set.description}`),
  });
}
