import {
  createFakeBackgroundRemover,
  createFakeClassifier,
  createFakeEmbedder,
  createFakeImageProcessor,
  fakeImage,
} from '@imgsearch/core/testing';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { describe, it } from 'vitest';
import { testBackgroundRemover, testClassifier, testEmbedder, testImageProcessor } from '../../src/index.ts';
import { encodedPictures, fakePictures } from './known-pictures.ts';
import { texts } from './model-mutants.ts';

const colors = [
  [220, 30, 30],
  [30, 180, 40],
  [20, 60, 210],
] as const;

describe('fakes', () => {
  testEmbedder({ describe, it }, { create: () => ({ ...createFakeEmbedder(), embedTexts: texts }) });
  testEmbedder(
    { describe, it },
    {
      create: () => createFakeEmbedder({ input: 'encoded' }),
      inputs: () => colors.map((color) => fakeImage({ color })),
    },
  );
  testBackgroundRemover({ describe, it }, { create: () => createFakeBackgroundRemover() });
  testClassifier({ describe, it }, { create: () => createFakeClassifier() });
  testImageProcessor(
    { describe, it },
    {
      create: () => createFakeImageProcessor(),
      pictures: fakePictures,
      tolerance: 0,
    },
  );
});

describe('sharp', () => {
  testImageProcessor(
    { describe, it },
    { create: () => createSharpImageProcessor(), pictures: encodedPictures },
  );
});
