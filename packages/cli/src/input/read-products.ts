import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { ImageSearchError, type Metadata, type Product } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { PICTURE } from './read-folder.ts';

const refuse = (place: string, what: string, hint: string, cause?: unknown): ImageSearchError =>
  new ImageSearchError({ code: 'INVALID_OPTIONS', message: `${place}: ${what}`, hint, cause });

/**
 * What to index: a folder, each picture of which is a product named after its path; or a JSON array of
 * `{ id, image or images, category?, ... }`, whose other plain values are kept as metadata.
 * @throws ImageSearchError INVALID_OPTIONS with the product that is wrong
 */
export async function readProducts(place: string): Promise<Product[]> {
  const found = await stat(place).catch((cause: unknown) => {
    throw refuse(place, 'it does not exist.', 'Name a folder of pictures, or a JSON of products.', cause);
  });
  const products = found.isDirectory() ? await fromFolder(place) : await fromJson(place);
  if (products.length === 0)
    throw refuse(place, 'it holds no picture.', 'Pictures end in .jpg, .png, .webp, .avif, .gif or .tiff.');
  return products;
}

async function fromFolder(folder: string): Promise<Product[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => PICTURE.test(name)).sort();
  return names.map((name) => {
    const file = path.resolve(folder, name);
    return { id: name.split(path.sep).join('/'), images: [fromFile(file)], metadata: { file } };
  });
}

async function fromJson(place: string): Promise<Product[]> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(place, 'utf8'));
  } catch (cause) {
    throw refuse(place, `it is no JSON: ${(cause as Error).message}`, 'Write an array of products.', cause);
  }
  if (!Array.isArray(value))
    throw refuse(place, 'it is no array.', 'Write an array of { "id": ..., "image": ... }.');
  return value.map((entry, index) => toProduct(place, entry, index + 1));
}

function toProduct(place: string, entry: unknown, number: number): Product {
  const { id, image, images, category, ...rest } = (entry ?? {}) as Record<string, unknown>;
  const files: unknown = images ?? (image === undefined ? undefined : [image]);
  if (typeof id !== 'string' && typeof id !== 'number')
    throw refuse(place, `product ${number} has no id.`, 'Give each product an "id", a text or a number.');
  if (!Array.isArray(files) || files.length === 0 || files.some((file) => typeof file !== 'string'))
    throw refuse(
      place,
      `product ${id} names no picture.`,
      'Give "image" a path, or "images" an array of paths.',
    );
  if (category !== undefined && typeof category !== 'string')
    throw refuse(
      place,
      `product ${id} has a category that is no text.`,
      'Write the id of a leaf, e.g. "shoes".',
    );
  const paths = files.map((file: string) => path.resolve(path.dirname(place), file));
  const plain = Object.entries(rest).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return {
    id: String(id),
    images: paths.map((file) => fromFile(file)),
    ...(category !== undefined && { category }),
    metadata: {
      ...(Object.fromEntries(plain) as Metadata),
      file: paths[0]!,
      // By position, for whoever needs the originals again.
      ...(paths.length > 1 && { files: paths }),
    },
  };
}
