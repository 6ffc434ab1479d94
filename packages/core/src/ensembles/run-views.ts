import type { CallOptions } from '../spec/call-options.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import { createPacer } from './create-pacer.ts';
import { makeView, type View } from './make-views.ts';
import { checkCount } from './run-members.ts';

/** What a model of pictures is, seen as a function of a batch. */
export interface ViewModel<Output> {
  readonly id: string;
  readonly maxBatchSize: number;
  run(images: readonly RasterImage[], options: CallOptions | undefined): Promise<readonly Output[]>;
}

/** Every view of every picture through the model, in batches that it takes; answers by picture, in order of the views. */
export async function runViews<Output>(
  images: readonly RasterImage[],
  views: readonly View[],
  { id, maxBatchSize, run }: ViewModel<Output>,
  options: CallOptions | undefined,
): Promise<Output[][]> {
  const pace = createPacer(options);
  const answers: Output[] = [];
  const wanted = images.flatMap((image) => views.map((view) => ({ image, view })));
  for (let at = 0; at < wanted.length; at += maxBatchSize) {
    const batch: RasterImage[] = [];
    for (const { image, view } of wanted.slice(at, at + maxBatchSize))
      batch.push(await makeView(image, view, pace));
    answers.push(...checkCount(await run(batch, options), batch.length, id));
  }
  return images.map((_, at) => answers.slice(at * views.length, (at + 1) * views.length));
}

/** Pictures in one call to the wrapper, so that their views are one call to the model wherever they can be. */
export const batchOfViews = (maxBatchSize: number, views: readonly View[]): number =>
  Math.max(1, Math.floor(maxBatchSize / views.length));
