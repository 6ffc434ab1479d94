// Nothing is said of workers, WebAssembly or their addresses: that is Vite's to find.
import { createCanvasImageProcessor } from '@imgsearch/canvas';
import { createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import { starterModelsAt } from '@imgsearch/models-starter/web';
import { createOnnxBackgroundRemover, createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/web';

const models = starterModelsAt('/');
const runtime = createOnnxRuntime({ logger: console });

async function embed(image: Uint8Array): Promise<{ vector: number[]; threads: number }> {
  const pipeline = createImageSearchPipeline({
    imageProcessor: createCanvasImageProcessor(),
    backgroundRemover: await createOnnxBackgroundRemover({ runtime, ...models.backgroundRemoval }),
    embedder: await createOnnxEmbedder({ runtime, ...models.embedding }),
    store: createMemoryStore(),
  });
  const { vector } = await pipeline.embed({ image });
  return { vector: [...vector], threads: runtime.info.threads };
}

export type Embed = typeof embed;
Object.assign(globalThis, { embed });
