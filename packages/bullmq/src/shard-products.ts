import { createHash } from 'node:crypto';
import {
  abortable,
  type CallOptions,
  invalidOption,
  throwIfStopped,
  toImageSearchError,
} from '@imgsearch/core';
import type { JobProduct, Json } from './job-product.ts';

/** The work of one job. */
export interface Shard {
  /** Hash of the products, as hex: the same products make the same shard. */
  readonly hash: string;
  readonly products: readonly JobProduct<Json>[];
}

/**
 * Cuts a source into shards, in its order, and reads no further than it is asked.
 * @throws ImageSearchError SOURCE_FAILED where the source fails, INVALID_OPTIONS for a product that is not JSON, ABORTED
 */
export async function* shardProducts(
  products: Iterable<JobProduct<Json>> | AsyncIterable<JobProduct<Json>>,
  size: number,
  options: CallOptions,
): AsyncGenerator<Shard> {
  const iterator =
    Symbol.asyncIterator in products ? products[Symbol.asyncIterator]() : products[Symbol.iterator]();
  let texts: string[] = [];
  const shard = (): Shard => {
    const text = `[${texts.join(',')}]`;
    texts = [];
    return { hash: createHash('sha256').update(text).digest('hex').slice(0, 32), products: JSON.parse(text) };
  };
  try {
    for (;;) {
      throwIfStopped(options);
      const next = await abortable(Promise.resolve(fromSource(() => iterator.next())), options.signal);
      if (next.done) break;
      texts.push(toJson(next.value));
      if (texts.length === size) yield shard();
    }
    if (texts.length > 0) yield shard();
  } finally {
    // Not awaited: a source that hangs would keep an aborted caller.
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

async function fromSource<T>(next: () => T | PromiseLike<T>): Promise<T> {
  try {
    return await next();
  } catch (error) {
    throw toImageSearchError(error, 'SOURCE_FAILED', 'The products could not be read');
  }
}

const isReference = (image: unknown): boolean =>
  typeof image === 'string' ||
  (typeof image === 'object' && image !== null && 'source' in image && isJson(image.source));

/** Whether a value comes back from JSON as it was. */
function isJson(value: unknown): boolean {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== 'object') return false;
  const prototype = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson);
}

function toJson(product: JobProduct<Json>): string {
  const images: unknown = product?.images;
  if (Array.isArray(images) && !images.every(isReference))
    throw invalidOption(
      'product.images',
      'pictures by reference, such as "https://example.com/a.jpg" or { source: { key: "a.jpg" } }',
      images.find((image) => !isReference(image)),
      'Jobs travel as JSON, without pictures: give an address or a key, which the worker\'s "toImage" resolves.',
    );
  try {
    return JSON.stringify(product) ?? 'null';
  } catch (cause) {
    throw invalidOption(
      'product',
      'a product of plain JSON',
      product,
      `JSON cannot hold it: ${String(cause)}`,
    );
  }
}
