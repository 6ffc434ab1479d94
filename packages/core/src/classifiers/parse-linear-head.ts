import { ImageSearchError } from '../errors/image-search-error.ts';
import { isPlainObject } from '../options/is-plain-object.ts';
import type { LinearHead } from './linear-head.ts';

/** Whether what came out of a file is a head. @throws ImageSearchError MODEL_CORRUPT, saying what is wrong */
export function parseLinearHead(value: unknown): LinearHead {
  if (!isPlainObject(value) || value.format !== 'imgsearch-linear-head')
    throw corrupt('it has no format "imgsearch-linear-head"');
  if (value.version !== 1) throw corrupt(`its version is ${JSON.stringify(value.version)}, not 1`);
  for (const name of ['id', 'embedder'])
    if (typeof value[name] !== 'string' || value[name] === '') throw corrupt(`"${name}" is no text`);
  const { categories, weights, biases, temperature } = value;
  if (!isListOf(categories, (one) => typeof one === 'string' && one !== '') || categories.length < 2)
    throw corrupt('"categories" is no list of at least two ids');
  if (new Set(categories).size < categories.length) throw corrupt('"categories" has an id twice');
  if (!isListOf(biases, Number.isFinite) || biases.length !== categories.length)
    throw corrupt(`"biases" is no list of ${categories.length} numbers`);
  const isRow = (row: unknown): row is unknown[] => isListOf(row, Number.isFinite) && row.length > 0;
  if (!isListOf(weights, isRow) || weights.length !== categories.length)
    throw corrupt(`"weights" is no list of ${categories.length} rows of numbers`);
  if (new Set(weights.map((row) => (row as unknown[]).length)).size > 1)
    throw corrupt('the rows of "weights" differ in length');
  if (typeof temperature !== 'number' || !(temperature > 0 && temperature < Number.POSITIVE_INFINITY))
    throw corrupt('"temperature" is no number above 0');
  return value as unknown as LinearHead;
}

const isListOf = (value: unknown, holds: (one: unknown) => boolean): value is unknown[] =>
  Array.isArray(value) && value.every(holds);

const corrupt = (what: string): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_CORRUPT',
    message: `This is no saved classifier: ${what}.`,
    hint: 'Save what JSON.stringify(classifier) gives, and pass what JSON.parse makes of it.',
  });
