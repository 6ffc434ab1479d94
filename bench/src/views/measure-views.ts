import {
  createEmbeddingCache,
  createImageSearchPipeline,
  createMemoryStore,
  type Embedder,
  type Views,
} from '@imgsearch/core';
import {
  compareRuns,
  type EvaluationRun,
  evaluate,
  type LabelledImage,
  summariseRun,
} from '@imgsearch/core/evaluation';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { type Figure, figure } from '../lib/statistics.ts';
import type { ProductSet } from './product-sets.ts';

/** Ways to compare, by family: of each the one that does best on the choosing queries is reported. */
export type Families = Readonly<Record<string, readonly Views[]>>;

export interface MeasuredViews {
  readonly figures: Record<string, Figure>;
  /** What was chosen of each family. */
  readonly chosen: Record<string, Views>;
  /** The best pictures, for what is compared with them later. */
  readonly best: EvaluationRun;
}

/** Products with some pictures each: every family against `best`, paired by query, products resampled. */
export async function measureViews(
  name: string,
  { choosing, reporting }: ProductSet,
  embedder: Embedder,
  families: Families,
): Promise<MeasuredViews> {
  // A picture is looked at once, however it is compared.
  const cache = createEmbeddingCache({ maxBytes: 256e6 });
  const imageProcessor = createSharpImageProcessor();
  const run = async (images: readonly LabelledImage[], views: Views): Promise<EvaluationRun> => {
    const [done] = await evaluate(images, {
      createPipeline: () =>
        createImageSearchPipeline({
          imageProcessor,
          embedder,
          cache,
          store: createMemoryStore(),
          policies: { views },
        }),
      modes: ['off'],
      category: false,
    });
    return done!;
  };
  const figures: Record<string, Figure> = {};
  const put = (key: string, share: number): void => {
    figures[`${name}.${key}`] = figure([100 * share], '%');
  };
  const best = await run(reporting, 'best');
  put('best.recall-at-1', summariseRun(best).overall.recallAt1.value);
  put('best.recall-at-5', summariseRun(best).overall.recallAt5.value);
  const chosen: Record<string, Views> = {};
  for (const [family, candidates] of Object.entries(families)) {
    let most = -1;
    for (const views of candidates) {
      const { overall } = summariseRun(await run(choosing, views), { samples: 1 });
      // The reciprocal rank tells more than the first place of some three hundred queries.
      const worth = overall.meanAveragePrecisionAt10.value;
      process.stderr.write(
        `  ${name}, ${JSON.stringify(views)}: ${(100 * worth).toFixed(2)} when choosing\n`,
      );
      if (worth > most) [most, chosen[family]] = [worth, views];
    }
    const pooled = await run(reporting, chosen[family]!);
    const { overall } = summariseRun(pooled);
    put(`${family}.recall-at-1`, overall.recallAt1.value);
    put(`${family}.recall-at-5`, overall.recallAt5.value);
    for (const [written, metric] of [
      ['gain', 'recallAt1'],
      ['gain-at-5', 'recallAt5'],
    ] as const) {
      const { difference } = compareRuns(best, pooled, metric);
      put(`${family}.${written}`, difference.value);
      put(`${family}.${written}.low`, difference.low);
      put(`${family}.${written}.high`, difference.high);
    }
    process.stderr.write(`${name}, ${family}: recall@1 ${(100 * overall.recallAt1.value).toFixed(1)} %\n`);
  }
  return { figures, chosen, best };
}
