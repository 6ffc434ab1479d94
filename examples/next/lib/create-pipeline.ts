import { existsSync, readFileSync } from 'node:fs';
import {
  type Calibration,
  createImageSearchPipeline,
  type ImageSearchPipeline,
  type VectorStore,
} from '@imgsearch/core';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { starterModels } from '@imgsearch/models-starter';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
} from '@imgsearch/onnx/node';
import { createOpenSearchStore } from '@imgsearch/opensearch';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { Client } from '@opensearch-project/opensearch';
import { folders } from './folders.ts';

/** What products can be filtered by. */
export const fields = { brand: 'keyword', price: 'number' } as const;

export type ShopPipeline = ImageSearchPipeline<typeof fields>;

export interface OpenedPipeline {
  readonly pipeline: ShopPipeline;
  close(): Promise<void>;
}

/** A folder on disk, or the OpenSearch that `OPENSEARCH_URL` names. */
function createStore(name: string): VectorStore {
  const node = process.env.OPENSEARCH_URL;
  if (node) return createOpenSearchStore({ client: new Client({ node }), name });
  return createLanceDbStore({ folder: folders().index, name });
}

/** With it, answers say whether the first match is a confident one. */
function readCalibration(): Calibration | undefined {
  const { calibration } = folders();
  return existsSync(/* turbopackIgnore: true */ calibration)
    ? JSON.parse(readFileSync(/* turbopackIgnore: true */ calibration, 'utf8'))
    : undefined;
}

/** The whole of imgsearch in one place: this is the part to copy. */
export async function createPipeline(): Promise<OpenedPipeline> {
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
    // Vectors of another model do not compare with these: it gets a collection of its own.
    store: createStore(process.env.IMGSEARCH_INDEX ?? `next-${embedder.info.fingerprint.slice(0, 12)}`),
    fields,
    calibration: readCalibration(),
    logger: console,
  });
  const close = async (): Promise<void> => {
    await pipeline.close({ components: true });
    await runtime.close();
  };
  return { pipeline, close };
}
