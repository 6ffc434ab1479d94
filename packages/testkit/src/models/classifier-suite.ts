import type { CategoryClassifier, Classification, RasterImage } from '@imgsearch/core';
import { bindSuite, type TestRunner } from '../suite/bind-suite.ts';
import type { Suite } from '../suite/conformance-case.ts';
import { expectSame, expectTrue } from '../suite/expectations.ts';
import type { ModelAdapter } from './model-adapter.ts';
import type { ModelCase, ModelKit } from './model-case.ts';
import { modelCases } from './model-cases.ts';
import { modelSuite } from './model-suite.ts';
import { sampleRasters } from './sample-rasters.ts';

/** What a classifier looks at: rasters, or vectors where its `input` is `embedding`. */
export type ClassifierInput = RasterImage | Float32Array;
/** A classifier of embeddings must be given `inputs`: vectors of its embedder's length. */
export type ClassifierAdapter = ModelAdapter<CategoryClassifier, ClassifierInput>;

const group = 'classifier';

const classifierCases: readonly ModelCase<ClassifierInput, Classification>[] = [
  ...modelCases<ClassifierInput, Classification>(),
  {
    name: 'categories are named, each once',
    group,
    needs: [],
    async run(kit) {
      const { categories } = (await kit.open()).component.info as CategoryClassifier['info'];
      expectTrue('there are some', categories.length > 0, categories);
      expectSame('each once', new Set(categories).size, categories.length);
      expectTrue(
        '`other` is none of them: it is the decision not to be sure',
        !categories.includes('other'),
        categories,
      );
    },
  },
  {
    name: 'there is one probability a category, and they sum to 1 at most',
    group,
    needs: [],
    async run(kit) {
      const model = await kit.open();
      const { categories } = model.component.info as CategoryClassifier['info'];
      for (const input of kit.inputs()) {
        const probabilities = [...(await model.run([input]))[0]!.probabilities];
        expectSame('as many as categories', probabilities.length, categories.length);
        expectTrue(
          'each is 0 to 1',
          probabilities.every((value) => value >= 0 && value <= 1),
          probabilities,
        );
        const sum = probabilities.reduce((total, value) => total + value, 0);
        expectTrue('the sum is 1 at most', sum <= 1.001, sum);
      }
    },
  },
];

/** The classifier contract as a suite, for `runCases`. */
export function classifierSuite(
  adapter: ClassifierAdapter,
): Suite<ModelKit<ClassifierInput, Classification>> {
  return modelSuite(
    'classifier',
    classifierCases,
    adapter,
    sampleRasters,
    (classifier: CategoryClassifier) => ({
      component: classifier,
      run: (inputs, options) => classifier.classify(inputs as never, options),
      numbersOf: ({ probabilities }) => probabilities,
      bytesOf: (input) => ('data' in input ? input.data : input),
    }),
  );
}

/**
 * Holds a classifier to the contract, one test a case.
 * @example
 * testClassifier({ describe, it }, { create: () => createFakeClassifier() });
 */
export function testClassifier(runner: TestRunner, adapter: ClassifierAdapter): void {
  bindSuite(runner, classifierSuite(adapter));
}
