import { existsSync } from 'node:fs';
import { appendFile, mkdir, open, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RasterImage } from '@imgsearch/core';
import { starterModels } from '@imgsearch/models-starter';
import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/node';
import sharp from 'sharp';
import { root } from '../lib/result.ts';
import { photoFiles } from './photo-files.ts';
import { VIEW_TEXT, viewOf } from './view-of.ts';

/** Of the starter embedder. */
export const DIMENSIONS = 256;
/** Views between two appends to the file: what an interrupted run loses at most. */
const CHUNK = 2048;

export interface PhotoEmbeddings {
  /** Row by row, of unit length; row `r` is a view of photo `r % photos`. */
  readonly vectors: Float32Array;
  readonly queries: readonly Float32Array[];
  /** How they were made, for the notes of a result. */
  readonly text: string;
}

/** Small, as the sets have them: the model sees 128 pixels a side. */
async function decode(file: string): Promise<RasterImage> {
  const photo = sharp(file).rotate().flatten({ background: '#fff' }).toColourspace('srgb');
  const { data, info } = await photo
    .resize(224, 224, { fit: 'outside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data: new Uint8Array(data) };
}

/** Embeds views `from` up to `to` of the photos in turn, and appends them to the file. */
async function extend(file: string, photos: readonly RasterImage[], from: number, to: number): Promise<void> {
  const runtime = createOnnxRuntime({ workers: 2, threads: 1 });
  const model = { ...starterModels.embedding, precision: 'int8' as const, batchSize: 16 };
  const embedder = await createOnnxEmbedder({ runtime, ...model });
  if (embedder.input !== 'raster') throw new Error('Not the starter embedder.');
  try {
    for (let chunk = from; chunk < to; chunk += CHUNK) {
      const count = Math.min(CHUNK, to - chunk);
      const vectors = new Float32Array(count * DIMENSIONS);
      let next = 0;
      // One more than there are workers: views are cut while both compute.
      const embedInTurn = async (): Promise<void> => {
        while (next < count) {
          const at = next;
          next += model.batchSize;
          const views = Array.from({ length: Math.min(model.batchSize, count - at) }, (_, i) =>
            viewOf(photos[(chunk + at + i) % photos.length]!, chunk + at + i),
          );
          const found = await embedder.embedImages(views);
          found.forEach((vector, i) => {
            vectors.set(vector, (at + i) * DIMENSIONS);
          });
        }
      };
      await Promise.all([embedInTurn(), embedInTurn(), embedInTurn()]);
      await appendFile(file, new Uint8Array(vectors.buffer));
      process.stderr.write(`\r  ${path.basename(file)}: ${chunk + count} of ${to}`);
    }
  } finally {
    process.stderr.write('\n');
    await runtime.close();
  }
}

/** The first views of the photos in turn, from the file where they are there already. */
async function embedded(name: string, files: readonly string[], rows: number): Promise<Float32Array> {
  const folder = path.join(root, '.cache/bench');
  await mkdir(folder, { recursive: true });
  const weights = starterModels.embedding.manifest.files.int8!.sha256!.slice(0, 12);
  const file = path.join(folder, `${name}-${weights}.f32`);
  const there = existsSync(file) ? Math.floor((await stat(file)).size / (DIMENSIONS * 4)) : 0;
  if (there < rows) {
    const photos: RasterImage[] = [];
    for (const each of files) photos.push(await decode(each));
    await extend(file, photos, there, rows);
  }
  const vectors = new Float32Array(rows * DIMENSIONS);
  const bytes = new Uint8Array(vectors.buffer);
  const handle = await open(file);
  try {
    for (let at = 0; at < bytes.length; ) {
      // One read takes less than 2 GiB.
      const { bytesRead } = await handle.read(bytes, at, Math.min(2 ** 28, bytes.length - at), at);
      if (bytesRead === 0) throw new Error(`${file} is cut short.`);
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
  return vectors;
}

/**
 * Embeddings of photos under augmentation, as many as asked for, and one each of photos that are not among them. Made once
 * and kept in `.cache/bench`: about a thousand a second on two cores.
 */
export async function photoEmbeddings(rows: number, queries: number): Promise<PhotoEmbeddings> {
  const files = await photoFiles();
  const vectors = await embedded(`${files.name}-catalogue`, files.catalogue, rows);
  const asked = await embedded(`${files.name}-queries`, files.queries, queries);
  return {
    vectors,
    queries: Array.from({ length: queries }, (_, at) =>
      asked.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS),
    ),
    text:
      `Vectors are embeddings by the starter embedder (int8) of ${files.text}. The ${files.catalogue.length} photos of the ` +
      `catalogue come in turn, each time as another view: ${VIEW_TEXT} (bench/src/stores). A query is one such view.`,
  };
}
