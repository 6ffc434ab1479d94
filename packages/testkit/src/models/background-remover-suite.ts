import { type BackgroundRemover, maskStatistics, type RasterImage, type Segmentation } from '@imgsearch/core';
import { bindSuite, type TestRunner } from '../suite/bind-suite.ts';
import type { Suite } from '../suite/conformance-case.ts';
import { expectClose, expectSame, expectTrue } from '../suite/expectations.ts';
import type { ModelAdapter } from './model-adapter.ts';
import type { ModelCase, ModelKit } from './model-case.ts';
import { modelCases } from './model-cases.ts';
import { modelSuite } from './model-suite.ts';
import { sampleRasters } from './sample-rasters.ts';

export type BackgroundRemoverAdapter = ModelAdapter<BackgroundRemover, RasterImage>;

const group = 'background remover';

const backgroundRemoverCases: readonly ModelCase<RasterImage, Segmentation>[] = [
  ...modelCases<RasterImage, Segmentation>(),
  {
    name: 'a mask has one probability a pixel of its own size',
    group,
    needs: [],
    async run(kit) {
      const model = await kit.open();
      for (const input of kit.inputs()) {
        const [mask] = await model.run([input]);
        expectTrue('it is an array of bytes', mask?.data.BYTES_PER_ELEMENT === 1, typeof mask?.data);
        expectTrue('it has a size', mask!.width >= 1 && mask!.height >= 1, [mask?.width, mask?.height]);
        expectSame('its bytes', mask?.data.length, mask!.width * mask!.height);
      }
    },
  },
  {
    name: 'the statistics are those of the mask',
    group,
    needs: [],
    async run(kit) {
      const model = await kit.open();
      for (const input of kit.inputs()) {
        const [mask] = await model.run([input]);
        const { data, width, height, statistics } = mask!;
        const right = maskStatistics(data, width, height, statistics.rawMaximum);
        expectTrue(
          'the highest output is 0 to 1',
          statistics.rawMaximum >= 0 && statistics.rawMaximum <= 1,
          statistics,
        );
        for (const name of ['coverage', 'borderContact', 'entropy'] as const)
          expectClose(name, statistics[name], right[name], 0.01);
      }
    },
  },
];

/** The background remover contract as a suite, for `runCases`. */
export function backgroundRemoverSuite(
  adapter: BackgroundRemoverAdapter,
): Suite<ModelKit<RasterImage, Segmentation>> {
  return modelSuite(
    'background remover',
    backgroundRemoverCases,
    adapter,
    sampleRasters,
    (remover: BackgroundRemover) => ({
      component: remover,
      run: (images, options) => remover.segment(images, options),
      numbersOf: ({ data }) => data,
      bytesOf: ({ data }) => data,
    }),
  );
}

/**
 * Holds a background remover to the contract, one test a case.
 * @example
 * testBackgroundRemover({ describe, it }, { create: () => createFakeBackgroundRemover() });
 */
export function testBackgroundRemover(runner: TestRunner, adapter: BackgroundRemoverAdapter): void {
  bindSuite(runner, backgroundRemoverSuite(adapter));
}
