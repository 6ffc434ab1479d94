import {
  createImageSearchPipeline,
  type ImageSearchPipeline,
  type RasterEmbedder,
  type VectorStore,
} from '@imgsearch/core';
import { starterModels } from '@imgsearch/models-starter';
import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';

/** Two models whose vectors have nothing to say to each other. */
export type ModelName = 'old' | 'new';

export const fields = { price: 'number', builtBy: 'keyword' } as const;
export type ShopPipeline = ImageSearchPipeline<typeof fields>;

/** The starter embedder with its numbers in the opposite order: as good, and in a space of its own. */
function reversed(embedder: RasterEmbedder): RasterEmbedder {
  return {
    ...embedder,
    info: { ...embedder.info, id: 'reversed', fingerprint: `reversed-${embedder.info.fingerprint}` },
    embedImages: async (images, options) =>
      (await embedder.embedImages(images, options)).map((vector) => vector.toReversed()),
  };
}

/** Loads a model once; pipelines over any store may be made of it. */
export async function openModel(
  name: ModelName,
): Promise<{ compose(store: VectorStore): ShopPipeline; close(): Promise<void> }> {
  const runtime = createOnnxRuntime({ workers: 1, threads: 1 });
  const starter = await createOnnxEmbedder({ runtime, ...starterModels.embedding });
  const embedder = name === 'new' ? reversed(starter as RasterEmbedder) : starter;
  const policies = { workingSize: name === 'new' ? 384 : 512 };
  const imageProcessor = createSharpImageProcessor();
  return {
    compose: (store) => createImageSearchPipeline({ imageProcessor, embedder, store, fields, policies }),
    async close() {
      await embedder.close?.();
      await runtime.close();
    },
  };
}
