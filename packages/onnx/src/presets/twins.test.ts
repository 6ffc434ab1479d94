import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { RasterImage } from '@imgsearch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parityPicture } from '../../golden/parity-picture.ts';
import { agreement, type Reference, readReference } from '../../golden/read-reference.ts';
import { createOnnxEmbedder } from '../adapters/create-onnx-embedder.ts';
import type { EmbeddingManifest } from '../manifest/model-manifest.ts';
import { createOnnxRuntime } from '../node/create-onnx-runtime.ts';
import { presets } from './presets.ts';

/**
 * Tiny networks of the true architectures, exported as the large ones are, held to PyTorch from the pixels and the
 * letters on. The large ones are held so by `npm run bench -- families`.
 */
const GOLDEN = fileURLToPath(new URL('../../golden', import.meta.url));
const DIMENSIONS = 16;
const TWINS = {
  'clip-vit-b-16': 'clip',
  'siglip-base-patch16-224': 'siglip',
  'siglip2-base-patch16-224': 'gemma',
  'dinov2-small': undefined,
} as const;

/** Drawn once: the largest has six million pixels. */
const drawn = new Map<string, RasterImage>();
function picturesOf(reference: Reference): RasterImage[] {
  return reference.pictures.map((picture) => {
    const image = drawn.get(picture.name) ?? parityPicture(picture);
    drawn.set(picture.name, image);
    return image;
  });
}

const runtime = createOnnxRuntime({ workers: 1, threads: 1 });
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'twins-'));
});
afterAll(async () => {
  await runtime.close();
  await rm(folder, { recursive: true });
});

async function twin(preset: keyof typeof TWINS): Promise<{ modelPath: string; reference: Reference }> {
  const from = join(GOLDEN, 'twins', preset);
  const modelPath = join(folder, preset);
  const kind = TWINS[preset];
  await mkdir(join(modelPath, 'onnx'), { recursive: true });
  for (const name of kind ? ['vision_model', 'text_model'] : ['model'])
    await copyFile(join(from, `onnx/${name}.onnx`), join(modelPath, `onnx/${name}.onnx`));
  if (kind)
    await writeFile(
      join(modelPath, 'tokenizer.json'),
      gunzipSync(await readFile(join(GOLDEN, `tokenizers/${kind}.json.gz`))),
    );
  return { modelPath, reference: readReference(await readFile(join(from, 'reference.json'), 'utf8')) };
}

/** As the preset, but of the twin's size; CLIP's padding is the end token of its small vocabulary. */
function manifestOf(preset: keyof typeof TWINS): EmbeddingManifest {
  const { output, text, ...rest } = presets[preset];
  return {
    ...rest,
    output: { ...output, dimensions: DIMENSIONS },
    text: text && { ...text, padId: TWINS[preset] === 'clip' ? 1089 : text.padId },
  };
}

describe.each(Object.keys(TWINS) as (keyof typeof TWINS)[])('a small %s', (preset) => {
  it('gives the vectors of PyTorch for pictures and texts', async () => {
    const { modelPath, reference } = await twin(preset);
    const manifest = manifestOf(preset);
    const embedder = await createOnnxEmbedder({ runtime, manifest, modelPath, batchSize: 3 });
    const seen = agreement(
      await embedder.embedImages(picturesOf(reference)),
      reference.pictures.map(({ output }) => output),
    );
    expect(seen.cosine).toBeGreaterThan(0.9999);
    expect(seen.centred).toBeGreaterThan(0.9999);
    if (reference.texts) {
      const read = agreement(
        await embedder.embedTexts!(reference.texts.map(({ text }) => text)),
        reference.texts.map(({ output }) => output),
      );
      expect(read.cosine).toBeGreaterThan(0.9999);
      expect(read.centred).toBeGreaterThan(0.9999);
    }
    await embedder.close?.();
  });
});

it('tells other preprocessing and other padding apart', async () => {
  const preset = 'siglip2-base-patch16-224';
  const { modelPath, reference } = await twin(preset);
  const manifest = manifestOf(preset);
  const { preprocessing } = manifest.input;
  const wrong: EmbeddingManifest = {
    ...manifest,
    input: { ...manifest.input, preprocessing: { ...preprocessing, resize: 'crop' } },
    text: { ...manifest.text!, padId: 3 },
  };
  const embedder = await createOnnxEmbedder({ runtime, manifest: wrong, modelPath });
  const seen = agreement(
    await embedder.embedImages(picturesOf(reference)),
    reference.pictures.map(({ output }) => output),
  );
  const read = agreement(
    await embedder.embedTexts!(reference.texts!.map(({ text }) => text)),
    reference.texts!.map(({ output }) => output),
  );
  expect(seen.centred).toBeLessThan(0.999);
  expect(read.centred).toBeLessThan(0.999);
  await embedder.close?.();
});
