import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ImageClassifier } from '../spec/category-classifier.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { RasterEmbedder } from '../spec/embedder.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { createAugmentedEmbedder } from './create-augmented-embedder.ts';
import { createEnsembleClassifier } from './create-ensemble-classifier.ts';
import { createEnsembleEmbedder } from './create-ensemble-embedder.ts';
import { makeView, planViews } from './make-views.ts';

interface Pixels {
  width: number;
  height: number;
  data: number[];
}
const golden = JSON.parse(readFileSync(new URL('../../golden/ensembles.json', import.meta.url), 'utf8')) as {
  concatenated: { members: number[][][]; weights: number[]; vectors: number[][]; cosines: number[][] };
  averaged: { answers: number[][][]; orders: number[][]; weights: number[]; probabilities: number[][] };
  pictures: (Pixels & { channels: 3 | 4; crops: number; views: Pixels[]; vector: number[] })[];
};
const rasterOf = ({ width, height, channels, data }: (typeof golden.pictures)[number]): RasterImage => ({
  width,
  height,
  channels,
  data: Uint8Array.from(data),
});
/** As many pictures as a golden list has rows; a model answers with the row that is written in the first pixel. */
const numbered = (count: number): RasterImage[] =>
  Array.from({ length: count }, (_, at) => ({
    width: 1,
    height: 1,
    channels: 3,
    data: Uint8Array.of(at, 0, 0),
  }));
const infoOf = (id: string) => ({ id, fingerprint: `${id}-1`, maxBatchSize: 8 });
const embedderOf = (rows: number[][], id: string): RasterEmbedder => ({
  specVersion: SPEC_VERSION,
  input: 'raster',
  info: { ...infoOf(id), dimensions: rows[0]!.length },
  embedImages: async (images) => images.map(({ data }) => Float32Array.from(rows[data[0]!]!)),
});
const classifierOf = (rows: number[][], order: number[], id: string): ImageClassifier => ({
  specVersion: SPEC_VERSION,
  input: 'image',
  info: { ...infoOf(id), categories: order.map((each) => `c${each}`) },
  classify: async (images) =>
    images.map(({ data }) => ({ probabilities: Float32Array.from(rows[data[0]!]!) })),
});

function expectClose(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  expect(Math.max(...expected.map((value, at) => Math.abs(value - got[at]!)))).toBeLessThan(1e-6);
}

it("has NumPy's vectors and cosines", async () => {
  const { members, weights, vectors, cosines } = golden.concatenated;
  const ensemble = createEnsembleEmbedder({
    members: members.map((rows, at) => ({ embedder: embedderOf(rows, `m${at}`), weight: weights[at] })),
  });
  const got = await ensemble.embedImages(numbered(vectors.length));
  for (const [at, vector] of got.entries()) {
    expectClose(vector, vectors[at]!);
    const dots = got.map((other) => other.reduce((sum, value, i) => sum + value * vector[i]!, 0));
    expectClose(dots, cosines[at]!);
  }
});

it("has NumPy's mean probabilities, in the first one's order", async () => {
  const { answers, orders, weights, probabilities } = golden.averaged;
  const ensemble = createEnsembleClassifier({
    members: answers.map((rows, at) => ({
      classifier: classifierOf(rows, orders[at]!, `m${at}`),
      weight: weights[at],
    })),
  });
  const got = await ensemble.classify(numbered(probabilities.length));
  for (const [at, { probabilities: mean }] of got.entries()) expectClose(mean, probabilities[at]!);
});

it.each(golden.pictures)("makes Pillow's views of $width x $height pixels", async (picture) => {
  const image = rasterOf(picture);
  const views = planViews(true, picture.crops);
  expect(views).toHaveLength(picture.views.length);
  for (const [at, { width, height, data }] of picture.views.entries()) {
    const view = await makeView(image, views[at]!, async () => undefined);
    expect(view).toEqual({ width, height, channels: picture.channels, data: Uint8Array.from(data) });
  }
});

it.each(golden.pictures)("has NumPy's mean vector of $width x $height pixels", async (picture) => {
  const { channels } = picture;
  const look = ({ width, data }: RasterImage): Float32Array => {
    const vector = new Float64Array(2 * channels).fill(1);
    const height = data.length / width / channels;
    data.forEach((level, at) => {
      vector[at % channels]! += level / width / height;
      if (Math.floor(at / channels) % width === 0) vector[channels + (at % channels)]! += level / height;
    });
    const length = Math.hypot(...vector);
    return Float32Array.from(vector, (value) => value / length);
  };
  const embedder: RasterEmbedder = {
    ...embedderOf([[1]], 'levels'),
    info: { ...infoOf('levels'), dimensions: 2 * channels },
    embedImages: async (images) => images.map(look),
  };
  const [vector] = await createAugmentedEmbedder({
    embedder,
    mirror: true,
    crops: picture.crops,
  }).embedImages([rasterOf(picture)]);
  expectClose(vector!, picture.vector);
});
