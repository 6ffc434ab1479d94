import { type BatchSizer, createBatchSizer } from '../batching/create-batch-sizer.ts';
import { type Batcher, createBatcher } from '../batching/create-batcher.ts';
import type { BackgroundRemover, Segmentation } from '../spec/background-remover.ts';
import type { CategoryClassifier, Classification } from '../spec/category-classifier.ts';
import type { Embedder } from '../spec/embedder.ts';
import type { EmbeddingCache } from '../spec/embedding-cache.ts';
import type { ImageProcessor } from '../spec/image-processor.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import type { Taxonomy } from '../spec/taxonomy.ts';
import { type CacheKeys, createCacheKeys } from './create-cache-keys.ts';
import type { ResolvedPolicies } from './resolve-policies.ts';

export interface PhotoComponents {
  readonly imageProcessor: ImageProcessor;
  readonly backgroundRemover?: BackgroundRemover | undefined;
  readonly embedder: Embedder;
  readonly classifier?: CategoryClassifier | undefined;
  readonly taxonomy: Taxonomy;
  readonly policies: ResolvedPolicies;
  readonly cache?: EmbeddingCache | undefined;
}

/** What a photo meets on its way: the components, with one batcher a model that every caller shares. */
export interface PhotoTools extends PhotoComponents {
  readonly segmenting: Batcher<RasterImage, Segmentation> | undefined;
  readonly embedding: Batcher<RasterImage | Uint8Array, Float32Array>;
  readonly classifying: Batcher<RasterImage | Float32Array, Classification> | undefined;
  readonly cacheKey: CacheKeys;
  /** How many pictures a model call may take now, as far as memory and time told. */
  readonly batchSizer: BatchSizer;
  /** Answers what waits, then takes nothing more. */
  close(): Promise<void>;
}

/** Puts a batcher before each model. The casts join what `input` tells apart: a batcher only meets its own kind. */
export function createPhotoTools(components: PhotoComponents): PhotoTools {
  const { backgroundRemover, embedder, classifier } = components;
  const batchSizer = createBatchSizer();
  const segmenting =
    backgroundRemover &&
    createBatcher<RasterImage, Segmentation>({
      name: `background remover ${backgroundRemover.info.id}`,
      run: batchSizer.watch((images, options) => backgroundRemover.segment(images, options)),
      maxBatchSize: backgroundRemover.info.maxBatchSize,
    });
  const embedding = createBatcher<RasterImage | Uint8Array, Float32Array>({
    name: `embedder ${embedder.info.id}`,
    run: batchSizer.watch((images, options) => embedder.embedImages(images as never, options)),
    maxBatchSize: embedder.info.maxBatchSize,
  });
  const classifying =
    classifier &&
    createBatcher<RasterImage | Float32Array, Classification>({
      name: `classifier ${classifier.info.id}`,
      run: batchSizer.watch((inputs, options) => classifier.classify(inputs as never, options)),
      maxBatchSize: classifier.info.maxBatchSize,
    });
  return {
    ...components,
    cacheKey: createCacheKeys(components),
    segmenting,
    embedding,
    classifying,
    batchSizer,
    async close() {
      await Promise.all([segmenting?.close(), embedding.close(), classifying?.close()]);
    },
  };
}
