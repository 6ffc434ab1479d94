import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createImageSearchPipeline,
  createMemoryStore,
  type Embedder,
  type VectorStore,
  type Views,
} from '@imgsearch/core';
import { compareRuns, type EvaluationRun } from '@imgsearch/core/evaluation';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { interleave, ratios } from '../lib/interleave.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import { data } from '../quality/sets.ts';
import { type Families, measureViews } from '../views/measure-views.ts';
import { productSet } from '../views/product-sets.ts';

/** Photos a product; the last is all of them, 16 to 70. */
const PICTURES = { one: 1, three: 3, ten: 10, all: Number.POSITIVE_INFINITY } as const;
const FAMILIES: Families = {
  mean: ['mean'],
  top: [2, 3, 5, 8].map((top) => ({ top })),
  softmax: [0.01, 0.02, 0.05, 0.1, 0.2].map((softmax) => ({ softmax })),
  'generalized-mean': [4, 8, 16, 32, 64].map((generalizedMean) => ({ generalizedMean })),
};

export const configuration = {
  set: 'grocery/: 81 products, training photos; validation photos choose, test photos report',
  pictures: Object.keys(PICTURES),
  families: FAMILIES,
  intervals: '2000 bootstrap samples of products, seed 1, paired by query',
  cost: { queries: 30, pairs: 5 },
};

/** Whether a product is found better by several pictures together than by its nearest, and what that costs. */
export async function views(): Promise<void> {
  const { parts, close } = await starterParts();
  const figures: Record<string, Figure> = {};
  const chosen: Record<string, Record<string, Views>> = {};
  let before: EvaluationRun | undefined;
  for (const [name, count] of Object.entries(PICTURES)) {
    const set = await productSet(count);
    if (set === undefined) throw new Error(`No data at ${data}: set IMGSEARCH_DATA.`);
    const measured = await measureViews(name, set, parts.embedder, count === 1 ? {} : FAMILIES);
    Object.assign(figures, measured.figures);
    chosen[name] = measured.chosen;
    if (before !== undefined) {
      const { difference } = compareRuns(before, measured.best, 'recallAt1');
      for (const bound of ['value', 'low', 'high'] as const)
        figures[`${name}.best.gain-over-fewer${bound === 'value' ? '' : `.${bound}`}`] = figure(
          [100 * difference[bound]],
          '%',
        );
    }
    before = measured.best;
  }
  Object.assign(figures, await measureCost(parts.embedder));
  await close();
  await writeResult({
    suite: 'views',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'Photos of a product are those of many shelves: views of it, but no turntable series, of which there is none here.',
      'Background removal off, everything searched. Gains are percentage points over the nearest picture ("best").',
      'gain-over-fewer: best of this many pictures over best of the row before (one, three, ten, all).',
      `Chosen on the validation photos: ${JSON.stringify(chosen)}.`,
      'cost: time of a search with all photos, over that of "best" on the same store, in the same run.',
    ],
  });
}

async function measureCost(embedder: Embedder): Promise<Record<string, Figure>> {
  const { queries, pairs } = configuration.cost;
  const set = await productSet(Number.POSITIVE_INFINITY);
  const images = set?.reporting ?? [];
  const folder = await mkdtemp(path.join(tmpdir(), 'imgsearch-views-'));
  const figures: Record<string, Figure> = {};
  const stores: Record<string, VectorStore> = {
    memory: createMemoryStore(),
    lancedb: createLanceDbStore({ folder }),
  };
  try {
    for (const [name, store] of Object.entries(stores)) {
      const imageProcessor = createSharpImageProcessor();
      const policies = { backgroundRemoval: 'off' } as const;
      const pipeline = createImageSearchPipeline({ imageProcessor, embedder, store, policies });
      const products = Map.groupBy(
        images.filter(({ split }) => split === 'catalogue'),
        ({ label }) => label,
      );
      await pipeline.index(
        [...products].map(([id, own]) => ({ id, images: own.map(({ source }) => source) })),
      );
      await store.flush?.();
      const asked = await Promise.all(
        images
          .filter(({ split }) => split === 'query')
          .slice(0, queries)
          .map(({ source }) => pipeline.embed({ image: source })),
      );
      const ways: Readonly<Record<string, Views>> = { best: 'best', mean: 'mean', top: { top: 3 } };
      const speeds = await interleave(
        Object.entries(ways).map(([way, views]) => ({
          name: `${name}, ${way}`,
          run: async () => {
            const began = performance.now();
            for (const { vector, fingerprint } of asked)
              await pipeline.search({ vector, fingerprint, category: false, views });
            return asked.length / ((performance.now() - began) / 1000);
          },
        })),
        pairs,
      );
      for (const way of ['mean', 'top'])
        figures[`cost.${name}.${way}`] = figure(ratios(speeds, `${name}, best`, `${name}, ${way}`), 'ratio');
      await pipeline.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return figures;
}
