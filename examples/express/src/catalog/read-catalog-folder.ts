import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { ImageSearchError } from '@imgsearch/core';
import type { CatalogProduct } from './catalog.ts';
import { findCategory } from './find-category.ts';
import { isPictureFile, nameFromFile } from './picture-files.ts';

/**
 * Every picture below a folder is a product whose id is the file's name. A folder named like a category gives it to
 * all that lies below; other pictures are classified.
 * @throws ImageSearchError SOURCE_FAILED where there is no picture
 */
export async function readCatalogFolder(folder: string): Promise<CatalogProduct[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && isPictureFile(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  if (files.length === 0)
    throw new ImageSearchError({
      code: 'SOURCE_FAILED',
      message: `There is no picture in ${folder}.`,
      hint: 'Put JPEG, PNG, WebP, AVIF, GIF or TIFF files there, in sub-folders named after categories if you like.',
    });
  const count = new Map<string, number>();
  for (const file of files) count.set(path.parse(file).name, (count.get(path.parse(file).name) ?? 0) + 1);
  return files.map((file) => {
    const { dir, name } = path.parse(file);
    const category = dir.split(path.sep).reverse().map(findCategory).find(Boolean);
    return {
      // Two files of one name in different folders are two products.
      id: count.get(name) === 1 ? name : file.replaceAll(path.sep, '/'),
      name: nameFromFile(file),
      ...(category && { category }),
      images: [path.join(folder, file)],
    };
  });
}
