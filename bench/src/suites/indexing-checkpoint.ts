import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { interleave, ratios } from '../lib/interleave.ts';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import { figure } from '../lib/statistics.ts';

export const configuration = { photos: 500, pairs: 9, warmUp: 64 } as const;

/** What a checkpoint costs on the pipeline of `npm start`: the same photos with one and without, in turn. */
export async function indexingCheckpoint(): Promise<void> {
  const { photos, pairs, warmUp } = configuration;
  const pictures = await jpegs('phone', photos);
  const folder = await mkdtemp(path.join(tmpdir(), 'imgsearch-bench-checkpoint-'));
  const { parts, close } = await starterParts();
  let runs = 0;
  const run = async (withCheckpoint: boolean, isWarmUp: boolean): Promise<number> => {
    const name = `run-${runs++}`;
    const pipeline = createImageSearchPipeline({ ...parts, store: createMemoryStore({ name }) });
    await pipeline.open();
    const products = (isWarmUp ? pictures.slice(0, warmUp) : pictures).map((source, at) => ({
      id: `product-${at}`,
      images: [source],
      metadata: { price: at },
    }));
    const began = performance.now();
    const checkpoint = withCheckpoint ? createFileCheckpoint(path.join(folder, name)) : undefined;
    const report = await pipeline.index(products, { checkpoint });
    await checkpoint?.close();
    const seconds = (performance.now() - began) / 1000;
    if (report.indexed !== products.length) throw new Error(`${report.failed} photos failed.`);
    await pipeline.close();
    return products.length / seconds;
  };
  try {
    const speeds = await interleave(
      [
        { name: 'without', run: (isWarmUp) => run(false, isWarmUp) },
        { name: 'with', run: (isWarmUp) => run(true, isWarmUp) },
      ],
      pairs,
    );
    await writeResult({
      suite: 'indexing-checkpoint',
      configuration,
      hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
      figures: {
        'with-over-without': figure(ratios(speeds, 'with', 'without'), 'ratio'),
        'with.images-a-minute': figure(
          speeds.get('with')!.map((speed) => speed * 60),
          'images/min',
        ),
        'without.images-a-minute': figure(
          speeds.get('without')!.map((speed) => speed * 60),
          'images/min',
        ),
      },
      notes: [
        'JPEGs of 640 px, all distinct, background removed where it helps, categories, memory store. The checkpoint is a file on the disk of this machine, opened and closed within the measurement, flushed once a batch.',
      ],
    });
  } finally {
    await close();
    await rm(folder, { recursive: true, force: true });
  }
}
