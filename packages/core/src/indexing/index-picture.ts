import { abortable } from '../errors/abort.ts';
import type { ErrorCode } from '../errors/error-code.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { CheckpointImage } from '../spec/checkpoint.ts';
import type { CheckedProduct } from './check-product.ts';
import type { ImagePlan } from './plan-product.ts';
import { hurryIfIdle, type RunTools } from './run-tools.ts';
import { type WalkTrace, walkProductImage } from './walk-product-image.ts';

/** What became of a picture. */
export interface PictureOutcome {
  readonly state: 'indexed' | 'kept' | 'failed';
  /** What to remember of it. */
  readonly image: CheckpointImage;
  /** Where it was made now. */
  readonly vector?: Float32Array | undefined;
}

/**
 * Remembers that a product is being changed, and whether its pictures are or its metadata alone; awaited before the
 * store is changed: a crash in between must not leave an entry that is not true.
 */
export type MarkChange = (what: 'pictures' | 'metadata') => Promise<void>;

export interface PictureTask {
  readonly product: CheckedProduct;
  readonly image: CheckedProduct['images'][number];
  readonly plan: ImagePlan;
  /** What the checkpoint knows of the picture, whatever the plan. */
  readonly known: CheckpointImage | undefined;
  /** Whether its metadata or category is to be written, should it be kept. */
  readonly stale: boolean;
  readonly mark: MarkChange;
}

/** One picture's way into the store. @returns undefined where the run is over */
export async function indexPicture(task: PictureTask, run: RunTools): Promise<PictureOutcome | undefined> {
  const { product, image, plan, known } = task;
  const { tools, settings, signal } = run;
  const trace: WalkTrace = { attempts: 0 };
  const remembered = (contentHash: string | undefined): CheckpointImage => ({
    id: image.imageId,
    ...(contentHash !== undefined && { contentHash }),
    ...(image.version !== undefined && { version: image.version }),
  });
  try {
    let outcome = plan.action === 'keep' ? await keepPicture(task, plan.known, run) : undefined;
    if (outcome) return outcome;
    const knownHash = plan.action === 'compare' ? plan.known.contentHash : undefined;
    const walk = { product, image, batchSize: run.batchSize, trace };
    const record = await prepared(run, () =>
      walkProductImage({ ...walk, knownHash }, tools, settings, signal),
    );
    if (record === undefined && plan.action === 'compare') {
      outcome = await keepPicture(task, { ...plan.known, ...remembered(knownHash) }, run);
      if (outcome) return outcome;
    }
    // Kept in vain: the store has no such record.
    const made = record ?? (await prepared(run, () => walkProductImage(walk, tools, settings, signal)));
    if (made === undefined) return undefined;
    await task.mark('pictures');
    const written = run.keeper.write(made);
    hurryIfIdle(run);
    await written;
    return { state: 'indexed', image: remembered(made.contentHash), vector: made.vector };
  } catch (error) {
    hurryIfIdle(run);
    const { attempts } = trace;
    const failure = run.fail({
      productId: product.id,
      imageId: image.imageId,
      error,
      attempts: Math.max(1, attempts),
      known: known?.failure,
    });
    return failure && { state: 'failed', image: { ...remembered(trace.contentHash), failure } };
  }
}

/** A walk, counted as long as it lasts; an abort does not wait for it. */
async function prepared<T>(run: RunTools, walk: () => Promise<T>): Promise<T> {
  run.walking++;
  return abortable(walk(), run.signal).finally(() => run.walking--);
}

/** @returns undefined where the store turns out to have no record of the picture */
async function keepPicture(
  { product, image, stale, mark }: PictureTask,
  known: CheckpointImage,
  run: RunTools,
): Promise<PictureOutcome | undefined> {
  const { tally, keeper } = run;
  const { failure } = known;
  if (failure) {
    const error = new ImageSearchError({ code: failure.code as ErrorCode, message: failure.message });
    tally.failed({
      productId: product.id,
      imageId: image.imageId,
      kind: failure.kind,
      attempts: failure.attempts,
      error,
    });
    return { state: 'kept', image: known };
  }
  if (!stale) {
    tally.add('skipped', 1);
    return { state: 'kept', image: known };
  }
  await mark('metadata');
  const updating = keeper.update({
    id: image.recordId,
    metadata: product.metadata,
    ...(product.category !== undefined && { category: product.category }),
  });
  hurryIfIdle(run);
  return (await updating) ? { state: 'kept', image: known } : undefined;
}
