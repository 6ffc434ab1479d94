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
import { createSharpImageProcessor } from '@imgsearch/sharp';

/** What products can be filtered by. */
export const fields = { brand: 'keyword', price: 'number' } as const;

export type DemoPipeline = ImageSearchPipeline<typeof fields>;

export interface OpenedPipeline {
  readonly pipeline: DemoPipeline;
  /** The pipeline's own store, to look at what an earlier run left in it. */
  readonly store: VectorStore;
  close(): Promise<void>;
}

/**
 * The whole of imgsearch in one place: this is the part to copy.
 * @param folder where the index is kept
 * @param catalog a name for what is indexed
 * @param calibration of that catalogue: answers then say whether the first match is a confident one
 */
export async function createPipeline(
  folder: string,
  catalog: string,
  calibration?: Calibration,
): Promise<OpenedPipeline> {
  const runtime = createOnnxRuntime();
  const [backgroundRemover, embedder, classifier] = await Promise.all([
    createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval }),
    createOnnxEmbedder({ runtime, ...starterModels.embedding }),
    createOnnxClassifier({ runtime, ...starterModels.category }),
  ]);
  // Vectors of another model do not compare with these: it gets a collection of its own.
  const store = createLanceDbStore({ folder, name: `${catalog}-${embedder.info.fingerprint.slice(0, 12)}` });
  const pipeline = createImageSearchPipeline({
    imageProcessor: createSharpImageProcessor(),
    backgroundRemover,
    embedder,
    classifier,
    store,
    fields,
    calibration,
    logger: console,
  });
  const close = async (): Promise<void> => {
    await pipeline.close({ components: true });
    await runtime.close();
  };
  return { pipeline, store, close };
}
