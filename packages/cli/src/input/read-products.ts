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
 * What to index: a folder, each picture (or each folder) of which is a product; or a CSV, JSON, JSON lines of products, a
 * file or at an address, with paths or http(s) addresses. Metadata note the files, so that `search` can show them and `migrate` find them again.
 * @throws ImageSearchError INVALID_OPTIONS where nothing is there
 */
export async function readProducts(
  place: string,
  product: 'picture' | 'folder' = 'picture',
): Promise<ReadProducts> {
  const isAddress = /^https?:\/\//i.test(place);
  const table = (at: string | URL) =>
    counted(
      readTable(at, { fetcher: createPoliteFetcher(), etags: true, noteFiles: true }),
      // Nobody is asked for anything.
      readTable(at),
    );
  if (isAddress) return table(new URL(place));
  const found = await stat(place).catch((cause: unknown) => {
    throw new ImageSearchError({
      code: 'INVALID_OPTIONS',
      message: `${place}: it does not exist.`,
      hint: 'Name a folder of pictures, or a .csv, .json, .jsonl or .ndjson of products, here or at an address.',
      cause,
    });
  });
  if (!found.isDirectory()) return table(place);
  const folder = readFolder(place, { product, noteFiles: true });
  return counted(folder, folder);
}

function counted(products: AsyncIterable<Product>, bare: AsyncIterable<Product>): ReadProducts {
  return {
    products,
    async count() {
      let count = 0;
      for await (const _ of bare) count++;
      return count;
    },
  };
}
