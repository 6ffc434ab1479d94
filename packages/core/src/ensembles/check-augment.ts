import { checkNumber, invalidOption } from '../options/check.ts';
import { planViews, type View } from './make-views.ts';

/** Which views of a picture are looked at beside the picture itself. */
export interface AugmentOptions {
  /** Each view mirrored too, left to right. Default true. */
  readonly mirror?: boolean | undefined;
  /**
   * The four corners and the middle too, each of this share of width and height, 0.5 to below 1; 0.875 is what
   * Krizhevsky et al. (2012) took. Default: none.
   */
  readonly crops?: number | undefined;
}

export interface Augmentation {
  readonly views: readonly View[];
  /** Of the same views, the same; for fingerprints. */
  readonly name: string;
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkAugment({ mirror = true, crops }: AugmentOptions): Augmentation {
  if (typeof mirror !== 'boolean') throw invalidOption('mirror', 'true or false', mirror);
  const share = crops === undefined ? undefined : checkNumber('crops', crops, { min: 0.5, max: 0.99 });
  if (!mirror && share === undefined)
    throw invalidOption(
      'mirror',
      'true where there are no crops',
      mirror,
      'Without either there is one view: use the model itself.',
    );
  const names = [...(mirror ? ['mirror'] : []), ...(share === undefined ? [] : [`crops=${share}`])];
  return { views: planViews(mirror, share), name: names.join(',') };
}
