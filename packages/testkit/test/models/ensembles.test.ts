import { createLinearClassifier } from '@imgsearch/core/classifiers';
import {
  createAugmentedClassifier,
  createAugmentedEmbedder,
  createEnsembleClassifier,
  createEnsembleEmbedder,
  createMemberClassifier,
} from '@imgsearch/core/ensembles';
import { createFakeClassifier, createFakeEmbedder, fakeImage } from '@imgsearch/core/testing';
import { describe, it } from 'vitest';
import { testClassifier, testEmbedder } from '../../src/index.ts';
import { texts } from './model-mutants.ts';

const hearing = () => ({ ...createFakeEmbedder(), embedTexts: texts });
const colors = [
  [220, 30, 30],
  [30, 180, 40],
  [20, 60, 210],
] as const;

describe('several embedders', () => {
  testEmbedder(
    { describe, it },
    {
      create: () =>
        createEnsembleEmbedder({ members: [{ embedder: hearing(), weight: 3 }, { embedder: hearing() }] }),
    },
  );
  testEmbedder(
    { describe, it },
    {
      create: () => {
        const embedder = createFakeEmbedder({ input: 'encoded' });
        return createEnsembleEmbedder({ members: [{ embedder }, { embedder }] });
      },
      inputs: () => colors.map((color) => fakeImage({ color })),
    },
  );
});

describe('views of a picture', () => {
  testEmbedder(
    { describe, it },
    { create: () => createAugmentedEmbedder({ embedder: hearing(), crops: 0.875 }) },
  );
  testClassifier(
    { describe, it },
    { create: () => createAugmentedClassifier({ classifier: createFakeClassifier(), crops: 0.9 }) },
  );
});

describe('several classifiers', () => {
  testClassifier(
    { describe, it },
    {
      create: () =>
        createEnsembleClassifier({
          members: [
            { classifier: createFakeClassifier(), weight: 2 },
            { classifier: createFakeClassifier() },
          ],
        }),
    },
  );
});

describe('a head on one member', () => {
  const embedder = createFakeEmbedder({ dimensions: 2 });
  const head = {
    format: 'imgsearch-linear-head' as const,
    version: 1 as const,
    id: 'head',
    embedder: embedder.info.fingerprint,
    categories: ['top', 'chair'],
    weights: [
      [5, 0],
      [0, 5],
    ],
    biases: [0, 0],
    temperature: 1,
  };
  testClassifier(
    { describe, it },
    {
      create: () =>
        createMemberClassifier({
          ensemble: createEnsembleEmbedder({
            members: [{ embedder: createFakeEmbedder({ dimensions: 2 }) }, { embedder }],
          }),
          member: 1,
          classifier: createLinearClassifier({ head, embedder }),
        }),
      inputs: () =>
        [0, 1, 2].map((angle) => Float32Array.of(0.6, 0, 0.8 * Math.cos(angle), 0.8 * Math.sin(angle))),
    },
  );
});
