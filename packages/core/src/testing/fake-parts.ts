// Not exported: for tests alone.
import type { BackgroundRemover } from '../spec/background-remover.ts';
import type { ImageClassifier } from '../spec/category-classifier.ts';
import type { RasterEmbedder } from '../spec/embedder.ts';
import type { ImageProcessor, RgbColor } from '../spec/image-processor.ts';
import { createMemoryStore, type MemoryStore } from '../store/create-memory-store.ts';
import { createFakeBackgroundRemover } from './create-fake-background-remover.ts';
import { createFakeClassifier } from './create-fake-classifier.ts';
import { createFakeEmbedder } from './create-fake-embedder.ts';
import { createFakeImageProcessor } from './create-fake-image-processor.ts';
import type { FakeRecord } from './fake-call.ts';
import { type FakeImageOptions, fakeImage } from './fake-image.ts';

export interface FakeParts {
  imageProcessor: ImageProcessor & FakeRecord;
  backgroundRemover: BackgroundRemover & FakeRecord;
  embedder: RasterEmbedder & FakeRecord;
  classifier: ImageClassifier & FakeRecord;
  store: MemoryStore;
}

/** What this package's own tests make pipelines of. */
export const fakeParts = (): FakeParts => ({
  imageProcessor: createFakeImageProcessor(),
  backgroundRemover: createFakeBackgroundRemover({ size: 16 }),
  embedder: createFakeEmbedder(),
  classifier: createFakeClassifier(),
  store: createMemoryStore(),
});

/** Middles of the hues of `top`, `bottom`, `outer`, `shoes`, `smartphone`, ... for the fake classifier. */
export const hue = (leaf: number, shade = 0): RgbColor => {
  const angle = (leaf / 13) * 2 * Math.PI;
  const level = (turn: number): number => Math.round(128 + (80 + shade) * Math.cos(angle - turn));
  return [level(0), level((2 * Math.PI) / 3), level((4 * Math.PI) / 3)];
};

/** A picture of something of that leaf. */
export const photoOf = (leaf: number, shade = 0, more: Partial<FakeImageOptions> = {}): Uint8Array =>
  fakeImage({ color: hue(leaf, shade), width: 16, height: 16, ...more });
