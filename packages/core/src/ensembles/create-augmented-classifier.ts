import { checkKeys, invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { CategoryClassifier, Classification, ImageClassifier } from '../spec/category-classifier.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { type AugmentOptions, checkAugment } from './check-augment.ts';
import { checkModel } from './check-members.ts';
import { encloseCalls } from './enclose-calls.ts';
import { batchOfViews, runViews } from './run-views.ts';

export interface AugmentedClassifierOptions extends AugmentOptions {
  /** One that looks at pictures. */
  readonly classifier: ImageClassifier;
}

/**
 * Test-time augmentation of a classifier: the mean of the probabilities of a picture's views. The views are in the
 * fingerprint, and so in the `category`. Cost and closing are those of `createAugmentedEmbedder`.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const augmented = createAugmentedClassifier({ classifier: createFakeClassifier(), mirror: true });
 */
export function createAugmentedClassifier(options: AugmentedClassifierOptions): ImageClassifier {
  checkKeys('options', options, ['classifier', 'mirror', 'crops']);
  const model = checkModel<CategoryClassifier>('classifier', options?.classifier, 'classify');
  if (model.input !== 'image')
    throw invalidOption(
      'classifier',
      'a classifier whose input is "image"',
      model.input,
      'A head on vectors is shown what an augmented embedder made.',
    );
  const { views, name } = checkAugment(options);
  const { id, maxBatchSize, fingerprint } = model.info;
  const calls = encloseCalls(id, [model]);
  const run = (images: readonly RasterImage[], call: CallOptions | undefined) => model.classify(images, call);
  return {
    specVersion: SPEC_VERSION,
    input: 'image',
    info: {
      ...model.info,
      id: `${id} (${name})`,
      fingerprint: `augmented(${name}):${fingerprint}`,
      maxBatchSize: batchOfViews(maxBatchSize, views),
    },
    classify: (images, call) =>
      calls.run(call, async () =>
        (await runViews(images, views, { id, maxBatchSize, run }, call)).map(meanProbabilities),
      ),
    close: calls.close,
    [Symbol.asyncDispose]: calls.close,
  };
}

function meanProbabilities(views: readonly Classification[]): Classification {
  const [first] = views;
  return {
    probabilities: first!.probabilities.map(
      (_, at) => views.reduce((sum, { probabilities }) => sum + probabilities[at]!, 0) / views.length,
    ),
  };
}
