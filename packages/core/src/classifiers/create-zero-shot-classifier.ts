import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys, checkNumber, checkString, invalidOption } from '../options/check.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Embedder } from '../spec/embedder.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';
import { checkEmbedder } from './check-embedder.ts';
import { checkExamples } from './check-examples.ts';
import { createLinearClassifier, type LinearClassifier } from './create-linear-classifier.ts';
import { fitTemperature } from './fit-temperature.ts';
import type { LabelledVector } from './labelled-vector.ts';
import { makeHead } from './make-head.ts';
import { normalisedMeans } from './normalised-means.ts';
import { scoresOf } from './scorer.ts';

export interface ZeroShotClassifierOptions {
  /** One with a text tower. */
  readonly embedder: Pick<Embedder, 'info' | 'embedTexts'>;
  /** Words for each category, in the language that the model knows; `other` for what is to be told apart from all. */
  readonly texts: Readonly<Record<string, string | readonly string[]>>;
  /** Sentences with `{}` where the words go. Default `['a photo of {}']`. */
  readonly templates?: readonly string[] | undefined;
  /** Default 0.01: what CLIP was trained with. Not together with `calibration`. */
  readonly temperature?: number | undefined;
  /** Labelled vectors to choose the temperature by. */
  readonly calibration?: readonly LabelledVector[] | undefined;
  /** Default `zero-shot-classifier`. */
  readonly id?: string | undefined;
}

/** CLIP's logit scale ends at its bound of 100. */
const CLIP_TEMPERATURE = 0.01;

/**
 * Tells categories by their names, without a single picture: texts go through the embedder's text tower, those of a
 * category are averaged, and cosines with them become probabilities (Radford et al. 2021, section 3.1.4).
 * @throws ImageSearchError INVALID_OPTIONS; UNSUPPORTED for an embedder without a text tower; what the embedder throws
 * @example
 * const classifier = await createZeroShotClassifier({
 *   embedder,
 *   texts: { mug: ['a mug', 'a cup'], plate: 'a plate', other: ['a person', 'a room'] },
 * });
 */
export async function createZeroShotClassifier(
  options: ZeroShotClassifierOptions,
  callOptions: CallOptions = {},
): Promise<LinearClassifier> {
  checkKeys('options', options, ['embedder', 'texts', 'templates', 'temperature', 'calibration', 'id']);
  const { embedder, calibration, id = 'zero-shot-classifier' } = options;
  checkString('id', id);
  const { dimensions } = checkEmbedder(embedder).info;
  if (options.temperature !== undefined && calibration !== undefined)
    throw invalidOption(
      'temperature',
      'nothing where "calibration" is given',
      options.temperature,
      'Leave one out.',
    );
  const fixed = checkNumber('temperature', options.temperature, {
    min: 1e-4,
    max: 100,
    fallback: CLIP_TEMPERATURE,
  });
  const { categories, sentences } = checkTexts(options.texts, options.templates ?? ['a photo of {}']);
  if (embedder.embedTexts === undefined)
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `The embedder ${embedder.info.id} has no text tower, so it knows no words.`,
      hint: 'Use a model of the CLIP family, or label a few pictures and use createCentroidClassifier.',
    });
  const vectors = await embedder.embedTexts(
    sentences.map(({ text }) => text),
    callOptions,
  );
  const scorer = {
    weights: normalisedMeans(
      sentences.map(({ category }, at) => ({ category, vector: vectors[at]! })),
      categories.length,
    ),
    biases: new Float64Array(categories.length),
  };
  const examples = calibration
    ? checkExamples('calibration', calibration, dimensions, categories).examples
    : [];
  const temperature =
    examples.length === 0
      ? fixed
      : fitTemperature(
          examples.map(({ vector, category }) => ({ scores: scoresOf(scorer, vector), truth: category })),
        );
  const head = makeHead({ id, embedder, categories, scorer, temperature });
  return createLinearClassifier({ head, embedder });
}

function checkTexts(
  texts: ZeroShotClassifierOptions['texts'],
  templates: readonly string[],
): { categories: string[]; sentences: { category: number; text: string }[] } {
  const categories = typeof texts === 'object' && texts !== null ? Object.keys(texts) : [];
  if (categories.length < 2)
    throw invalidOption('texts', 'an object with words for at least two categories', texts);
  categories.sort((a, b) => Number(isLeaf(b)) - Number(isLeaf(a)));
  if (!Array.isArray(templates) || templates.length === 0)
    throw invalidOption('templates', 'an array of at least one sentence', templates);
  for (const [at, template] of templates.entries())
    if (!checkString(`templates[${at}]`, template).includes('{}'))
      throw invalidOption(`templates[${at}]`, 'a sentence with {} where the words go', template);
  const sentences = categories.flatMap((id, category) => {
    const words = [texts[id]!].flat();
    if (words.length === 0) throw invalidOption(`texts.${id}`, 'one text or several', words);
    return words.flatMap((word) =>
      templates.map((template) => ({
        category,
        text: template.replaceAll('{}', () => checkString(`texts.${id}`, word)),
      })),
    );
  });
  return { categories, sentences };
}

const isLeaf = (id: string): boolean => id !== OTHER_CATEGORY;
