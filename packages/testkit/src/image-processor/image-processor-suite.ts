import type { ImageProcessor } from '@imgsearch/core';
import { bindSuite, type TestRunner } from '../suite/bind-suite.ts';
import { checkSkips } from '../suite/check-skips.ts';
import type { Suite } from '../suite/conformance-case.ts';
import type { ImageProcessorAdapter, ImageProcessorKit } from './image-processor-adapter.ts';
import { imageProcessorCases } from './image-processor-cases.ts';

/** The image processor contract as a suite, for `runCases`. */
export function imageProcessorSuite(adapter: ImageProcessorAdapter): Suite<ImageProcessorKit> {
  const skip = adapter.skip ?? [];
  checkSkips(skip, imageProcessorCases);
  const seed = adapter.seed ?? Math.floor(Math.random() * 2 ** 31);
  return {
    name: 'image processor',
    cases: imageProcessorCases,
    skip,
    seed,
    timeout: adapter.timeout ?? 60_000,
    async enter(needs) {
      const made: ImageProcessor[] = [];
      const context: ImageProcessorKit = {
        seed,
        runs: adapter.runs ?? 40,
        tolerance: adapter.tolerance ?? 1,
        async open() {
          const processor = await adapter.create();
          made.push(processor);
          return processor;
        },
        pictures: async () => adapter.pictures?.() ?? [],
        async end() {
          for (const processor of made) await processor.close?.();
        },
      };
      return { context, lacks: needs.find((need) => need === 'pictures' && adapter.pictures === undefined) };
    },
    leave: (kit) => kit.end(),
  };
}

/**
 * Holds an image processor to the contract, one test a case; `cutOut` to core's `referenceCutOut`.
 * @example
 * testImageProcessor({ describe, it }, { create: () => createFakeImageProcessor() });
 */
export function testImageProcessor(runner: TestRunner, adapter: ImageProcessorAdapter): void {
  bindSuite(runner, imageProcessorSuite(adapter));
}
