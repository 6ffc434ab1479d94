import type { EmbeddingClassifier, RasterEmbedder } from '@imgsearch/core';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { contenders } from '../ensembles/contenders.ts';
import { measureCategories } from '../ensembles/measure-categories.ts';
import { measureEmbedders } from '../ensembles/measure-embedders.ts';
import { remembering } from '../ensembles/remembering.ts';
import { interleave, ratios } from '../lib/interleave.ts';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import { clothingSet, grocerySet, iconicSet, type QualitySet } from '../quality/sets.ts';

export const configuration = {
  sets: ['clothing', 'grocery', 'grocery-to-iconic'],
  grocery: 'every third test photo; the first ten training photos of a product',
  crops: 0.875,
  histogram: '8x8x8 RGB, cosine, shares of 0.1 and 0.3',
  intervals: '2000 bootstrap samples of groups, seed 1, paired by query',
  cost: { photos: 64, pairs: 5, workingSize: 512 },
};

/** What several models and several views of a picture gain on real photos, and what they cost. */
export async function ensembles(): Promise<void> {
  const { parts, close } = await starterParts();
  const starter = parts.embedder as RasterEmbedder;
  const remembered = remembering(starter);
  const embedders = contenders(remembered);
  const figures: Record<string, Figure> = {};
  for (const load of [clothingSet, grocerySet, iconicSet]) {
    const set = await load();
    if (set) Object.assign(figures, await measureEmbedders(thinned(set), embedders));
  }
  Object.assign(
    figures,
    await measureCategories(remembered, parts.classifier as EmbeddingClassifier),
    await measureCost(contenders(starter)),
  );
  await close();
  await writeResult({
    suite: 'ensembles',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'Background removal off, everything searched. Gains are percentage points over the plain starter embedder.',
      'The colour histogram is the second embedder: there is no other one whose weights may be published here.',
      'categories: the likeliest leaf of the reporting senders of clothing/. "fitted" is a logistic head on the training senders and the drawn catalogue; "both" is the mean of the two heads, against each.',
      'cost: time to embed a photo that is decoded, over that of the plain embedder, in the same run and in batches of 8.',
    ],
  });
}

/** Thousands of shop photos tell as much as a third of them, twelve looks each. */
function thinned(set: QualitySet): QualitySet {
  if (!set.name.startsWith('grocery')) return set;
  const counts = new Map<string, number>();
  const images = set.images.filter(({ split, label }) => {
    const key = split === 'query' ? 'query' : label;
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return split === 'query' ? count % 3 === 0 : count < 10;
  });
  return { ...set, images };
}

async function measureCost(
  embedders: Readonly<Record<string, RasterEmbedder>>,
): Promise<Record<string, Figure>> {
  const { photos, pairs, workingSize } = configuration.cost;
  const imageProcessor = createSharpImageProcessor();
  const limits = { maxBytes: 25e6, maxPixels: 50e6, maxFrames: 1, timeout: 60_000, workingSize };
  const rasters = await Promise.all(
    (await jpegs('phone', 600)).slice(0, photos).map((bytes) => imageProcessor.decode(bytes, limits)),
  );
  const speeds = await interleave(
    Object.entries(embedders).map(([name, embedder]) => ({
      name,
      run: async () => {
        const began = performance.now();
        const size = Math.min(8, embedder.info.maxBatchSize);
        for (let at = 0; at < rasters.length; at += size)
          await embedder.embedImages(rasters.slice(at, at + size));
        return rasters.length / ((performance.now() - began) / 1000);
      },
    })),
    pairs,
  );
  return Object.fromEntries(
    Object.keys(embedders)
      .filter((name) => name !== 'plain')
      .map((name) => [`cost.${name}`, figure(ratios(speeds, 'plain', name), 'ratio')]),
  );
}
