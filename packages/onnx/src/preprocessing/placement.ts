import type { Preprocessing } from '../manifest/model-manifest.ts';
import type { ResampleRegion } from './plan-resample.ts';

/** Where a picture ends up in the model's input. */
export interface Placement extends ResampleRegion {
  /** Left top corner of the picture in the input; other than 0 only with `pad`. */
  readonly x: number;
  readonly y: number;
}

/**
 * Works out the resized size, the crop and the place in the input, in the rounding of the reference scripts.
 *
 * - `crop`: the longer side is `trunc(shortestSide * long / short)`, in torchvision and transformers alike. The
 *   crop's corner is `(size - crop) / 2`: transformers rounds it down (`//`), torchvision to the nearest even
 *   number (Python's `round`), so that 2.5 becomes 2 but 3.5 becomes 4.
 * - `pad`: both sides by the same factor, rounded to the nearest, at least 1; the picture's corner rounded down.
 */
export function placement(width: number, height: number, preprocessing: Preprocessing): Placement {
  const { width: inputWidth, height: inputHeight, resize } = preprocessing;
  if (resize === 'crop') {
    const shortest = preprocessing.shortestSide ?? Math.max(inputWidth, inputHeight);
    const longest = Math.trunc((shortest * Math.max(width, height)) / Math.min(width, height));
    const resizedWidth = width <= height ? shortest : longest;
    const resizedHeight = width <= height ? longest : shortest;
    const round = preprocessing.cropRounding === 'half-even' ? roundHalfEven : Math.floor;
    return {
      resizedWidth,
      resizedHeight,
      left: round((resizedWidth - inputWidth) / 2),
      top: round((resizedHeight - inputHeight) / 2),
      width: inputWidth,
      height: inputHeight,
      x: 0,
      y: 0,
    };
  }
  const factor = Math.min(inputWidth / width, inputHeight / height);
  const resizedWidth = resize === 'pad' ? Math.max(1, Math.round(width * factor)) : inputWidth;
  const resizedHeight = resize === 'pad' ? Math.max(1, Math.round(height * factor)) : inputHeight;
  return {
    resizedWidth,
    resizedHeight,
    left: 0,
    top: 0,
    width: resizedWidth,
    height: resizedHeight,
    x: (inputWidth - resizedWidth) >> 1,
    y: (inputHeight - resizedHeight) >> 1,
  };
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
