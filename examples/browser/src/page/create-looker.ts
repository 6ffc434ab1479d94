import { createCanvasImageProcessor } from '@imgsearch/canvas';
import {
  type AnalyzeResult,
  createImageSearchPipeline,
  createMemoryStore,
  type ImageSearchPipeline,
} from '@imgsearch/core';
import { starterModelsAt } from '@imgsearch/models-starter/web';
import { createOnnxBackgroundRemover, createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/web';

export interface Looker {
  readonly pipeline: ImageSearchPipeline;
  /** What runs the models, e.g. `wasm, 2 threads`. */
  readonly runsOn: string;
  analyze(photo: Blob): Promise<AnalyzeResult>;
  close(): Promise<void>;
}

/**
 * The pipeline of the page: this is the part to copy. It has the server's models and policies, so that its vectors lie in
 * the server's space; the store is empty, because searching is the server's.
 * @param onProgress hears how many bytes of all models are there
 */
export async function createLooker(onProgress: (loaded: number, total: number) => void): Promise<Looker> {
  const models = starterModelsAt('/models/');
  const wanted = [models.backgroundRemoval.manifest, models.embedding.manifest];
  const total = wanted.reduce((sum, { files }) => sum + (files.fp32?.size ?? 0), 0);
  const arrived = new Map<string, number>();
  const runtime = createOnnxRuntime({
    wasmPaths: '/ort/',
    createWorker: () => new Worker('/bundles/onnx-worker.js', { type: 'module' }),
    onProgress({ url, loaded }) {
      arrived.set(url, loaded);
      onProgress(
        [...arrived.values()].reduce((sum, bytes) => sum + bytes, 0),
        total,
      );
    },
    logger: console,
  });
  const imageProcessor = createCanvasImageProcessor({
    createWorker: () => new Worker('/bundles/canvas-worker.js', { type: 'module' }),
  });
  const backgroundRemover = await createOnnxBackgroundRemover({ runtime, ...models.backgroundRemoval });
  const embedder = await createOnnxEmbedder({ runtime, ...models.embedding });
  const pipeline = createImageSearchPipeline({
    imageProcessor,
    backgroundRemover,
    embedder,
    store: createMemoryStore(),
  });
  const { threads } = runtime.info;
  return {
    pipeline,
    runsOn: `${embedder.info.provider}, ${threads === 1 ? 'one thread' : `${threads} threads`}`,
    analyze: (photo) => pipeline.analyze({ image: photo }),
    async close() {
      await pipeline.close({ components: true });
      await runtime.close();
    },
  };
}
