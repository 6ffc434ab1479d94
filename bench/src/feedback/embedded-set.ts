import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { hashOf, root } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import type { LabelledFile } from '../quality/sets.ts';

/** A labelled picture and what the starter pipeline made of it. */
export interface EmbeddedPhoto {
  readonly id: string;
  readonly label: string;
  /** Whom it came from: the sender, or the picture itself. */
  readonly group: string;
  readonly split: 'query' | 'catalogue';
  readonly category: string | undefined;
  readonly vector: Float32Array;
}

const AT_ONCE = 16;

/** Embeds each picture once, background removal gated, and keeps the vectors beside the other caches. */
export async function embeddedSet(name: string, images: readonly LabelledFile[]): Promise<EmbeddedPhoto[]> {
  const key = hashOf([await starterHashes(), images.map(({ id }) => id)]).slice(0, 16);
  const file = path.join(root, '.cache/bench/feedback', `${name}-${key}.f32`);
  if (!existsSync(file)) {
    const vectors = await embedAll(name, images);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(`${file}.partial`, Buffer.concat(vectors.map(({ buffer }) => Buffer.from(buffer))));
    await rename(`${file}.partial`, file);
  }
  const bytes = await readFile(file);
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const size = numbers.length / images.length;
  return images.map(({ id, label, group, split, category }, at) => ({
    id,
    label,
    group: group ?? id,
    split: split ?? 'query',
    category,
    vector: numbers.slice(at * size, (at + 1) * size),
  }));
}

async function embedAll(name: string, images: readonly LabelledFile[]): Promise<Float32Array<ArrayBuffer>[]> {
  const { parts, close } = await starterParts();
  const pipeline = createImageSearchPipeline({ ...parts, store: createMemoryStore() });
  const vectors: Float32Array<ArrayBuffer>[] = [];
  for (let at = 0; at < images.length; at += AT_ONCE) {
    const answers = images
      .slice(at, at + AT_ONCE)
      .map(async ({ file }) => (await pipeline.embed({ image: fromFile(file) })).vector);
    vectors.push(...(await Promise.all(answers)).map((vector) => Float32Array.from(vector)));
    if (at % (64 * AT_ONCE) === 0) process.stderr.write(`  ${name}: ${at} of ${images.length} embedded\n`);
  }
  await pipeline.close();
  await close();
  return vectors;
}
