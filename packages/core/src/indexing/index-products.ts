import { abortable, throwIfStopped } from '../errors/abort.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { PhotoTools } from '../photo/photo-tools.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { IndexReport, Product } from '../spec/indexing.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import type { IndexSettings } from './check-index-options.ts';
import { type CheckedProduct, checkProduct, type ProductRules } from './check-product.ts';
import { checkResume } from './check-resume.ts';
import { checkpointTarget } from './checkpoint-target.ts';
import { createLedger } from './create-ledger.ts';
import type { EventLog } from './event-log.ts';
import { createFailureLimit } from './failure-limit.ts';
import { indexProduct } from './index-product.ts';
import { createMemoryGuard } from './memory-guard.ts';
import { processMemory } from './process-memory.ts';
import { pruneProducts } from './prune-products.ts';
import { pullProducts } from './pull-products.ts';
import { createRecordKeeper } from './record-keeper.ts';
import { rememberFailure } from './remember-failure.ts';
import { createReportFailure } from './report-failure.ts';
import type { RunTools } from './run-tools.ts';
import { createSeenProducts } from './seen-products.ts';
import { createSlots } from './slots.ts';
import { createTally } from './tally.ts';

export interface IndexContext extends ProductRules {
  readonly tools: PhotoTools;
  readonly store: VectorStore;
  readonly fingerprint: Fingerprint;
  readonly dimensions: number;
  open(): Promise<void>;
  warnings(): readonly string[];
}

/** Products in flight none of whose pictures has to be looked at. */
const LIGHT = 2048;

/**
 * Pulls products one by one, as long as fewer than `batchSize * concurrency` pictures and as many products are in
 * flight, and sends each picture on its way: reading, decoding, inference and writing overlap, because each model, the
 * store and the checkpoint gather their own batches from whatever has come so far.
 * @throws what no further product could survive (see `isFatal`), SOURCE_FAILED where the products themselves fail or
 *   too many of them do, OUT_OF_MEMORY where the budget cannot be kept
 */
export async function indexProducts(
  products: Iterable<Product> | AsyncIterable<Product>,
  settings: IndexSettings,
  context: IndexContext,
  log: EventLog,
): Promise<IndexReport> {
  const { batchSize, concurrency, total, checkpoint, onDuplicate } = settings;
  const { tools, store, scope, dimensions, fingerprint } = context;
  const stop = new AbortController();
  const signal = settings.signal ? AbortSignal.any([settings.signal, stop.signal]) : stop.signal;
  let fatal: { readonly error: unknown } | undefined;
  const end = (error: unknown): void => {
    if (signal.aborted) return;
    fatal = { error };
    stop.abort(error);
  };

  const size = (): number => Math.min(batchSize, tools.batchSizer.size);
  const tally = createTally({ total, log, batchSize: size, memory: processMemory });
  const slots = batchSize * concurrency;
  const pictures = createSlots(slots, signal);
  const places = createSlots(slots, signal);
  const guard = createMemoryGuard(settings.memoryBudget, {
    memory: processMemory,
    slots: pictures,
    signal,
    onPressure: () => tools.batchSizer.shrink(batchSize),
  });
  const target = checkpointTarget(store, fingerprint, scope);
  const ledger = checkpoint && createLedger(checkpoint, target, settings, signal);
  const seen = settings.prune || onDuplicate !== 'replace' ? createSeenProducts() : undefined;
  const limit = createFailureLimit(settings.maxFailureRate, tally, end);
  const run: RunTools = {
    ...context,
    ...{ settings, signal, tally, ledger, pictures },
    startedEmpty: false,
    keeper: createRecordKeeper({ store, scope, settings, signal, tally, log }),
    light: createSlots(LIGHT, signal),
    fail: limit.watch(createReportFailure(tally, signal, end)),
    batchSize: size,
    walking: 0,
  };
  const underway = new Map<string, Promise<void>>();
  const warnings: string[] = [];

  function checkGiven(given: Product, id: string | undefined): CheckedProduct | undefined {
    if (id !== undefined && seen?.add(id) === false && onDuplicate !== 'replace') {
      if (onDuplicate === 'skip') return undefined;
      throw duplicate(id);
    }
    return checkProduct(given, context);
  }

  async function startProduct(given: Product): Promise<void> {
    const id = idOf(given);
    // The same product again: the later one wins, so the earlier must have been written.
    if (id !== undefined) await underway.get(id);
    let product: CheckedProduct | undefined;
    try {
      product = checkGiven(given, id);
    } catch (error) {
      await rememberFailure(id, given, error, run);
    }
    if (product === undefined) {
      tally.add('products', 1);
      return;
    }
    await places.take();
    let left = false;
    const taken = {
      pictures: 0,
      leave: () => {
        if (!left) places.free();
        left = true;
      },
    };
    while (taken.pictures < Math.min(pictures.count, product.images.length) && !signal.aborted) {
      await guard.admit(taken.pictures);
      await pictures.take();
      taken.pictures++;
    }
    if (signal.aborted) return;
    const finished = indexProduct(product, taken, run).finally(() => {
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
    if (checkpoint)
      Object.assign(run, await abortable(checkResume(checkpoint, target, context, signal), signal));
    // What was begun is done also where the source breaks off: nobody has to do it again.
    const complete = await pullProducts(products, signal, startProduct).finally(() =>
      Promise.all(underway.values()),
    );
    if (!signal.aborted) await abortable(flush(), signal);
    if (complete && settings.prune && seen?.size === 0)
      warnings.push('Nothing was pruned: the source gave no product at all.');
    else if (complete && !signal.aborted && settings.prune && checkpoint && seen)
      await abortable(
        pruneProducts({ checkpoint, target, seen, store, scope, dimensions, tally, signal }),
        signal,
      );
  } catch (error) {
    if (!settings.signal?.aborted) fatal ??= { error };
    stop.abort(error);
    await Promise.all(underway.values());
  }
  // A store that hangs must not keep a run that was stopped.
  const kept = Promise.all([run.keeper.close(), ledger?.close()]);
  if (!signal.aborted) await kept;
  if (fatal) throw fatal.error;
  return tally.report(settings.signal?.aborted ?? false, [...context.warnings(), ...warnings]);
}

const idOf = (product: unknown): string | undefined =>
  typeof product === 'object' &&
  product !== null &&
  'id' in product &&
  typeof product.id === 'string' &&
  product.id
    ? product.id
    : undefined;

const duplicate = (id: string): ImageSearchError =>
  new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: `The source gave the product ${JSON.stringify(id)} twice.`,
    hint: 'Give it once, with all of its pictures, or choose another `onDuplicate`.',
  });
