import { givenCategory } from '../photo/choose-category.ts';
import { contentHash } from '../photo/content-hash.ts';
import { describeBytes } from '../photo/describe-bytes.ts';
import type { PhotoTools } from '../photo/photo-tools.ts';
import { readSource } from '../photo/read-source.ts';
import { isReadableAgain } from '../photo/source-kind.ts';
import { createStopwatch } from '../photo/stopwatch.ts';
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
    const call = { signal, priority, deadline };
    const bytes = await readSource(image.source, tools.policies.limits.maxBytes, call);
    const hash = await contentHash(bytes);
    const described = await describeBytes(bytes, tools, createStopwatch(), {
      ...call,
      batchSize,
      category,
      contentHash: hash,
    });
    return {
      id: image.recordId,
      productId: product.id,
      imageId: image.imageId,
      vector: described.vector,
      category: described.category.id,
      contentHash: hash,
      metadata: product.metadata,
    };
  };
  if (!isReadableAgain(image.source)) return walk();
  return retry(walk, { signal, retries: 2, worthIt: ({ code }) => PASSING.has(code) });
}
