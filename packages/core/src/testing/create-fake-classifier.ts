import { checkKeys } from '../options/check.ts';
import type { ImageClassifier } from '../spec/category-classifier.ts';
import { SPEC_VERSION } from '../spec/component.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { createTaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';
import { defaultTaxonomy } from '../taxonomy/default-taxonomy.ts';
import { createFakeCall, type FakeBehavior, type FakeRecord, withRecord } from './fake-call.ts';
import { meanColor } from './mean-color.ts';

export interface FakeClassifierOptions extends FakeBehavior {
  /** Category ids. Default: the leaves of `defaultTaxonomy`. */
  readonly categories?: readonly string[] | undefined;
  /**
   * Probabilities by category id; what is left out is 0. Default: the hue of the picture's middle decides, with
   * a probability of 0.9; red is the first category.
   */
  readonly classify?: ((image: RasterImage) => Readonly<Record<string, number>>) | undefined;
  readonly fingerprint?: string | undefined;
  readonly maxBatchSize?: number | undefined;
}

/** Hue, 0 (red) to 1. */
function hueOf(image: RasterImage): number {
  const [red, green, blue] = meanColor(image);
  const angle = Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) / (2 * Math.PI);
  return (angle + 1) % 1;
}

/**
 * Classifies by colour, or as it is told.
 * @example
 * const classifier = createFakeClassifier({ classify: () => ({ top: 0.95 }) });
 */
export function createFakeClassifier(options: FakeClassifierOptions = {}): ImageClassifier & FakeRecord {
  checkKeys('options', options, [
    ...['categories', 'classify', 'fingerprint', 'maxBatchSize', 'delay', 'fail'],
  ]);
  const categories = options.categories ?? createTaxonomyIndex(defaultTaxonomy).leaves;
  const { classify } = options;
  const call = createFakeCall('fake classifier', options);
  const probabilitiesOf = (image: RasterImage): Float32Array => {
    if (classify !== undefined) {
      const given = classify(image);
      return Float32Array.from(categories, (id) => given[id] ?? 0);
    }
    const chosen = Math.round(hueOf(image) * categories.length) % categories.length;
    const rest = categories.length > 1 ? 0.1 / (categories.length - 1) : 0;
    return Float32Array.from(categories, (_, at) => (at === chosen ? 0.9 : rest));
  };
  const classifier: ImageClassifier = {
    specVersion: SPEC_VERSION,
    input: 'image',
    info: {
      id: 'fake-classifier',
      fingerprint: options.fingerprint ?? 'fake-classifier-1',
      maxBatchSize: options.maxBatchSize ?? 32,
      categories,
    },
    classify: (images, callOptions) =>
      call.run(images, callOptions, () => images.map((image) => ({ probabilities: probabilitiesOf(image) }))),
    close: call.close,
    [Symbol.asyncDispose]: call.close,
  };
  return withRecord(classifier, call.record);
}
