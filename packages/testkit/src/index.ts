export type {
  CheckpointAdapter,
  CheckpointCase,
  CheckpointKit,
  CheckpointPlace,
} from './checkpoint/checkpoint-adapter.ts';
export { checkpointSuite, testCheckpoint } from './checkpoint/checkpoint-suite.ts';
export { sampleEntry, sampleFailure } from './checkpoint/sample-entries.ts';
export type {
  ImageProcessorAdapter,
  ImageProcessorKit,
  KnownPicture,
} from './image-processor/image-processor-adapter.ts';
export { imageProcessorSuite, testImageProcessor } from './image-processor/image-processor-suite.ts';
export {
  type BackgroundRemoverAdapter,
  backgroundRemoverSuite,
  testBackgroundRemover,
} from './models/background-remover-suite.ts';
export {
  type ClassifierAdapter,
  type ClassifierInput,
  classifierSuite,
  testClassifier,
} from './models/classifier-suite.ts';
export {
  type EmbedderAdapter,
  type EmbedderInput,
  embedderSuite,
  testEmbedder,
} from './models/embedder-suite.ts';
export type { ModelAdapter } from './models/model-adapter.ts';
export type { ModelKit, OpenModel } from './models/model-case.ts';
export { sampleRaster, sampleRasters } from './models/sample-rasters.ts';
export { bindSuite, type TestRunner } from './suite/bind-suite.ts';
export type { CaseReport, ConformanceCase, SkippedCase, Suite } from './suite/conformance-case.ts';
export { ConformanceError, type ConformanceErrorOptions } from './suite/conformance-error.ts';
export * from './suite/expectations.ts';
export { runCases } from './suite/run-cases.ts';
export {
  performStoreTask,
  type StoreTask,
  type StoreTaskReport,
  type StoreTaskStep,
} from './vector-store/perform-store-task.ts';
export {
  axis,
  randomVector,
  SAMPLE_FIELDS,
  SAMPLE_FINGERPRINT,
  sampleRecord,
  sampleSchema,
  unit,
} from './vector-store/sample-records.ts';
export type { StoreCase, StoreKit, StoreNeed } from './vector-store/store-case.ts';
export { testVectorStore } from './vector-store/test-vector-store.ts';
export type { Collection, VectorStoreAdapter } from './vector-store/vector-store-adapter.ts';
export { vectorStoreSuite } from './vector-store/vector-store-suite.ts';
