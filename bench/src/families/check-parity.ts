import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RasterImage } from '@imgsearch/core';
import type { PresetId } from '@imgsearch/onnx';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { parityPicture } from '../../../packages/onnx/golden/parity-picture.ts';
import { agreement, readReference } from '../../../packages/onnx/golden/read-reference.ts';
import { root } from '../lib/result.ts';
import { folderOf, type OpenModel } from './open-model.ts';

const limits = { maxBytes: 1e9, maxPixels: 1e9, maxFrames: 1, timeout: 60_000, workingSize: 8192 };

export interface Parity {
  /** Lowest cosine to PyTorch's answers over pictures, photos and texts. */
  readonly cosine: number;
  /** The same without what all answers have in common. */
  readonly centred: number;
  readonly inputs: number;
}

/** Holds a preset to the reference.json that was written with its graph, from pixels and letters on. */
export async function checkParity(preset: PresetId, model: OpenModel): Promise<Parity> {
  const reference = readReference(await readFile(path.join(folderOf(preset), 'reference.json'), 'utf8'));
  const data = process.env.IMGSEARCH_DATA ?? path.join(root, '../shared/data');
  const processor = createSharpImageProcessor();
  const photos = reference.photos.filter(({ file }) => existsSync(path.join(data, file)));
  const rasters: RasterImage[] = reference.pictures.map(parityPicture);
  for (const { file } of photos)
    rasters.push(await processor.decode(new Uint8Array(await readFile(path.join(data, file))), limits));
  await processor.close?.();
  const answers: ArrayLike<number>[] = [];
  for (const raster of rasters) answers.push(...(await model.run([raster])));
  const seen = agreement(
    answers,
    [...reference.pictures, ...photos].map(({ output }) => output),
  );
  if (!reference.texts) return { ...seen, inputs: rasters.length };
  const texts = reference.texts.map(({ text }) => text);
  if (!model.texts) throw new Error(`${preset} has a reference for texts, but no text tower was found.`);
  const read = agreement(
    await model.texts(texts),
    reference.texts.map(({ output }) => output),
  );
  return {
    cosine: Math.min(seen.cosine, read.cosine),
    centred: Math.min(seen.centred, read.centred),
    inputs: rasters.length + texts.length,
  };
}
