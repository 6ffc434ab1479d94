import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import { expectedCalibrationError, type Prediction, reliabilityBins } from '@imgsearch/core/evaluation';
import { fromFile } from '@imgsearch/core/node';
import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import { type Figure, figure } from '../lib/statistics.ts';
import { clothingSet, data, grocerySet } from '../quality/sets.ts';

export const configuration = {
  sets: ['clothing, reporting senders', 'grocery, test photos', 'tools, all'],
  modes: ['off', 'auto'],
  threshold: 0.7,
};

interface Photo {
  readonly file: string;
  /** A leaf, or `other`. */
  readonly category: string;
}

const OTHER = 'other';

async function photosOf(): Promise<Record<string, Photo[]>> {
  const [clothing, grocery] = [await clothingSet(), await grocerySet()];
  const tools = path.join(data, 'diy');
  if (clothing === undefined || grocery === undefined || !existsSync(tools))
    throw new Error(`No data at ${data}: set IMGSEARCH_DATA.`);
  return {
    clothing: clothing.images.flatMap(({ file, category, split }) =>
      split === 'query' && category !== undefined ? [{ file, category }] : [],
    ),
    grocery: grocery.images.flatMap(({ file, split }) =>
      split === 'query' ? [{ file, category: OTHER }] : [],
    ),
    tools: (await readdir(tools))
      .filter((name) => name.endsWith('.jpg'))
      .map((name) => ({ file: path.join(tools, name), category: OTHER })),
  };
}

/** How often the category of a whole photo is right, how sure it is, and how often what has none is called `other`. */
export async function categories(): Promise<void> {
  const { parts, close } = await starterParts();
  const pipeline = createImageSearchPipeline({ ...parts, store: createMemoryStore() });
  const figures: Record<string, Figure> = {};
  const put = (name: string, share: number): void => {
    figures[name] = figure([100 * share], '%');
  };
  for (const [name, photos] of Object.entries(await photosOf())) {
    for (const mode of ['off', 'auto'] as const) {
      const predictions: Prediction[] = [];
      for (let at = 0; at < photos.length; at += 16) {
        const answers = photos.slice(at, at + 16).map(async ({ file, category }) => {
          const answer = await pipeline.embed({ image: fromFile(file), backgroundRemoval: mode });
          const best = answer.category.alternatives[0]!;
          return { confidence: best.probability, right: best.id === category };
        });
        predictions.push(...(await Promise.all(answers)));
      }
      const sure = predictions.filter(({ confidence }) => confidence >= configuration.threshold);
      const right = predictions.filter((one) => one.right);
      const wrong = predictions.length - right.length;
      const surelyRight = sure.filter((one) => one.right).length;
      if (photos[0]?.category === OTHER) {
        put(`${name}.${mode}.called-other`, 1 - sure.length / predictions.length);
        continue;
      }
      put(`${name}.${mode}.right`, right.length / predictions.length);
      put(`${name}.${mode}.calibration-error`, expectedCalibrationError(reliabilityBins(predictions)));
      put(`${name}.${mode}.confident`, sure.length / predictions.length);
      put(`${name}.${mode}.right-when-confident`, surelyRight / sure.length);
      put(`${name}.${mode}.wrong-avoided`, 1 - (sure.length - surelyRight) / wrong);
      put(`${name}.${mode}.right-lost`, 1 - surelyRight / right.length);
    }
  }
  await pipeline.close();
  await close();
  await writeResult({
    suite: 'categories',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()) },
    figures,
    notes: [
      'Whole photos through pipeline.embed. wrong-avoided and right-lost: what "below the threshold it is other" buys and costs.',
      'Tools were all trained on as "unknown": their share shows that it was learnt, and promises nothing of new ones.',
    ],
  });
}
