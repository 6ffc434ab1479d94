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
  readonly not?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
  readonly diversity?: number | true | undefined;
  readonly views?: Views | undefined;
  readonly box?: PictureBox | undefined;
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
    .option('--not <PRODUCT...>', 'less like these products, which are left out')
    .option('--exclude <PRODUCT...>', 'leave these products out')
    .option('--box <L,T,W,H>', 'look at this part of the photo, in fractions', parseBox)
    .option(
      '--diversity [LAMBDA]',
      'matches unlike each other; 1 is similarity alone, 0.7 without a number',
      parseShare,
    )
    .option('--views <HOW>', VIEWS_HELP, parseViews)
    .option('--limit <N>', 'products wanted', whole(100), 10)
    .option('--page <N>', 'the first, second, ... so many', whole(1000), 1)
    .option('--in <CATEGORY>', 'search this category, without asking the classifier')
    .option('--everything', 'search all categories');
}

/** @throws ImageSearchError INVALID_OPTIONS for neither photo nor product, both, or a box of several photos */
export function readQuery(photos: readonly string[], words: QueryWords): SearchRequest {
  const { limit, like, not = [], exclude, diversity, views, box, everything } = words;
  const [photo, ...more] = photos;
  if ((photo === undefined) === (like === undefined))
    throw wrong(
      'Name a photo, several photos, or a product.',
      'imgsearch search PHOTO, or: imgsearch search --like PRODUCT',
    );
  if (box && (photo === undefined || more.length > 0))
    throw wrong('A box is a part of one photo.', 'Name one photo, or leave --box out.');
  const category: SearchRequest['category'] = everything ? false : words.in;
  const options = {
    limit,
    category,
    exclude,
    ...(not.length > 0 && {
      lessLike: { examples: not.map((productId): NegativeExample => ({ productId })) },
    }),
    ...(views !== undefined && { views }),
    ...(diversity !== undefined && { diversity: diversity === true ? {} : { lambda: diversity } }),
  };
  if (like !== undefined) return { ...options, productId: like };
  if (more.length > 0) return { ...options, images: photos.map((file) => fromFile(file)) };
  return { ...options, image: fromFile(photo!), box };
}

const wrong = (message: string, hint: string): ImageSearchError =>
  new ImageSearchError({ code: 'INVALID_OPTIONS', message, hint });
