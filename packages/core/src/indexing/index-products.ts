import { abortable, throwIfStopped } from '../errors/abort.ts';
import { failureKind } from '../errors/failure-kind.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { toImageSearchError } from '../errors/to-image-search-error.ts';
import type { PhotoTools } from '../photo/photo-tools.ts';
import type { IndexReport, Product } from '../spec/pipeline.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import type { IndexSettings } from './check-index-options.ts';
import { type CheckedProduct, checkProduct, type ProductRules } from './check-product.ts';
import type { EventLog } from './event-log.ts';
import { isFatal } from './is-fatal.ts';
import { processMemory } from './process-memory.ts';
import { createRecordKeeper } from './record-keeper.ts';
import { createSlots } from './slots.ts';
import { createTally } from './tally.ts';
import { walkProductImage } from './walk-product-image.ts';

export interface IndexContext extends ProductRules {
  readonly tools: PhotoTools;
  readonly store: VectorStore;
  open(): Promise<void>;
  warnings(): readonly string[];
}

/**
 * Pulls products one by one, as long as fewer than `batchSize * concurrency` pictures and as many products are in
 * flight, and sends each picture on its way: reading, decoding, inference and writing overlap, because each model and
 * the store gather their own batches from whatever has come so far.
 * @throws what no further product could survive (see `isFatal`), or SOURCE_FAILED where the products themselves fail
 */
export async function indexProducts(
  products: Iterable<Product> | AsyncIterable<Product>,
  settings: IndexSettings,
  context: IndexContext,
  log: EventLog,
): Promise<IndexReport> {
  const { batchSize, concurrency, total } = settings;
  const { tools, store, scope } = context;
  const stop = new AbortController();
  const signal = settings.signal ? AbortSignal.any([settings.signal, stop.signal]) : stop.signal;
  const tally = createTally({ total, log, batchSize: () => batchSize, memory: processMemory });
  const pictures = createSlots(batchSize * concurrency, signal);
  const places = createSlots(batchSize * concurrency, signal);
  const keeper = createRecordKeeper({ store, scope, settings, signal, tally, log });
  const underway = new Map<string, Promise<void>>();
  let walking = 0;
  let fatal: { readonly error: unknown } | undefined;

  const fail = (productId: string, imageId: string | undefined, error: unknown): void => {
    if (signal.aborted) return;
    if (isFatal(error)) {
      fatal = { error };
      stop.abort(error);
      return;
    }
    tally.failed({
      productId,
      ...(imageId !== undefined && { imageId }),
      kind: failureKind(error),
      attempts: 1,
      error: toError(error),
    });
  };

  /** The vector, once the store has the picture's record. */
  async function indexPicture(
    product: CheckedProduct,
    image: CheckedProduct['images'][number],
  ): Promise<Float32Array | undefined> {
    walking++;
    try {
      const walk = walkProductImage(product, image, tools, settings, signal);
      const record = await abortable(walk, signal).finally(() => walking--);
      const written = keeper.write(record);
      if (walking === 0) keeper.hurry();
      await written;
      return record.vector;
    } catch (error) {
      if (walking === 0) keeper.hurry();
      fail(product.id, image.imageId, error);
      return undefined;
    } finally {
      pictures.free();
    }
  }

  async function finishProduct(
    product: CheckedProduct,
    tasks: readonly Promise<Float32Array | undefined>[],
  ): Promise<void> {
    try {
      const vector = (await Promise.all(tasks)).find((each) => each !== undefined);
      if (!vector || signal.aborted) return;
      const recordIds = new Set(product.images.map(({ recordId }) => recordId));
      const tidied = keeper.tidy({ productId: product.id, recordIds, vector });
      if (walking === 0) keeper.hurry();
      await tidied;
    } catch (error) {
      fail(product.id, undefined, error);
    } finally {
      if (!signal.aborted) tally.add('products', 1);
      places.free();
    }
  }

  async function startProduct(given: Product): Promise<void> {
    let product: CheckedProduct;
    try {
      product = checkProduct(given, context);
    } catch (error) {
      fail(nameOf(given), undefined, error);
      tally.add('products', 1);
      return;
    }
    // The same product again: the later one wins, so the earlier must have been written.
    await underway.get(product.id);
    await places.take();
    const tasks: Promise<Float32Array | undefined>[] = [];
    for (const image of product.images) {
      await pictures.take();
      if (signal.aborted) break;
      tasks.push(indexPicture(product, image));
    }
    const finished = finishProduct(product, tasks).finally(() => {
      if (underway.get(product.id) === finished) underway.delete(product.id);
    });
    underway.set(product.id, finished);
  }

  const flush = async (): Promise<void> => store.flush?.({ signal });

  log.push({ type: 'index-start', batchSize, concurrency, ...(total !== undefined && { total }) });
  try {
    throwIfStopped(settings);
    await abortable(context.open(), signal);
    await abortable(flush(), signal);
    await pull(products, signal, startProduct);
    await Promise.all(underway.values());
    if (!signal.aborted) await abortable(flush(), signal);
  } catch (error) {
    stop.abort(error);
    await Promise.all(underway.values());
    if (!settings.signal?.aborted) fatal ??= { error };
  }
  // A store that hangs must not keep a run that was stopped.
  const kept = keeper.close();
  if (!signal.aborted) await kept;
  if (fatal) throw fatal.error;
  return tally.report(settings.signal?.aborted ?? false, context.warnings());
}

/** Takes products as long as nobody stops, and tells the source when somebody has. */
async function pull(
  products: Iterable<Product> | AsyncIterable<Product>,
  signal: AbortSignal,
  take: (product: Product) => Promise<void>,
): Promise<void> {
  const iterator =
    Symbol.asyncIterator in products ? products[Symbol.asyncIterator]() : products[Symbol.iterator]();
  try {
    while (!signal.aborted) {
      const next = await abortable(
        fromSource(async () => iterator.next()),
        signal,
      );
      if (next.done) return;
      await take(next.value);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  // Not awaited: a source that hangs would keep an aborted caller.
  Promise.resolve(iterator.return?.()).catch(() => undefined);
}

async function fromSource<T>(next: () => Promise<T>): Promise<T> {
  try {
    return await next();
  } catch (error) {
    throw toImageSearchError(error, 'SOURCE_FAILED', 'The products could not be read');
  }
}

const nameOf = (product: unknown): string =>
  typeof product === 'object' && product !== null && 'id' in product ? String(product.id) : String(product);

const toError = (error: unknown): Error =>
  error instanceof Error
    ? error
    : new ImageSearchError({ code: 'INVALID_IMAGE', message: String(error), cause: error });
