import {
  createImageSearchPipeline,
  createMemoryStore,
  type Fields,
  type ImageSearchPipeline,
  type PipelineOptions,
  type Policies,
  type VectorStore,
} from '@imgsearch/core';
import { starterModels } from '@imgsearch/models-starter';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
} from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { sha256 } from './result.ts';

type StarterParts = Omit<PipelineOptions, 'store' | 'fields' | 'policies' | 'hydrate'>;

/** What `npm start` composes its pipeline of. */
export async function starterParts(
  workers: { readonly workers?: number | undefined; readonly threads?: number | undefined } = {},
): Promise<{ parts: StarterParts; close: () => Promise<void> }> {
  const runtime = createOnnxRuntime(workers);
  const [backgroundRemover, embedder, classifier] = await Promise.all([
    createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval }),
    createOnnxEmbedder({ runtime, ...starterModels.embedding }),
    createOnnxClassifier({ runtime, ...starterModels.category }),
  ]);
  const parts = { imageProcessor: createSharpImageProcessor(), backgroundRemover, embedder, classifier };
  return { parts, close: () => runtime.close() };
}

/** The pipeline of `npm start`, with nothing changed but what a suite must say. */
export async function starterPipeline<const F extends Fields>(options: {
  readonly fields: F;
  readonly policies?: Policies;
  readonly store?: VectorStore;
  readonly workers?: number;
  readonly threads?: number;
}): Promise<{ pipeline: ImageSearchPipeline<F>; close: () => Promise<void> }> {
  const { parts, close: closeRuntime } = await starterParts({
    workers: options.workers,
    threads: options.threads,
  });
  const pipeline = createImageSearchPipeline({
    ...parts,
    store: options.store ?? createMemoryStore(),
    fields: options.fields,
    policies: options.policies,
  });
  const close = async (): Promise<void> => {
    await pipeline.close({ components: true });
    await closeRuntime();
  };
  return { pipeline, close };
}

/** Hashes of the starter weights, which make a result stale when they change. */
export async function starterHashes(): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const [name, { modelPath, manifest }] of Object.entries(starterModels)) {
    hashes[name] = manifest.files.fp32?.sha256 ?? (await sha256(modelPath));
  }
  return hashes;
}
