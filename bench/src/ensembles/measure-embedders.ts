import { createImageSearchPipeline, createMemoryStore, type RasterEmbedder } from '@imgsearch/core';
import { compareRuns, type EvaluationRun, evaluate, summariseRun } from '@imgsearch/core/evaluation';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { type Figure, figure } from '../lib/statistics.ts';
import type { QualitySet } from '../quality/sets.ts';

const METRICS = {
  'recall-at-1': 'recallAt1',
  'mean-average-precision-at-10': 'meanAveragePrecisionAt10',
} as const;

/** A set through one pipeline an embedder, photos as they are; each against the first one, paired by query. */
export async function measureEmbedders(
  { name: set, images }: QualitySet,
  embedders: Readonly<Record<string, RasterEmbedder>>,
): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  const put = (name: string, share: number): void => {
    figures[`${set}.${name}`] = figure([100 * share], '%');
  };
  let plain: EvaluationRun | undefined;
  for (const [name, embedder] of Object.entries(embedders)) {
    const [run] = await evaluate(images, {
      createPipeline: () =>
        createImageSearchPipeline({
          imageProcessor: createSharpImageProcessor(),
          embedder,
          store: createMemoryStore(),
        }),
      modes: ['off'],
      category: false,
    });
    const { overall } = summariseRun(run!);
    for (const [written, metric] of Object.entries(METRICS)) {
      put(`${name}.${written}`, overall[metric].value);
      if (plain === undefined) continue;
      const { difference, pValue } = compareRuns(plain, run!, metric);
      put(`${name}.gain.${written}`, difference.value);
      put(`${name}.gain.${written}.low`, difference.low);
      put(`${name}.gain.${written}.high`, difference.high);
      figures[`${set}.${name}.gain.${written}.by-chance`] = figure([pValue], 'probability');
    }
    plain ??= run!;
    process.stderr.write(`${set}, ${name}: recall@1 ${(100 * overall.recallAt1.value).toFixed(1)} %\n`);
  }
  return figures;
}
