import { existsSync } from 'node:fs';
import path from 'node:path';
import { starterModels } from '@imgsearch/models-starter';
import { findPreset } from '@imgsearch/onnx';
import type { NodeProvider } from '@imgsearch/onnx/node';
import { hashOf, root, sha256, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { type GpuModel, listGpus, measureGpu, whyNot } from './measure-gpu.ts';

const clip = path.join(root, '.cache/models/clip-vit-b-32');

export const configuration = { batches: [1, 8, 32, 128], pairs: 5, pictures: 512 };

/**
 * CUDA and TensorRT against the CPU of the same machine. Not part of a run of all suites: without a GPU it says what is
 * missing, ends with 1, and writes nothing.
 */
export async function gpu(): Promise<void> {
  const starter: GpuModel = { name: 'starter', precision: 'fp32', ...starterModels.embedding };
  const providers: NodeProvider[] = [];
  for (const provider of ['cuda', 'tensorrt'] as const) {
    const reason = await whyNot(provider, starter);
    if (reason === undefined) providers.push(provider);
    else console.error(`${provider}: ${reason}`);
  }
  if (providers.length === 0) {
    console.error(
      'There is nothing to measure: no GPU provider loads here. `npx imgsearch doctor --needs cuda` names each missing library.',
    );
    process.exitCode = 1;
    return;
  }
  const models: GpuModel[] = [starter];
  const files = { fp32: 'vision_model.onnx', fp16: 'vision_model_fp16.onnx' } as const;
  for (const [precision, file] of Object.entries(files) as [keyof typeof files, string][]) {
    const modelPath = path.join(clip, file);
    const manifest = findPreset('clip-vit-b-32', 'embedding');
    if (existsSync(modelPath)) models.push({ name: 'clip', precision, manifest, modelPath });
    else
      console.error(
        `${path.relative(root, modelPath)} is missing and left out: models/export/README.md says how to make it.`,
      );
  }
  const gpus = listGpus();
  const figures = await measureGpu({ ...configuration, models }, providers, gpus);
  const hashes: Record<string, string> = {};
  for (const { name, precision, modelPath } of models.slice(1))
    hashes[`${name}.${precision}`] = await sha256(modelPath);
  await writeResult({
    suite: 'gpu',
    configuration,
    hashes: { configuration: hashOf(configuration), ...(await starterHashes()), ...hashes },
    figures,
    notes: [
      `GPUs: ${gpus.map(({ index, name }) => `${index} ${name}`).join(', ') || 'not listed by nvidia-smi'}.`,
      'Rasters of the model’s own size through the embedder: preprocessing, copying and unit length are included, decoding is not.',
      'ready: until the factory resolved, with the warm-up of every worker; TensorRT builds its engines there.',
      'Operators that a provider lacks run on the CPU, which ONNX Runtime does not tell.',
    ],
  });
}
