import {
  createImageSearchPipeline,
  createMemoryStore,
  type Fields,
  type ImageSearchPipeline,
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

/** The pipeline of `npm start`, with nothing changed but what a suite must say. */
export async function starterPipeline<const F extends Fields>(options: {
  readonly fields: F;
  readonly policies?: Policies;
  readonly store?: VectorStore;
  readonly workers?: number;
  readonly threads?: number;
}): Promise<{ pipeline: ImageSearchPipeline<F>; close: () => Promise<void> }> {
  const runtime = createOnnxRuntime({ workers: options.workers, threads: options.threads });
  const [backgroundRemover, embedder, classifier] = await Promise.all([
    createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval }),
    createOnnxEmbedder({ runtime, ...starterModels.embedding }),
    createOnnxClassifier({ runtime, ...starterModels.category }),
  ]);
  const pipeline = createImageSearchPipeline({
    imageProcessor: createSharpImageProcessor(),
    backgroundRemover,
    embedder,
    classifier,
    store: options.store ?? createMemoryStore(),
    fields: options.fields,
    policies: options.policies,
  });
  const close = async (): Promise<void> => {
    await pipeline.close({ components: true });
    await runtime.close();
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
