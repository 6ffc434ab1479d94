import { givenCategory } from '../photo/choose-category.ts';
import { contentHash } from '../photo/content-hash.ts';
import type { PhotoTools } from '../photo/photo-tools.ts';
import { isReadableAgain } from '../photo/source-kind.ts';
import { createStopwatch } from '../photo/stopwatch.ts';
import { walkPhoto } from '../photo/walk-photo.ts';
import { retry } from '../retry/retry.ts';
import type { VectorRecord } from '../spec/vector-store.ts';
import type { IndexSettings } from './check-index-options.ts';
import type { CheckedProduct } from './check-product.ts';

/** Failures of the moment; a decode that took too long would take as long again. */
const PASSING: ReadonlySet<string> = new Set(['SOURCE_FAILED', 'QUEUE_FULL', 'OUT_OF_MEMORY']);

/** One picture's way to its record. A source that can be read twice is tried again where the failure may pass. */
export async function walkProductImage(
  product: CheckedProduct,
  image: CheckedProduct['images'][number],
  tools: PhotoTools,
  settings: IndexSettings,
  signal: AbortSignal,
): Promise<VectorRecord> {
  const { batchSize, priority, deadline } = settings;
  const category = product.category === undefined ? undefined : givenCategory(product.category, 'product');
  const walk = async (): Promise<VectorRecord> => {
    let hashing: Promise<string> | undefined;
    const walked = await walkPhoto(image.source, tools, createStopwatch(), {
      signal,
      priority,
      deadline,
      batchSize,
      category,
      onBytes(bytes) {
        hashing = contentHash(bytes);
        hashing.catch(() => undefined);
      },
    });
    return {
      id: image.recordId,
      productId: product.id,
      imageId: image.imageId,
      vector: walked.vector,
      category: walked.category.id,
      contentHash: (await hashing) as string,
      metadata: product.metadata,
    };
  };
  if (!isReadableAgain(image.source)) return walk();
  return retry(walk, { signal, retries: 2, worthIt: ({ code }) => PASSING.has(code) });
}
