import type { RasterImage } from '@imgsearch/core';
import type { Preprocessing } from '../manifest/model-manifest.ts';
import { type Coefficients, coefficients } from './coefficients.ts';

/** A picture as the model wants it before normalisation: `3 * width * height`, red, green and blue plane. */
export type Planes = Uint8ClampedArray;

/** The piece of a resized picture that is wanted; the rest is never computed. */
export interface ResampleRegion {
  /** Size of the whole picture after resizing. */
  readonly resizedWidth: number;
  readonly resizedHeight: number;
  /** Left top corner of the piece in the resized picture, and its size. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A raster of three channels. */
export type RgbRaster = Pick<RasterImage, 'width' | 'height' | 'data'>;

/** What both passes need to know. */
export interface ResamplePlan {
  readonly across: Coefficients;
  readonly down: Coefficients;
  /** Rows of the source that the region is made of. */
  readonly firstRow: number;
  readonly rows: number;
  /** Size of the result. */
  readonly width: number;
  readonly height: number;
}

export function planResample(
  image: RgbRaster,
  { resizedWidth, resizedHeight, left, top, width, height }: ResampleRegion,
  kernel: Preprocessing['kernel'],
): ResamplePlan {
  const across = coefficients(kernel, image.width, resizedWidth, left, width);
  const down = coefficients(kernel, image.height, resizedHeight, top, height);
  const firstRow = down.starts[0]!;
  const rows = down.starts[height - 1]! + down.lengths[height - 1]! - firstRow;
  return { across, down, firstRow, rows, width, height };
}
