export {
  createFakeBackgroundRemover,
  type FakeBackgroundRemoverOptions,
} from './create-fake-background-remover.ts';
export { createFakeClassifier, type FakeClassifierOptions } from './create-fake-classifier.ts';
export { createFakeEmbedder, type FakeEmbedderOptions } from './create-fake-embedder.ts';
export { createFakeImageProcessor } from './create-fake-image-processor.ts';
export type { FakeBehavior, FakeRecord } from './fake-call.ts';
export { type FakeImageOptions, fakeImage } from './fake-image.ts';
