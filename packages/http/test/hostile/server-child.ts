// The server that hostile pictures are sent to: the starter models, sharp, and the handler on plain Node. Tells its port
// to whoever forked it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createImageSearchPipeline, createMemoryStore } from '@imgsearch/core';
import { starterModels } from '@imgsearch/models-starter';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
} from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { createImageSearchHandler, toNodeHandler } from '../../src/index.ts';

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
  // Nearly every picture is compared at its own size.
  policies: { workingSize: 1024 },
});
const handler = createImageSearchHandler({ pipeline, deadline: 20_000, logger: console });
const server = createServer(toNodeHandler(handler));
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
