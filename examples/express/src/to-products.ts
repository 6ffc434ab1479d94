import type { Product } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import type { CatalogProduct } from './catalog/catalog.ts';
import type { fields } from './create-pipeline.ts';

/** What the page shows of a product rides along as metadata, so that a match needs no second look-up. */
export function* toProducts(
  products: readonly CatalogProduct[],
): Generator<Product<typeof fields>, undefined> {
  for (const { id, images, category, ...shown } of products) {
    const known = Object.entries(shown).filter(([, value]) => value !== undefined);
    yield {
      id,
      images: images.map((file) => ({ source: fromFile(file) })),
      category,
      metadata: Object.fromEntries(known),
    };
  }
}
