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

/** Failures of the moment; so is a download that took too long, but a decode would take as long again. */
const PASSING: ReadonlySet<string> = new Set(['SOURCE_FAILED', 'QUEUE_FULL', 'OUT_OF_MEMORY']);

/** What is known of a walk, also where it fails. */
export interface WalkTrace {
  attempts: number;
  /** SHA-256 of the bytes, once they were read. */
  contentHash?: string | undefined;
}

export interface ImageWalk {
  readonly product: CheckedProduct;
  readonly image: CheckedProduct['images'][number];
  /** A picture of these bytes needs no walk. */
  readonly knownHash?: string | undefined;
  /** Pictures in one model call, asked for when the call is put together. */
  batchSize(): number;
  readonly trace: WalkTrace;
}

/**
 * One picture's way to its record. A source that can be read twice is tried again where the failure may pass.
 * @returns undefined where the bytes are the known ones
 */
export async function walkProductImage(
  { product, image, knownHash, batchSize, trace }: ImageWalk,
  tools: PhotoTools,
  settings: IndexSettings,
  signal: AbortSignal,
): Promise<VectorRecord | undefined> {
  const { priority, deadline } = settings;
  const category = product.category === undefined ? undefined : givenCategory(product.category, 'product');
  let reading = false;
  const walkOnce = async (): Promise<VectorRecord | undefined> => {
    trace.attempts++;
    reading = true;
    const call = { signal, priority, deadline, caller: settings.caller ?? signal };
    const bytes = await readSource(image.source, tools.policies.limits.maxBytes, call);
    reading = false;
    const hash = await contentHash(bytes);
    trace.contentHash = hash;
    if (hash === knownHash) return undefined;
    const described = await describeBytes(bytes, tools, createStopwatch(tools.traced), {
      ...call,
      get batchSize() {
        return batchSize();
      },
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
  const walk = (): Promise<VectorRecord | undefined> => tools.traced('index', walkOnce);
  if (!isReadableAgain(image.source)) return walk();
  const { images: retries, firstDelay, maxDelay } = settings.retry;
  return retry(walk, {
    signal,
    retries,
    firstDelay,
    maxDelay,
    worthIt: ({ code, retryable }) =>
      retryable && (PASSING.has(code) || (reading && code === 'TIMEOUT')) && !isLate(deadline),
  });
}

const isLate = (deadline: number | undefined): boolean => deadline !== undefined && Date.now() >= deadline;
