import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ImageSearchError } from '@imgsearch/core';
import type { Catalog, CatalogProduct, Sample } from './catalog.ts';
import { readCatalogFile } from './read-catalog-file.ts';
import { readCatalogFolder } from './read-catalog-folder.ts';

const SAMPLES = 12;

/** Some of the products' own pictures, spread over the whole catalogue. */
function sampleProducts(products: readonly CatalogProduct[]): Sample[] {
  const step = Math.max(1, products.length / SAMPLES);
  const count = Math.min(SAMPLES, products.length);
  return Array.from({ length: count }, (_, index) => products[Math.floor(index * step)]!).map((product) => ({
    id: product.id,
    file: product.images[0]!,
    category: product.category,
  }));
}

/**
 * The user's own products: a catalog.json, a folder that has one, or a folder of pictures.
 * @throws ImageSearchError SOURCE_FAILED, naming the path
 */
export async function loadOwnCatalog(place: string): Promise<Catalog> {
  const found = await stat(place).catch(() => undefined);
  if (!found)
    throw new ImageSearchError({
      code: 'SOURCE_FAILED',
      message: `IMGSEARCH_CATALOG names ${place}, and there is nothing.`,
      hint: 'Set it to a folder of pictures or to a catalog.json, or leave it out to see the demo.',
    });
  const listed = found.isDirectory() ? path.join(place, 'catalog.json') : place;
  const { products, warnings } =
    found.isDirectory() && !existsSync(listed)
      ? { products: await readCatalogFolder(place), warnings: [] }
      : await readCatalogFile(listed);
  return { products, samples: sampleProducts(products), warnings };
}
