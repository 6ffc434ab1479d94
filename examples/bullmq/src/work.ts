// One worker. Start as many as you like, on as many machines as reach Redis, the pictures and the store; end them as
// you like.
import path from 'node:path';
import { createIndexWorker, createRedisCheckpoint } from '@imgsearch/bullmq';
import { createImageSearchPipeline } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { starterModels } from '@imgsearch/models-starter';
import * as onnx from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { settings } from './settings.ts';

const { name, connection, pictures, data } = settings;
const runtime = onnx.createOnnxRuntime({ workers: 1, threads: 1 });
const pipeline = createImageSearchPipeline({
  imageProcessor: createSharpImageProcessor(),
  backgroundRemover: await onnx.createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval }),
  embedder: await onnx.createOnnxEmbedder({ runtime, ...starterModels.embedding }),
  classifier: await onnx.createOnnxClassifier({ runtime, ...starterModels.category }),
  // One folder on one machine; for several machines, createOpenSearchStore.
  store: createLanceDbStore({ folder: data }),
});
const checkpoint = createRedisCheckpoint({ connection, name });
const worker = await createIndexWorker({
  name,
  connection,
  pipeline,
  checkpoint,
  // A reference is a path below the folder of pictures; with addresses: (address) => fromUrl(address, { fetcher }).
  toImage: (file) => fromFile(path.join(pictures, file)),
});
worker.worker.on('completed', (_, { indexed, skipped, failed }) =>
  console.log(`worker ${process.pid}: ${indexed} indexed, ${skipped} known already, ${failed} failed`),
);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => worker.close());
await worker.stopped;
await pipeline.close({ components: true });
await runtime.close();
await checkpoint.close();
