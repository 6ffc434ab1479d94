import { type BatchSizer, createBatchSizer } from '../batching/create-batch-sizer.ts';
import { type Batcher, createBatcher, type RunOutcome } from '../batching/create-batcher.ts';
import { turnsOf } from '../batching/create-turns.ts';
import type { BackgroundRemover, Segmentation } from '../spec/background-remover.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { CategoryClassifier, Classification } from '../spec/category-classifier.ts';
import type { ModelInfo } from '../spec/component.ts';
import type { Embedder } from '../spec/embedder.ts';
import type { EmbeddingCache } from '../spec/embedding-cache.ts';
import type { ImageProcessor } from '../spec/image-processor.ts';
import type { BackgroundReport } from '../spec/photo-report.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import type { PipelineStats, QueueRole } from '../spec/serving.ts';
import type { Taxonomy } from '../spec/taxonomy.ts';
import type { StepTracer } from '../telemetry/create-step-tracer.ts';
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
  /** Does each step in a span. */
  readonly traced: StepTracer;
  /** Told of every photo's background. */
  readonly onBackground?: ((report: BackgroundReport) => void) | undefined;
  /** Told of every run of a model and of the image processor. */
  readonly onRun?: ((role: QueueRole, outcome: RunOutcome) => void) | undefined;
}

/** A piece of work with pixels that the image processor does. */
export type PixelWork = (options: CallOptions) => Promise<RasterImage>;

/** What a photo meets on its way: the components, each behind a queue that every caller shares. */
export interface PhotoTools extends PhotoComponents {
  readonly decoding: Batcher<PixelWork, RasterImage>;
  readonly cuttingOut: Batcher<PixelWork, RasterImage>;
  readonly segmenting: Batcher<RasterImage, Segmentation> | undefined;
  readonly embedding: Batcher<RasterImage | Uint8Array, Float32Array>;
  readonly classifying: Batcher<RasterImage | Float32Array, Classification> | undefined;
  readonly cacheKey: CacheKeys;
  /** How many pictures a model call may take now, as far as memory and time told. */
  readonly batchSizer: BatchSizer;
  queues(): PipelineStats['queues'];
  /** Answers what waits, then takes nothing more. */
  close(): Promise<void>;
}

/** As many as libuv has threads, in which native decoders work; more would only wait there, in no order. */
const DECODES = 4;
/** One that is being done, and one that is ready for the same thread. */
const CUT_OUTS = 2;

/** Puts a queue before each component. The casts join what `input` tells apart: a batcher only meets its own kind. */
export function createPhotoTools(components: PhotoComponents): PhotoTools {
  const { imageProcessor, backgroundRemover, embedder, classifier, onRun } = components;
  const batchSizer = createBatchSizer();
  const told = (role: QueueRole) => ({ onRun: (outcome: RunOutcome) => onRun?.(role, outcome) });
  const modelOptions = (what: string, role: QueueRole, { id, maxBatchSize, runner }: ModelInfo) => ({
    ...told(role),
    name: `${what} ${id}`,
    maxBatchSize,
    ...(runner && { turns: turnsOf(runner) }),
  });
  const pixels = (role: 'decode' | 'cutOut', concurrency: number): Batcher<PixelWork, RasterImage> =>
    createBatcher<PixelWork, RasterImage>({
      ...told(role),
      name: `image processor ${imageProcessor.info.id}`,
      run: async ([work], options) => [await work!(options)],
      maxBatchSize: 1,
      concurrency,
    });
  const batchers = {
    decode: pixels('decode', DECODES),
    cutOut: pixels('cutOut', CUT_OUTS),
    backgroundRemover:
      backgroundRemover &&
      createBatcher<RasterImage, Segmentation>({
        ...modelOptions('background remover', 'backgroundRemover', backgroundRemover.info),
        run: batchSizer.watch((images, options) => backgroundRemover.segment(images, options)),
      }),
    embedder: createBatcher<RasterImage | Uint8Array, Float32Array>({
      ...modelOptions('embedder', 'embedder', embedder.info),
      run: batchSizer.watch((images, options) => embedder.embedImages(images as never, options)),
    }),
    classifier:
      classifier &&
      createBatcher<RasterImage | Float32Array, Classification>({
        ...modelOptions('classifier', 'classifier', classifier.info),
        run: batchSizer.watch((inputs, options) => classifier.classify(inputs as never, options)),
      }),
  };
  return {
    ...components,
    cacheKey: createCacheKeys(components),
    batchSizer,
    decoding: batchers.decode,
    cuttingOut: batchers.cutOut,
    segmenting: batchers.backgroundRemover,
    embedding: batchers.embedder,
    classifying: batchers.classifier,
    queues: () =>
      Object.fromEntries(
        Object.entries(batchers).flatMap(([role, batcher]) => (batcher ? [[role, batcher.stats()]] : [])),
      ),
    async close() {
      await Promise.all(Object.values(batchers).map((batcher) => batcher?.close()));
    },
  };
}
