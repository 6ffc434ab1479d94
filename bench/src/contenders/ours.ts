import { createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import type { Contender } from '../lib/interleave.ts';

/** imgsearch: JPEGs to stored vectors through `pipeline.index`, the CLIP preset, no background removal. */
export async function oursContender(
  name: string,
  precision: 'fp32' | 'int8',
  modelPath: string,
  budget: { readonly workers: number; readonly threads: number },
  batch: number,
  pictures: readonly Uint8Array[],
): Promise<Contender & { close: () => Promise<unknown> }> {
  const runtime = createOnnxRuntime(budget);
  const embedder = await createOnnxEmbedder({
    runtime,
    preset: 'clip-vit-b-32',
    modelPath,
    precision,
    batchSize: batch,
  });
  let run = 0;
  return {
    name,
    run: async (warmUp) => {
      const chosen = warmUp ? pictures.slice(0, 32) : pictures;
      const pipeline = createImageSearchPipeline({
        imageProcessor: createSharpImageProcessor(),
        embedder,
        store: createMemoryStore({ name: `run-${run++}` }),
      });
      await pipeline.open();
      const began = performance.now();
      const report = await pipeline.index(
        chosen.map((source, i) => ({ id: String(i), images: [source] })),
        { batchSize: batch },
      );
      const elapsed = performance.now() - began;
      await pipeline.close();
      if (report.indexed !== chosen.length)
        throw new Error(`${report.failed} pictures failed: ${report.failures[0]?.error.message}`);
      return (chosen.length / elapsed) * 1000;
    },
    close: async () => {
      await embedder.close?.();
      await runtime.close();
    },
  };
}
