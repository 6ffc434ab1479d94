import { recordId } from '../scope/record-id.ts';
import type { CheckpointEntry, CheckpointFailure, CheckpointImage } from '../spec/checkpoint.ts';
import type { CheckedProduct } from './check-product.ts';
import { anyVector } from './find-records.ts';
import { indexPicture, type MarkChange, type PictureOutcome } from './index-picture.ts';
import { metadataHash } from './metadata-hash.ts';
import { isPassedBy, type ProductPlan, planProduct } from './plan-product.ts';
import { hurryIfIdle, type RunTools } from './run-tools.ts';

/** Places that a product took before anything of it was begun. */
export interface TakenPlaces {
  /** Of the run's `pictures`: as many as the product has pictures, or all that there are. */
  pictures: number;
  /** Frees the product's own place. Idempotent. */
  leave(): void;
}

/** A product, what is known of it, and what remains to be done. */
interface Change {
  readonly product: CheckedProduct;
  readonly entry: CheckpointEntry | null;
  readonly metadataHash: string;
  readonly plan: ProductPlan;
  readonly places: TakenPlaces;
}

/**
 * One product's way: look up what is known, walk or keep each picture, write what changed, delete what it lost, and
 * only then remember it. Never throws: failures are reported, and end the run where they must.
 */
export async function indexProduct(
  product: CheckedProduct,
  places: TakenPlaces,
  run: RunTools,
): Promise<void> {
  const { ledger, signal, tally, settings } = run;
  try {
    const entry = (await ledger?.read(product.id)) ?? null;
    if (isPassedBy(entry, settings)) {
      tally.add('skipped', product.images.length);
      return;
    }
    const hash = ledger ? metadataHash(product.metadata) : '';
    const plan = planProduct(product, hash, entry, settings);
    const change: Change = { product, entry, metadataHash: hash, plan, places };
    if (plan.images.some(({ action }) => action !== 'keep')) {
      await changeProduct(change, run);
      return;
    }
    // Nothing heavy is held: others may begin.
    await run.light.take();
    try {
      freePictures(places, run, places.pictures);
      places.leave();
      await changeProduct(change, run);
    } finally {
      run.light.free();
    }
  } catch (error) {
    run.fail({ productId: product.id, error });
  } finally {
    if (!signal.aborted) tally.add('products', 1);
    freePictures(places, run, places.pictures);
    places.leave();
  }
}

function freePictures(places: TakenPlaces, { pictures }: RunTools, count: number): void {
  for (let left = Math.min(count, places.pictures); left > 0; left--, places.pictures--) pictures.free();
}

async function changeProduct(change: Change, run: RunTools): Promise<void> {
  const { product, entry, plan } = change;
  const { ledger } = run;
  const marks = new Map<string, Promise<void>>();
  const mark: MarkChange = async (what) => {
    if (!ledger || !entry || entry.underway) return;
    const category = product.category ?? entry.category;
    const doubt =
      what === 'pictures'
        ? { underway: true as const }
        : { metadataHash: '', ...(category !== undefined && { category }) };
    // Of the two the stronger one comes later, or alone.
    const marking = marks.get('pictures') ?? marks.get(what) ?? ledger.write({ ...entry, ...doubt });
    marks.set(what, marking);
    hurryIfIdle(run);
    await marking;
  };
  const outcomes = await indexPictures(change, mark, run);
  if (outcomes === undefined) return;
  let gone: boolean;
  let failure: CheckpointFailure | undefined;
  try {
    gone = await deleteLost(change, outcomes, mark, run);
  } catch (error) {
    failure = run.fail({ productId: product.id, error, known: entry?.failure });
    if (!failure) return;
    gone = false;
  }
  const news = failure !== undefined || marks.size > 0 || entry?.failure !== undefined;
  if (!ledger || (!news && !plan.uncertain && !plan.stale && areKnown(outcomes, change))) return;
  const writing = ledger.write({
    target: ledger.target,
    productId: product.id,
    metadataHash: change.metadataHash,
    ...(product.category !== undefined && { category: product.category }),
    // Records of lost pictures that are still there are not forgotten.
    images: [...outcomes.map(({ image }) => image), ...(gone ? [] : plan.lost)],
    ...(failure && { failure, underway: true as const }),
  });
  hurryIfIdle(run);
  await writing;
}

/** @returns undefined where the run is over */
async function indexPictures(
  { product, entry, plan, places }: Change,
  mark: MarkChange,
  run: RunTools,
): Promise<readonly PictureOutcome[] | undefined> {
  const { pictures, signal, ledger } = run;
  const known = new Map(entry?.images.map((image) => [image.id, image]));
  const taken = places.pictures;
  // With a checkpoint, pictures hold their places until they are remembered, so that a crash costs no more than those.
  const frees = ledger === undefined || taken < product.images.length;
  const tasks: Promise<PictureOutcome | undefined>[] = [];
  for (const [at, image] of product.images.entries()) {
    const light = plan.images.every(({ action }) => action === 'keep');
    if (at >= taken && !light) {
      await pictures.take();
      places.pictures++;
    }
    if (signal.aborted) return undefined;
    const task = {
      product,
      image,
      plan: plan.images[at]!,
      known: known.get(image.imageId),
      stale: plan.stale,
      mark,
    };
    const outcome = indexPicture(task, run);
    tasks.push(frees ? outcome.finally(() => freePictures(places, run, 1)) : outcome);
  }
  const outcomes = await Promise.all(tasks);
  return outcomes.every((outcome) => outcome !== undefined) && !signal.aborted ? outcomes : undefined;
}

/**
 * Deletes the records of pictures that the product no longer has, once one of those that it has is in the store.
 * @returns whether none is left
 */
async function deleteLost(
  { product, entry, plan }: Change,
  outcomes: readonly PictureOutcome[],
  mark: MarkChange,
  run: RunTools,
): Promise<boolean> {
  const { keeper, scope, startedEmpty, dimensions } = run;
  const success = outcomes.find(({ image }) => image.failure === undefined);
  if (!success) return plan.lost.length === 0;
  if (plan.uncertain) {
    // What was empty holds nothing of a product that nobody has written yet.
    if (entry === null && startedEmpty) return true;
    const tidying = keeper.tidy({
      productId: product.id,
      recordIds: new Set(product.images.map((image) => image.recordId)),
      vector: success.vector ?? anyVector(dimensions),
    });
    hurryIfIdle(run);
    await tidying;
    return true;
  }
  if (plan.lost.length === 0) return true;
  await mark('pictures');
  const removing = keeper.remove(plan.lost.map(({ id }) => recordId(scope, product.id, id)));
  hurryIfIdle(run);
  await removing;
  return true;
}

/** Whether the checkpoint knows all of it. */
const areKnown = (outcomes: readonly PictureOutcome[], { plan }: Change): boolean =>
  outcomes.every(({ state, image }, at) => {
    const planned = plan.images[at]!;
    const before: CheckpointImage | undefined = planned.action === 'walk' ? undefined : planned.known;
    return state === 'kept' && before?.version === image.version;
  });
