import { stat } from 'node:fs/promises';
import { ImageSearchError, type Product } from '@imgsearch/core';
import { createPoliteFetcher, readFolder, readTable } from '@imgsearch/sources';

export interface ReadProducts {
  /** Read anew each time. */
  readonly products: AsyncIterable<Product>;
  /** How many there are, by reading them once without their pictures. */
  count(): Promise<number>;
}

/**
 * What to index: a folder, each picture (or each folder) of which is a product; or a CSV, JSON, JSON lines of products,
 * with paths or http(s) addresses. Metadata note the files, so that `search` can show them and `migrate` find them again.
 * @throws ImageSearchError INVALID_OPTIONS where nothing is there
 */
export async function readProducts(
  place: string,
  product: 'picture' | 'folder' = 'picture',
): Promise<ReadProducts> {
  const found = await stat(place).catch((cause: unknown) => {
    throw new ImageSearchError({
      code: 'INVALID_OPTIONS',
      message: `${place}: it does not exist.`,
      hint: 'Name a folder of pictures, or a .csv, .json, .jsonl or .ndjson of products.',
      cause,
    });
  });
  const products = found.isDirectory()
    ? readFolder(place, { product, noteFiles: true })
    : readTable(place, { fetcher: createPoliteFetcher(), etags: true, noteFiles: true });
  return {
    products,
    async count() {
      let count = 0;
      for await (const _ of products) count++;
      return count;
    },
  };
}
