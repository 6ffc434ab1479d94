import { ImageSearchError } from '../errors/image-search-error.ts';
import { compareFingerprints } from '../fingerprint/compare-fingerprints.ts';
import { checkKeys, checkNumber, checkString, invalidOption } from '../options/check.ts';
import type { Embedder } from '../spec/embedder.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { WeightedImage } from '../spec/search.ts';
import { checkPictureBox } from './check-picture-box.ts';
import type { QueryPart } from './query-part.ts';

export interface InputRules {
  readonly embedder: Embedder;
  readonly fingerprint: Fingerprint;
}

/** Keys of each kind of query; the first one names it. */
const KINDS = {
  images: ['images'],
  image: ['image', 'box'],
  text: ['text'],
  'image and text': ['image', 'box', 'text', 'weights'],
  vector: ['vector', 'fingerprint'],
  productId: ['productId'],
} as const;
export const INPUT_KEYS: readonly string[] = [...new Set(Object.values(KINDS).flat())];
const MAX_PARTS = 16;
const MAX_TEXT = 2000;

/**
 * What to search with, as weighted parts.
 * @throws ImageSearchError INVALID_OPTIONS for none or two kinds at once, UNSUPPORTED for words without a text tower,
 *   MODEL_MISMATCH for a vector of another space
 */
export function checkSearchInput(request: object, rules: InputRules): readonly QueryPart[] {
  const given = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  const keys = INPUT_KEYS.filter((key) => key in given);
  const kind = Object.entries(KINDS).find(
    ([name, known]) =>
      name.split(' and ').every((key) => keys.includes(key)) &&
      keys.every((key) => (known as readonly string[]).includes(key)),
  )?.[0];
  switch (kind) {
    case 'images':
      return checkImages(given.images);
    case 'image':
      return [checkPhoto(given, 'box', 1)];
    case 'text':
      return [checkText(given.text, 1, rules)];
    case 'image and text': {
      const [image, text] = checkWeights(given.weights);
      return [checkPhoto(given, 'box', image), checkText(given.text, text, rules)];
    }
    case 'vector':
      return [{ kind: 'vector', weight: 1, vector: checkQueryVector(given, rules) }];
    case 'productId':
      return [{ kind: 'product', weight: 1, productId: checkString('productId', given.productId) }];
    default:
      throw invalidOption(
        'request',
        'one of { image }, { images }, { text }, { image, text }, { vector, fingerprint }, { productId }',
        keys.length > 0 ? `${keys.join(' with ')}` : request,
        adviseOn(keys),
      );
  }
}

/** What to do about keys that do not go together. */
function adviseOn(keys: readonly string[]): string {
  if (keys.length === 0) return 'Say what to search with, for example { image: photo }.';
  if (keys.includes('images') && keys.includes('box'))
    return 'Give each photo a part of its own: { images: [{ image, box }] }.';
  if (keys.includes('weights'))
    return 'Weights are for one photo and words together: give both, or leave "weights" out.';
  return 'Search with one kind at a time, and leave the rest out.';
}

/** @throws ImageSearchError INVALID_OPTIONS, MODEL_MISMATCH */
export function checkExamples(value: unknown, rules: InputRules): readonly QueryPart[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PARTS)
    throw invalidOption('lessLike.examples', `a list of 1 to ${MAX_PARTS} examples`, value);
  return value.flatMap((example: unknown) => {
    const keys = typeof example === 'object' && example !== null ? Object.keys(example) : [];
    if (!keys.some((key) => ['image', 'vector', 'productId'].includes(key)) || keys.includes('text'))
      throw invalidOption(
        'lessLike.examples',
        'examples such as { image }, { vector, fingerprint } or { productId }',
        example,
      );
    checkKeys('lessLike.examples', example, ['image', 'box', 'vector', 'fingerprint', 'productId']);
    return checkSearchInput(example as object, rules);
  });
}

function checkImages(value: unknown): readonly QueryPart[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_PARTS)
    throw invalidOption('images', `a list of 1 to ${MAX_PARTS} photos`, value);
  return value.map((each: ImageSource | WeightedImage, at) => {
    if (typeof each !== 'object' || each === null || !('image' in each))
      return { kind: 'photo', image: each, weight: 1 };
    checkKeys(`images[${at}]`, each, ['image', 'box', 'weight']);
    const weight = checkNumber(`images[${at}].weight`, each.weight, { min: 0, fallback: 1 });
    if (weight === 0 || !Number.isFinite(weight))
      throw invalidOption(`images[${at}].weight`, 'a number above 0', each.weight);
    return checkPhoto(each, `images[${at}].box`, weight);
  });
}

const checkPhoto = (given: Partial<WeightedImage>, option: string, weight: number): QueryPart => ({
  kind: 'photo',
  image: given.image as ImageSource,
  box: checkPictureBox(given.box, option),
  weight,
});

function checkText(value: unknown, weight: number, { embedder }: InputRules): QueryPart {
  const text = checkString('text', value);
  if (text.length > MAX_TEXT)
    throw invalidOption(
      'text',
      `at most ${MAX_TEXT} characters`,
      text,
      'Describe the product in a sentence.',
    );
  if (!embedder.embedTexts)
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `The embedder ${embedder.info.id} understands pictures alone: it has no text tower.`,
      hint: 'Search with a photo, or use an embedder with `embedTexts`, such as CLIP or SigLIP.',
    });
  return { kind: 'text', text, weight };
}

function checkWeights(value: unknown): readonly [image: number, text: number] {
  checkKeys('weights', value, ['image', 'text']);
  const given = (value ?? {}) as { readonly image?: unknown; readonly text?: unknown };
  const share = (key: 'image' | 'text'): number =>
    checkNumber(`weights.${key}`, given[key], { min: 0, max: 1e6, fallback: 0.5 });
  const [image, text] = [share('image'), share('text')];
  if (image + text === 0) throw invalidOption('weights', 'at least one weight above 0', value);
  return [image, text];
}

/** A unit vector of this pipeline's space, copied. */
function checkQueryVector(
  { vector, fingerprint }: { readonly vector?: unknown; readonly fingerprint?: unknown },
  rules: InputRules,
): Float32Array {
  const { dimensions } = rules.embedder.info;
  const made = fingerprint as Partial<Fingerprint> | undefined;
  const twins = made?.sameSpaceAs ?? [];
  if (typeof made?.space !== 'string' || !Array.isArray(twins))
    throw invalidOption(
      'fingerprint',
      'the fingerprint of what made the vector, { space, sameSpaceAs? }',
      fingerprint,
      'Pass on what `embed` gave beside the vector.',
    );
  const { space, differences } = compareFingerprints(rules.fingerprint, {
    ...rules.fingerprint,
    space: made.space,
    sameSpaceAs: twins,
  });
  if (space === 'different')
    throw new ImageSearchError({
      code: 'MODEL_MISMATCH',
      message: `The vector was made in another space: ${differences.space.map((each) => each.replace(/in the store$/, 'where it was made')).join('; ')}.`,
      hint: "Make the vector with this pipeline's embedder, working size, margin and fill, or with a model whose manifest says that it is comparable; a page older than the server's models must be loaded again.",
    });
  const isNumeric = ArrayBuffer.isView(vector) || Array.isArray(vector);
  const copy = isNumeric ? Float32Array.from(vector as ArrayLike<number>) : new Float32Array(0);
  const length = Math.hypot(...copy);
  if (copy.length !== dimensions || !(Math.abs(length - 1) <= 0.01))
    throw invalidOption('vector', `a unit vector of ${dimensions} numbers`, vector);
  return copy;
}
