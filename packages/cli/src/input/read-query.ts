import {
  ImageSearchError,
  type NegativeExample,
  type PictureBox,
  type SearchRequest,
  type Views,
} from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { type Command, InvalidArgumentError } from 'commander';
import { parseViews, VIEWS_HELP } from './embedder-options.ts';

/** What a search command was asked, in words of the command line. */
export interface QueryWords {
  readonly limit: number;
  readonly page: number;
  readonly like?: string | undefined;
  readonly text?: string | undefined;
  readonly not?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly diversity?: number | true | undefined;
  readonly views?: Views | undefined;
  readonly box?: PictureBox | undefined;
  readonly minSimilarity?: number | undefined;
  readonly in?: string | undefined;
  readonly everything?: true | undefined;
}

const whole =
  (most: number) =>
  (value: string): number => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1 || number > most)
      throw new InvalidArgumentError(`Give a whole number from 1 to ${most}.`);
    return number;
  };

function parseShare(value: string): number {
  const share = Number(value);
  if (value.trim() === '' || !(share >= 0 && share <= 1))
    throw new InvalidArgumentError('Give a number from 0 to 1.');
  return share;
}

function parseCosine(value: string): number {
  const cosine = Number(value);
  if (value.trim() === '' || !(cosine >= -1 && cosine <= 1))
    throw new InvalidArgumentError('Give a number from -1 to 1.');
  return cosine;
}

function parseBox(value: string): PictureBox {
  const [left, top, width, height, more] = value.split(',').map(parseShare);
  if (
    left === undefined ||
    top === undefined ||
    width === undefined ||
    height === undefined ||
    more !== undefined
  )
    throw new InvalidArgumentError('Give left,top,width,height, each from 0 to 1.');
  return { left, top, width, height };
}

/** The options that make a query. */
export function addQueryOptions(command: Command): Command {
  return command
    .option('--like <PRODUCT>', 'more like this product, instead of a photo')
    .option('--text <WORDS>', 'words, alone or about a photo, for an embedder that reads')
    .option('--not <PRODUCT...>', 'less like these products, which are left out')
    .option('--exclude <PRODUCT...>', 'leave these products out')
    .option('--box <L,T,W,H>', 'look at this part of the photo, in fractions', parseBox)
    .option(
      '--diversity [LAMBDA]',
      'matches unlike each other; 1 is similarity alone, 0.7 without a number',
      parseShare,
    )
    .option('--views <HOW>', VIEWS_HELP, parseViews)
    .option('--min-similarity <COSINE>', 'leave out what is less alike, -1 to 1', parseCosine)
    .option('--limit <N>', 'products wanted', whole(100), 10)
    .option('--page <N>', 'the first, second, ... so many', whole(1000), 1)
    .option('--in <CATEGORY>', 'search this category, without asking the classifier')
    .option('--everything', 'search all categories');
}

/** @throws ImageSearchError INVALID_OPTIONS for nothing to search with, two things that do not go together, or a box of several photos */
export function readQuery(photos: readonly string[], words: QueryWords): SearchRequest {
  const { limit, like, text, not = [], exclude, diversity, views, box, minSimilarity, everything } = words;
  const [photo, ...more] = photos;
  const asksByLook = photo !== undefined || text !== undefined;
  if (asksByLook === (like !== undefined))
    throw wrong(
      'Name a photo, several photos, words, or a product.',
      'imgsearch search PHOTO, or: imgsearch search --text WORDS, or: imgsearch search --like PRODUCT',
    );
  if (box && (photo === undefined || more.length > 0))
    throw wrong('A box is a part of one photo.', 'Name one photo, or leave --box out.');
  if (text !== undefined && more.length > 0)
    throw wrong('Words are about one photo.', 'Name one photo, or leave --text out.');
  const category: SearchRequest['category'] = everything ? false : words.in;
  const options = {
    limit,
    category,
    exclude,
    minSimilarity,
    ...(not.length > 0 && {
      lessLike: { examples: not.map((productId): NegativeExample => ({ productId })) },
    }),
    ...(views !== undefined && { views }),
    ...(diversity !== undefined && { diversity: diversity === true ? {} : { lambda: diversity } }),
  };
  if (like !== undefined) return { ...options, productId: like };
  if (photo === undefined) return { ...options, text: text! };
  if (more.length > 0) return { ...options, images: photos.map((file) => fromFile(file)) };
  const image = fromFile(photo);
  return text === undefined ? { ...options, image, box } : { ...options, image, box, text };
}

const wrong = (message: string, hint: string): ImageSearchError =>
  new ImageSearchError({ code: 'INVALID_OPTIONS', message, hint });
