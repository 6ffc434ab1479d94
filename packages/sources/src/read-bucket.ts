import {
  checkKeys,
  type ImageSource,
  invalidOption,
  type Product,
  toImageSearchError,
} from '@imgsearch/core';
import { PICTURE } from './read-folder.ts';

/** An object as a listing tells it. */
export interface BucketObject {
  readonly key: string;
  readonly etag?: string | undefined;
}

/** What is used of a bucket; three lines over any S3 client. */
export interface BucketClient {
  /** One page of a listing. @param cursor of the page before; undefined for the first */
  list(
    cursor: string | undefined,
  ): Promise<{ readonly objects: readonly BucketObject[]; readonly next?: string | undefined }>;
  /** An object's bytes. */
  get(key: string, options: { readonly signal?: AbortSignal | undefined }): Promise<ImageSource>;
}

export interface BucketOptions {
  /** Product of an object and its picture's id, or undefined to leave it out. Default: each picture is a product of its key. */
  readonly productOf?:
    | ((key: string) => { readonly productId: string; readonly imageId: string } | undefined)
    | undefined;
}

/**
 * Products of an S3-compatible bucket, page by page; ETags are the versions of the pictures, so that a run with a
 * checkpoint fetches only what changed. Pictures of one product must follow each other in the listing, as they do where
 * keys begin with the product.
 * @returns products; iterating fails with SOURCE_FAILED where a page cannot be listed
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const client = {
 *   list: async () => ({ objects: [{ key: 'p1/front.jpg', etag: 'a1' }] }),
 *   get: async () => bytes,
 * };
 * const products = readBucket(client, {
 *   productOf: (key) => ({ productId: key.split('/')[0]!, imageId: key }),
 * });
 */
export function readBucket(client: BucketClient, options: BucketOptions = {}): AsyncIterable<Product> {
  checkKeys('options', options, ['productOf']);
  if (typeof client?.list !== 'function' || typeof client.get !== 'function')
    throw invalidOption('client', 'an object with list and get', client);
  const productOf =
    options.productOf ?? ((key) => (PICTURE.test(key) ? { productId: key, imageId: '0' } : undefined));
  return {
    async *[Symbol.asyncIterator]() {
      let current: { id: string; images: Product['images'][number][] } | undefined;
      for await (const { key, etag } of objectsOf(client)) {
        const place = productOf(key);
        if (place === undefined) continue;
        if (current && current.id !== place.productId) {
          yield current;
          current = undefined;
        }
        current ??= { id: place.productId, images: [] };
        const source: ImageSource = ({ signal }) => client.get(key, { signal });
        current.images.push({ id: place.imageId, source, ...(etag !== undefined && { version: etag }) });
      }
      if (current) yield current;
    },
  };
}

async function* objectsOf(client: BucketClient): AsyncGenerator<BucketObject> {
  let cursor: string | undefined;
  do {
    let page: Awaited<ReturnType<BucketClient['list']>>;
    try {
      page = await client.list(cursor);
    } catch (error) {
      throw toImageSearchError(error, 'SOURCE_FAILED', 'The bucket could not be listed');
    }
    yield* page.objects;
    cursor = page.next;
  } while (cursor !== undefined);
}
