import type { Embedder, RasterImage } from '@imgsearch/core';
import { bindSuite, type TestRunner } from '../suite/bind-suite.ts';
import type { Suite } from '../suite/conformance-case.ts';
import { expectClose, expectSame, expectTrue } from '../suite/expectations.ts';
import type { ModelAdapter } from './model-adapter.ts';
import type { ModelCase, ModelKit } from './model-case.ts';
import { modelCases } from './model-cases.ts';
import { modelSuite } from './model-suite.ts';
import { sampleRasters } from './sample-rasters.ts';

/** What an embedder looks at: rasters, or encoded bytes where its `input` is `encoded`. */
export type EmbedderInput = RasterImage | Uint8Array;
/** An embedder of encoded bytes must be given `inputs`. */
export type EmbedderAdapter = ModelAdapter<Embedder, EmbedderInput>;

const group = 'embedder';
const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);

const embedderCases: readonly ModelCase<EmbedderInput, Float32Array>[] = [
  ...modelCases<EmbedderInput, Float32Array>(),
  {
    name: 'every vector has the length that info says, and unit length',
    group,
    needs: [],
    async run(kit) {
      const model = await kit.open();
      const { dimensions } = model.component.info as Embedder['info'];
      for (const input of kit.inputs()) {
        const [vector] = await model.run([input]);
        expectSame('numbers', vector?.length, dimensions);
        expectClose('length', lengthOf(vector!), 1, 1e-3);
      }
    },
  },
  {
    name: 'texts become vectors of the same space',
    group,
    needs: ['embedTexts'],
    async run(kit) {
      const { component } = await kit.open();
      const embedder = component as Embedder;
      const vectors = await embedder.embedTexts!(['a red chair', 'a laptop']);
      expectSame('one a text', vectors.length, 2);
      for (const vector of vectors) {
        expectSame('numbers', vector.length, embedder.info.dimensions);
        expectClose('length', lengthOf(vector), 1, 1e-3);
      }
      const apart = vectors[0]!.some((value, at) => Math.abs(value - vectors[1]![at]!) > 1e-6);
      expectTrue('different texts have different vectors', apart);
    },
  },
];

/** The embedder contract as a suite, for `runCases`. */
export function embedderSuite(adapter: EmbedderAdapter): Suite<ModelKit<EmbedderInput, Float32Array>> {
  return modelSuite('embedder', embedderCases, adapter, sampleRasters, (embedder: Embedder) => ({
    component: embedder,
    run: (inputs, options) => embedder.embedImages(inputs as never, options),
    numbersOf: (vector) => vector,
    bytesOf: (input) => ('data' in input ? input.data : input),
  }));
}

/**
 * Holds an embedder to the contract, one test a case.
 * @example
 * testEmbedder({ describe, it }, { create: () => createFakeEmbedder() });
 */
export function testEmbedder(runner: TestRunner, adapter: EmbedderAdapter): void {
  bindSuite(runner, embedderSuite(adapter));
}
