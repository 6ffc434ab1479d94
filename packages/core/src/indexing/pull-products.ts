import { abortable } from '../errors/abort.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import type { Product } from '../spec/indexing.ts';

/**
 * Takes products as long as nobody stops, and tells the source when somebody has.
 * @returns whether the source came to its end
 * @throws ImageSearchError SOURCE_FAILED, or whatever `take` throws
 */
export async function pullProducts(
  products: Iterable<Product> | AsyncIterable<Product>,
  signal: AbortSignal,
  take: (product: Product) => Promise<void>,
): Promise<boolean> {
  const iterator =
    Symbol.asyncIterator in products ? products[Symbol.asyncIterator]() : products[Symbol.iterator]();
  // Not awaited: a source that hangs would keep an aborted caller.
  const leave = (): void => void Promise.resolve(iterator.return?.()).catch(() => undefined);
  try {
    while (!signal.aborted) {
      const next = await abortable(
        fromSource(async () => iterator.next()),
        signal,
      );
      if (next.done) return true;
      await take(next.value);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  leave();
  return false;
}

async function fromSource<T>(next: () => Promise<T>): Promise<T> {
  try {
    return await next();
  } catch (error) {
    throw toImageSearchError(error, 'SOURCE_FAILED', 'The products could not be read');
  }
}
