import { existsSync } from 'node:fs';
import path from 'node:path';
import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { oursContender } from '../contenders/ours.ts';
import { transformersContender } from '../contenders/transformers.ts';
import { workerContender } from '../contenders/worker-contender.ts';
import { interleave, ratios } from '../lib/interleave.ts';
import { jpegs } from '../lib/pictures.ts';
import { hashOf, root, sha256, writeResult } from '../lib/result.ts';
import { type Figure, figure } from '../lib/statistics.ts';

const folder = path.join(root, '.cache/models/clip-vit-b-32/onnx');
const files = {
  fp32: path.join(folder, 'vision_model.onnx'),
  int8: path.join(folder, 'vision_model_int8.onnx'),
};

/** What the figures depend on besides the graph. */
export const configuration = {
  pictures: 256,
  pixels: 224,
  batches: [1, 8, 32],
  pairs: 5,
  budget: { workers: 2, threads: 1 },
  peerThreads: 2,
  graph: 'CLIP ViT-B/32 image tower, random weights, seed of models/export',
  int8: 'dynamic, signed weights, patch embedding as a matrix product',
};

/** How far int8 vectors are from fp32 ones, picture by picture. */
async function cosines(pictures: readonly Uint8Array[]): Promise<number[]> {
  const imageProcessor = createSharpImageProcessor();
  const limits = { maxBytes: 1e8, maxPixels: 1e8, maxFrames: 1, timeout: 60_000, workingSize: 512 };
  const rasters = await Promise.all(pictures.map((bytes) => imageProcessor.decode(bytes, limits)));
  const runtime = createOnnxRuntime(configuration.budget);
  const vectors = await Promise.all(
    (['fp32', 'int8'] as const).map(async (precision) => {
      const embedder = await createOnnxEmbedder({
        runtime,
        preset: 'clip-vit-b-32',
        modelPath: files[precision],
        precision,
        batchSize: 1,
      });
      const embedded: Float32Array[] = [];
      for (const raster of rasters) {
        const [vector] = embedder.input === 'raster' ? await embedder.embedImages([raster]) : [];
        embedded.push(vector!);
      }
      return embedded;
    }),
  );
  await runtime.close();
  await imageProcessor.close?.();
  return vectors[0]!.map((vector, i) =>
    vector.reduce((sum, value, at) => sum + value * vectors[1]![i]![at]!, 0),
  );
}

/** (a) and (b): the full CLIP graph against a hand-written loop, ready tensors and transformers.js. */
export async function clip(): Promise<void> {
  for (const file of Object.values(files)) {
    if (!existsSync(file))
      throw new Error(`${path.relative(root, file)} is missing: make it as models/export/README.md says.`);
  }
  const pictures = await jpegs('square', configuration.pictures);
  const figures: Record<string, Figure> = {};
  const { budget, peerThreads } = configuration;
  for (const batch of configuration.batches) {
    for (const precision of ['fp32', 'int8'] as const) {
      process.stderr.write(`clip ${precision}, batches of ${batch}\n`);
      const data = {
        model: files[precision],
        threads: peerThreads,
        batch,
        mean: [0.48145466, 0.4578275, 0.40821073],
        std: [0.26862954, 0.26130258, 0.27577711],
        size: 224,
      };
      const contenders = [
        await oursContender('ours', precision, files[precision], budget, batch, pictures),
        await workerContender('loop', 'loop-worker.ts', data, pictures),
        await workerContender('tensors', 'tensor-worker.ts', data, pictures),
        await transformersContender('transformers', precision, files, peerThreads, batch, pictures),
        // The peer as it comes is fp32: our int8 file is paired with it too.
        ...(precision === 'int8'
          ? [await transformersContender('transformers-fp32', 'fp32', files, peerThreads, batch, pictures)]
          : []),
      ];
      const speeds = await interleave(contenders, configuration.pairs);
      for (const { close } of contenders) await close();
      const key = `${precision}.batch-${batch}`;
      for (const { name } of contenders)
        figures[`${key}.${name}`] = figure(speeds.get(name) ?? [], 'images/s');
      for (const { name } of contenders.slice(1))
        figures[`${key}.ours-over-${name}`] = figure(ratios(speeds, 'ours', name), 'ratio');
    }
  }
  figures['int8.cosine-to-fp32'] = figure(await cosines(pictures.slice(0, 64)), 'cosine');
  await writeResult({
    suite: 'clip',
    configuration,
    hashes: {
      configuration: hashOf(configuration),
      fp32: await sha256(files.fp32),
      int8: await sha256(files.int8),
    },
    figures,
    notes: [
      'ours: pipeline.index of JPEG bytes into a memory store; loop: decode, then run, in one worker; tensors: onnxruntime-node on a ready tensor; transformers: @huggingface/transformers in the process. Two threads each: ours as two workers of one, its default on two cores.',
      'The weights are random: speed is the true graph’s; the cosine of int8 to fp32 proves nothing about quality.',
      'int8.*.ours-over-transformers-fp32: our int8 file against its default fp32, pair by pair like every other ratio.',
    ],
  });
}
