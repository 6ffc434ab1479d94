import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createImageSearchPipeline } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { oursContender } from '../contenders/ours.ts';
import { transformersContender } from '../contenders/transformers.ts';
import { type Contender, interleave, ratios } from '../lib/interleave.ts';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, root, sha256, writeResult } from '../lib/result.ts';
import { starterHashes, starterParts } from '../lib/starter-pipeline.ts';
import { figure } from '../lib/statistics.ts';

const folder = path.join(root, '.cache/models/clip-vit-b-32/onnx');
const files = {
  fp32: path.join(folder, 'vision_model.onnx'),
  int8: path.join(folder, 'vision_model_int8.onnx'),
};
/** Images a minute that the original system indexed, as its owners report it. */
const ORIGINAL = 150;

export const configuration = {
  pictures: 256,
  pairs: 5,
  batch: 8,
  budget: { workers: 2, threads: 1 },
  peerThreads: 2,
  starter: 'whole pipeline of npm start, LanceDB, file checkpoint',
  clip: 'CLIP ViT-B/32 image tower, fp32, no background removal, memory store',
} as const;

/** The whole pipeline as a shop runs it: background, embedding, category, a store on disk, a checkpoint. */
async function starterContender(
  pictures: readonly Uint8Array[],
): Promise<Contender & { close(): Promise<void> }> {
  const { parts, close } = await starterParts(configuration.budget);
  const place = await mkdtemp(path.join(tmpdir(), 'imgsearch-bench-throughput-'));
  let runs = 0;
  return {
    name: 'starter',
    async run(warmUp) {
      const name = `run-${runs++}`;
      const chosen = warmUp ? pictures.slice(0, 32) : pictures;
      const store = createLanceDbStore({ folder: place, name });
      const pipeline = createImageSearchPipeline({ ...parts, store });
      await pipeline.open();
      const began = performance.now();
      await using checkpoint = createFileCheckpoint(path.join(place, `${name}.checkpoint`));
      const products = chosen.map((source, at) => ({ id: String(at), images: [source] }));
      const report = await pipeline.index(products, { checkpoint });
      const elapsed = performance.now() - began;
      await pipeline.close();
      if (report.indexed !== chosen.length) throw new Error(`${report.failed} pictures failed.`);
      return (chosen.length / elapsed) * 1000;
    },
    async close() {
      await close();
      await rm(place, { recursive: true, force: true });
    },
  };
}

/** Against the original's 150 images a minute, and against transformers.js in a plain loop, in one run. */
export async function indexThroughput(): Promise<void> {
  for (const file of Object.values(files))
    if (!existsSync(file))
      throw new Error(`${path.relative(root, file)} is missing: make it as models/export/README.md says.`);
  const { budget, batch, peerThreads, pairs } = configuration;
  const pictures = await jpegs('phone', configuration.pictures);
  const contenders = [
    await starterContender(pictures),
    await oursContender('clip', 'fp32', files.fp32, budget, batch, pictures),
    await transformersContender('transformers', 'fp32', files, peerThreads, batch, pictures),
  ];
  const speeds = await interleave(contenders, pairs);
  for (const { close } of contenders) await close();
  const aMinute = (name: string): number[] => (speeds.get(name) ?? []).map((speed) => speed * 60);
  await writeResult({
    suite: 'index-throughput',
    configuration,
    hashes: {
      configuration: hashOf(configuration),
      ...(await starterHashes()),
      clip: await sha256(files.fp32),
    },
    figures: {
      'starter.images-a-minute': figure(aMinute('starter'), 'images/min'),
      'starter.over-the-original': figure(
        aMinute('starter').map((speed) => speed / ORIGINAL),
        'ratio',
      ),
      'starter.over-transformers': figure(ratios(speeds, 'starter', 'transformers'), 'ratio'),
      'clip.images-a-minute': figure(aMinute('clip'), 'images/min'),
      'clip.over-transformers': figure(ratios(speeds, 'clip', 'transformers'), 'ratio'),
      'transformers.images-a-minute': figure(aMinute('transformers'), 'images/min'),
    },
    notes: [
      'JPEGs of 640 px, all distinct; the three take turns in one process, on two threads each.',
      'clip and transformers run the same graph on the same pictures: that ratio compares pipelines. starter runs small models of our own, and does more with each picture: that ratio compares what one gets.',
      'The original system indexed 150 images a minute with 4 workers, as its owners report it: not measured here.',
    ],
  });
}
