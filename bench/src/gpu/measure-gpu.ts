import { execFileSync } from 'node:child_process';
import { ImageSearchError, type RasterEmbedder, type RasterImage } from '@imgsearch/core';
import type { EmbeddingManifest, ModelManifest, Precision } from '@imgsearch/onnx';
import { createOnnxEmbedder, createOnnxRuntime, type NodeProvider } from '@imgsearch/onnx/node';
import { type Contender, interleave, ratios } from '../lib/interleave.ts';
import { seeded } from '../lib/seeded.ts';
import { type Figure, figure } from '../lib/statistics.ts';

/** One file of an embedder, and where it lies. */
export interface GpuModel {
  readonly name: string;
  readonly precision: Precision;
  readonly manifest: EmbeddingManifest;
  readonly modelPath: string;
}

export interface GpuPlan {
  readonly models: readonly GpuModel[];
  readonly batches: readonly number[];
  readonly pairs: number;
  /** Pictures of a run. */
  readonly pictures: number;
}

export interface Gpu {
  readonly index: number;
  readonly name: string;
}

/** The GPUs that `nvidia-smi` lists, or none. */
export function listGpus(): Gpu[] {
  try {
    return execFileSync('nvidia-smi', ['--query-gpu=index,name', '--format=csv,noheader'], {
      encoding: 'utf8',
    })
      .trim()
      .split('\n')
      .map((line) => {
        const [index, name] = line.split(', ');
        return { index: Number(index), name: name! };
      });
  } catch {
    return [];
  }
}

interface OpenEmbedder {
  readonly embedder: RasterEmbedder;
  /** Milliseconds until the factory resolved, warm-up included. */
  readonly ready: number;
  close(): Promise<void>;
}

async function openOn(
  { manifest, modelPath, precision }: GpuModel,
  provider: NodeProvider,
  devices: readonly number[] | undefined,
  batchSize: number,
): Promise<OpenEmbedder> {
  // TensorRT hands what it lacks to CUDA; nothing may fall back to the CPU unseen.
  const providers: NodeProvider[] = provider === 'tensorrt' ? ['tensorrt', 'cuda'] : [provider];
  const runtime = createOnnxRuntime({ providers, requireProvider: true, ...(devices && { devices }) });
  const began = performance.now();
  try {
    const embedder = await createOnnxEmbedder({
      runtime,
      manifest,
      modelPath,
      precision,
      batchSize,
      text: false,
    });
    return { embedder, ready: performance.now() - began, close: () => runtime.close() };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

/** Why a GPU provider cannot be measured here, or undefined where it can. */
export async function whyNot(provider: NodeProvider, model: GpuModel): Promise<string | undefined> {
  try {
    const { close } = await openOn(model, provider, undefined, 1);
    await close();
    return undefined;
  } catch (error) {
    if (!ImageSearchError.isInstance(error)) throw error;
    return `${error.message}\n  ${error.hint}`;
  }
}

/** Speed of each model on each provider against the CPU of the same machine, in the same run; and whether they agree. */
export async function measureGpu(
  { models, batches, pairs, pictures }: GpuPlan,
  providers: readonly NodeProvider[],
  gpus: readonly Gpu[],
): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  for (const model of models) {
    const rasters = noise(pictures, model.manifest);
    for (const batch of batches) {
      const places: [name: string, provider: NodeProvider, devices: readonly number[] | undefined][] = [
        ['cpu', 'cpu', undefined],
        ...providers.map((provider): (typeof places)[number] => [provider, provider, [gpus[0]?.index ?? 0]]),
        // All GPUs of the machine, a worker each at least.
        ...(gpus.length > 1
          ? providers.map((provider): (typeof places)[number] => [
              `${provider}-x${gpus.length}`,
              provider,
              gpus.map(({ index }) => index),
            ])
          : []),
      ];
      const opened: (Contender & OpenEmbedder)[] = [];
      for (const [name, provider, devices] of places) {
        const open = await openOn(model, provider, devices, batch);
        const run = async (): Promise<number> => {
          const began = performance.now();
          await open.embedder.embedImages(rasters);
          return (rasters.length / (performance.now() - began)) * 1000;
        };
        opened.push({ ...open, name, run });
      }
      const speeds = await interleave(opened, pairs);
      const key = `${model.name}.${model.precision}.batch-${batch}`;
      const [reference] = await opened[0]!.embedder.embedImages(rasters.slice(0, 1));
      for (const { name, ready, embedder } of opened) {
        figures[`${key}.${name}`] = figure(speeds.get(name) ?? [], 'images/s');
        if (name === 'cpu') continue;
        figures[`${key}.${name}-over-cpu`] = figure(ratios(speeds, name, 'cpu'), 'ratio');
        figures[`${key}.${name}.ready`] = figure([ready], 'ms');
        figures[`${key}.${name}.batch-that-fits`] = figure([embedder.info.maxBatchSize], 'images');
        const [vector] = await embedder.embedImages(rasters.slice(0, 1));
        const cosine = vector!.reduce((sum, value, at) => sum + value * reference![at]!, 0);
        figures[`${key}.${name}.cosine-to-cpu`] = figure([cosine], 'cosine');
      }
      for (const { close } of opened) await close();
    }
  }
  return figures;
}

/** Pictures of the model's own size, so that the GPU is measured and not the resampling. */
function noise(count: number, { input }: Pick<ModelManifest, 'input'> & EmbeddingManifest): RasterImage[] {
  const { width, height } = input.preprocessing;
  const random = seeded(7);
  return Array.from({ length: count }, () => ({
    width,
    height,
    channels: 3 as const,
    data: Uint8Array.from({ length: width * height * 3 }, () => random() * 256),
  }));
}
