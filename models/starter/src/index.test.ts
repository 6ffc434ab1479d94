import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultTaxonomy, type RasterImage } from '@imgsearch/core';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
} from '@imgsearch/onnx/node';
import { afterAll, expect, it } from 'vitest';
import { starterModels } from './index.ts';

const runtime = createOnnxRuntime({ workers: 1, threads: 1 });
afterAll(() => runtime.close());

/** A red disc on light grey. */
const disc: RasterImage = {
  width: 200,
  height: 160,
  channels: 3,
  data: Uint8Array.from({ length: 200 * 160 * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % 200, Math.floor(at / 600)];
    return (x - 100) ** 2 + (y - 80) ** 2 < 50 ** 2 ? [200, 30, 40][at % 3]! : 230;
  }),
};

it.each(['backgroundRemoval', 'embedding', 'category'] as const)(
  'the manifest of %s has the checksum and size of its file',
  (name) => {
    const { manifest, modelPath } = starterModels[name];
    const { path: file, sha256, size } = manifest.files.fp32!;
    const bytes = readFileSync(path.join(modelPath, file));
    expect({ sha256, size }).toEqual({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    });
  },
);

it('finds the foreground', async () => {
  const remover = await createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval });
  const [mask] = await remover.segment([disc]);
  const level = (x: number, y: number): number =>
    mask!.data[Math.floor(y * mask!.height) * mask!.width + Math.floor(x * mask!.width)]!;
  expect(level(0.5, 0.5)).toBeGreaterThan(200);
  expect(level(0.05, 0.05)).toBeLessThan(55);
});

it('embeds with unit length, and gives each category of the default taxonomy a probability', async () => {
  const embedder = await createOnnxEmbedder({ runtime, ...starterModels.embedding });
  if (embedder.input !== 'raster') throw new Error('takes rasters');
  const [vector] = await embedder.embedImages([disc]);
  expect(vector).toHaveLength(embedder.info.dimensions);
  expect(Math.hypot(...vector!)).toBeCloseTo(1, 5);

  const classifier = await createOnnxClassifier({ runtime, ...starterModels.category });
  if (classifier.input !== 'embedding') throw new Error('takes vectors');
  const [{ probabilities }] = (await classifier.classify([vector!])) as [{ probabilities: Float32Array }];
  const leaves = defaultTaxonomy.flatMap((group) => group.children?.map(({ id }) => id) ?? group.id);
  expect(classifier.info.categories).toEqual(leaves);
  expect(probabilities).toHaveLength(leaves.length);
  const sum = probabilities.reduce((total, one) => total + one, 0);
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThanOrEqual(1 + 1e-5);
});
