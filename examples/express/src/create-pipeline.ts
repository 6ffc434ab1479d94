import { createImageSearchPipeline, createMemoryStore, type ImageSearchPipeline } from '@imgsearch/core';
import { starterModels } from '@imgsearch/models-starter';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
} from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';

/** What products can be filtered by. */
export const fields = { brand: 'keyword', price: 'number' } as const;

export type DemoPipeline = ImageSearchPipeline<typeof fields>;

/** The whole of imgsearch in one place: this is the part to copy. */
export async function createPipeline(): Promise<{ pipeline: DemoPipeline; close: () => Promise<void> }> {
  const runtime = createOnnxRuntime();
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
    store: createMemoryStore(),
    fields,
    logger: console,
  });
  const close = async (): Promise<void> => {
    await pipeline.close({ components: true });
    await runtime.close();
  };
  return { pipeline, close };
}
