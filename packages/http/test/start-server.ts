import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createImageSearchPipeline,
  createMemoryStore,
  type ImageSearchPipeline,
  type PipelineOptions,
} from '@imgsearch/core';
import {
  createFakeBackgroundRemover,
  createFakeClassifier,
  createFakeEmbedder,
  createFakeImageProcessor,
  fakeImage,
} from '@imgsearch/core/testing';
import { createImageSearchHandler, type ImageSearchHandlerOptions, toNodeHandler } from '../src/index.ts';

export const fields = { brand: 'keyword', price: 'number' } as const;
export const red: Uint8Array<ArrayBuffer> = fakeImage({ color: [220, 30, 30] }).slice();
export const blue: Uint8Array<ArrayBuffer> = fakeImage({ color: [20, 30, 220] }).slice();

/** A pipeline of fakes that holds a red chair and a blue bed. */
export async function samplePipeline(
  more: Partial<PipelineOptions<typeof fields>> = {},
): Promise<ImageSearchPipeline<typeof fields>> {
  const pipeline = createImageSearchPipeline({
    imageProcessor: createFakeImageProcessor(),
    backgroundRemover: createFakeBackgroundRemover(),
    embedder: createFakeEmbedder(),
    classifier: createFakeClassifier(),
    store: createMemoryStore(),
    fields,
    ...more,
  });
  await pipeline.index([
    { id: 'r/1', images: [red], category: 'chair', metadata: { brand: 'Hanbit', price: 10, note: 'soft' } },
    { id: 'b', images: [blue], category: 'bed', metadata: { brand: 'Nara', price: 30 } },
  ]);
  return pipeline;
}

export interface RunningServer {
  readonly server: Server;
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback. */
export async function listen(server: Server): Promise<RunningServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    server,
    url,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A handler on plain Node. */
export async function startServer(
  options: Partial<ImageSearchHandlerOptions<typeof fields>> = {},
): Promise<RunningServer> {
  const pipeline = options.pipeline ?? (await samplePipeline());
  return listen(createServer(toNodeHandler(createImageSearchHandler({ ...options, pipeline }))));
}
