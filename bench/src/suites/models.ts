import type { RasterImage } from '@imgsearch/core';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import { type Figure, figure, quantile } from '../lib/statistics.ts';

export const configuration = { photos: 200, batches: [1, 8], runs: 5, workingSize: 512 };

/** Each starter model alone on decoded photos: resize to the model, inference and what follows it. */
export async function models(): Promise<void> {
  const files = await jpegs('phone', 600);
  const { parts, close } = await starterParts();
  const { imageProcessor, backgroundRemover, embedder, classifier } = parts;
  const limits = {
    workingSize: configuration.workingSize,
    maxBytes: 25e6,
    maxPixels: 50e6,
    maxFrames: 1,
    timeout: 10_000,
  };
  const photos: RasterImage[] = [];
  for (const file of files.slice(0, configuration.photos))
    photos.push(await imageProcessor.decode(file, limits));
  if (embedder.input !== 'raster' || classifier?.input !== 'embedding')
    throw new Error('Not the starter models.');
  const vectors = await embedder.embedImages(photos.slice(0, embedder.info.maxBatchSize));
  const steps = {
    background: (from: number, count: number) => backgroundRemover!.segment(photos.slice(from, from + count)),
    embedding: (from: number, count: number) => embedder.embedImages(photos.slice(from, from + count)),
    category: (from: number, count: number) =>
      classifier.classify(Array.from({ length: count }, (_, i) => vectors[(from + i) % vectors.length]!)),
  };
  const figures: Record<string, Figure> = {};
  for (const [name, step] of Object.entries(steps)) {
    for (const batch of configuration.batches) {
      const medians: number[] = [];
      for (let run = 0; run <= configuration.runs; run++) {
        const times: number[] = [];
        for (let from = 0; from + batch <= photos.length; from += batch) {
          const began = performance.now();
          await step(from, batch);
          times.push((performance.now() - began) / batch);
        }
        if (run > 0) medians.push(quantile(times, 0.5));
      }
      figures[`${name}.batch-${batch}.p50`] = figure(medians, 'ms a photo');
    }
  }
  await close();
  await writeResult({
    suite: 'models',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'Decoded photos of at most 512 px; resize to the model and, for masks, clearing of small components are included.',
      'One caller that waits for each batch: the pipeline keeps both cores busy, see throughput.',
    ],
  });
}
