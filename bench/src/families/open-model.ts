import path from 'node:path';
import type { RasterImage } from '@imgsearch/core';
import { type ModelManifest, type PresetId, presets } from '@imgsearch/onnx';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  type OnnxRuntime,
} from '@imgsearch/onnx/node';
import { root } from '../lib/result.ts';

/** A model of any task, as what it makes of pictures and, where it can, of texts. */
export interface OpenModel {
  readonly run: (images: readonly RasterImage[]) => Promise<readonly ArrayLike<number>[]>;
  readonly texts?: ((texts: readonly string[]) => Promise<readonly ArrayLike<number>[]>) | undefined;
  readonly close: () => Promise<void>;
}

/** Where `models/export` writes a preset. */
export const folderOf = (preset: PresetId): string => path.join(root, '.cache/models', preset);

/** Places of a mask that `reference.py` keeps: 64 x 64, from half a step on. */
const MASK_PLACES = 64;

/** A preset with the files of `models/export`, in batches of one. */
export async function openModel(preset: PresetId, runtime: OnnxRuntime): Promise<OpenModel> {
  const manifest: ModelManifest = presets[preset];
  const shared = { runtime, modelPath: folderOf(preset), batchSize: 1 };
  if (manifest.task === 'segmentation') {
    const remover = await createOnnxBackgroundRemover({ ...shared, manifest });
    return {
      run: async (images) => (await remover.segment(images)).map(samplesOf),
      close: async () => remover.close?.(),
    };
  }
  if (manifest.task === 'classification') {
    // Each output by itself, not summed up to categories.
    const labels = manifest.labels.map((_, at) => `class ${at}`);
    const classifier = await createOnnxClassifier({
      ...shared,
      manifest: { ...manifest, labels, categories: undefined },
    });
    if (classifier.input !== 'image') throw new Error(`${preset} takes no pictures.`);
    return {
      run: async (images) =>
        (await classifier.classify(images)).map(({ probabilities }) => Float64Array.from(probabilities)),
      close: async () => classifier.close?.(),
    };
  }
  const embedder = await createOnnxEmbedder({ ...shared, manifest });
  return {
    run: (images) => embedder.embedImages(images),
    texts: embedder.embedTexts && ((texts) => embedder.embedTexts!(texts)),
    close: async () => embedder.close?.(),
  };
}

function samplesOf({ width, data }: { readonly width: number; readonly data: Uint8Array }): Float32Array {
  const step = width / MASK_PLACES;
  const half = Math.floor(step / 2);
  return Float32Array.from({ length: MASK_PLACES ** 2 }, (_, at) => {
    const [row, column] = [Math.floor(at / MASK_PLACES), at % MASK_PLACES];
    return data[(row * step + half) * width + column * step + half]! / 255;
  });
}
