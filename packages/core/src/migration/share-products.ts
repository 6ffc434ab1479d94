import { readSource } from '../photo/read-source.ts';
import { isReadableAgain } from '../photo/source-kind.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { Product, ProductImage } from '../spec/indexing.ts';

/** Products that one reader may be ahead of the other. */
const AHEAD = 256;
/** Bytes of a stream that are kept for the second reader; each pipeline has its own, lower limit. */
const MAX_BYTES = 256 * 2 ** 20;

interface Reader {
  readonly queue: Product[];
  open: boolean;
}

/**
 * The same products for two readers, each in order and once, out of one reading. The quicker reader waits for the other
 * one, unless that one has left. Pictures that can be read once alone are kept until both have read them.
 */
export function shareProducts(
  products: Iterable<Product> | AsyncIterable<Product>,
  ahead: number = AHEAD,
): readonly [AsyncIterable<Product>, AsyncIterable<Product>] {
  const source =
    Symbol.asyncIterator in products ? products[Symbol.asyncIterator]() : products[Symbol.iterator]();
  const readers: readonly [Reader, Reader] = [
    { queue: [], open: true },
    { queue: [], open: true },
  ];
  let ended = false;
  let failed: { readonly error: unknown } | undefined;
  let pulling: Promise<void> | undefined;
  let changed = Promise.withResolvers<void>();
  const tell = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };

  const pull = async (): Promise<void> => {
    try {
      const next = await source.next();
      if (next.done) ended = true;
      else {
        const product = shareImages(next.value);
        for (const { queue, open } of readers) if (open) queue.push(product);
      }
    } catch (error) {
      failed = { error };
    }
    pulling = undefined;
    tell();
  };
  const read = async (own: Reader, other: Reader): Promise<IteratorResult<Product>> => {
    while (own.open) {
      const product = own.queue.shift();
      if (product) {
        tell();
        return { done: false, value: product };
      }
      if (failed) throw failed.error;
      if (ended) break;
      const waits = other.open && other.queue.length >= ahead;
      if (!waits) pulling ??= pull();
      await (waits ? changed.promise : pulling);
    }
    return { done: true, value: undefined };
  };
  const leave = async (own: Reader, other: Reader): Promise<IteratorResult<Product>> => {
    own.open = false;
    own.queue.length = 0;
    tell();
    if (!other.open && !ended) await source.return?.();
    return { done: true, value: undefined };
  };
  const iterable = (own: Reader, other: Reader): AsyncIterable<Product> => ({
    [Symbol.asyncIterator]: () => ({ next: () => read(own, other), return: () => leave(own, other) }),
  });
  const [first, second] = readers;
  return [iterable(first, second), iterable(second, first)];
}

/** What is no product is left to the pipelines to refuse. */
function shareImages(product: Product): Product {
  if (!Array.isArray(product?.images)) return product;
  return {
    ...product,
    images: product.images.map((image: ProductImage | ImageSource) => {
      const isPlain = typeof image === 'object' && image !== null && 'source' in image;
      const source = isPlain ? image.source : (image as ImageSource);
      if (isReadableAgain(source)) return image;
      let bytes: Promise<Uint8Array> | undefined;
      const shared = (): Promise<Uint8Array> => {
        bytes ??= readSource(source, MAX_BYTES);
        return bytes;
      };
      return isPlain ? { ...image, source: shared } : shared;
    }),
  };
}
