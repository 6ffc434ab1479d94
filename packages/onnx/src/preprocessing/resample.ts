import type { Preprocessing } from '../manifest/model-manifest.ts';
import { type Coefficients, PRECISION_BITS } from './coefficients.ts';
import {
  type Planes,
  planResample,
  type ResamplePlan,
  type ResampleRegion,
  type RgbRaster,
} from './plan-resample.ts';
import { resampleSimd } from './simd/resample-simd.ts';

const HALF = 1 << (PRECISION_BITS - 1);

/**
 * Resizes an RGB raster in two passes, width first, rounded to 8 bits between them, as Pillow does. (Pillow 13
 * does the height first where it shrinks much more; that moves single pixels by one level.)
 * Rows and columns outside the region are skipped. Returns planes that the caller owns.
 */
export function resample(image: RgbRaster, region: ResampleRegion, kernel: Preprocessing['kernel']): Planes {
  const plan = planResample(image, region, kernel);
  return resampleSimd(image, plan) ?? resamplePlain(image, plan);
}

/** The same where the runtime has no SIMD; slower by a factor of four. */
export function resamplePlain(image: RgbRaster, plan: ResamplePlan): Planes {
  const { across, down, firstRow, rows, width, height } = plan;
  const narrowed = resampleColumns(image.data, image.width, firstRow, rows, across, width);
  return resampleRows(narrowed, rows, firstRow, down, width, height);
}

/** First pass: interleaved source rows to planes of `width * rows`. */
function resampleColumns(
  data: Uint8Array,
  sourceWidth: number,
  firstRow: number,
  rows: number,
  { starts, lengths, weights, taps }: Coefficients,
  width: number,
): Planes {
  const area = width * rows;
  const planes = new Uint8ClampedArray(3 * area);
  for (let row = 0; row < rows; row++) {
    const line = (firstRow + row) * sourceWidth * 3;
    for (let x = 0, out = row * width; x < width; x++, out++) {
      let at = line + starts[x]! * 3;
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      const end = x * taps + lengths[x]!;
      for (let tap = x * taps; tap < end; tap++, at += 3) {
        const weight = weights[tap]!;
        red = (red + Math.imul(data[at]!, weight)) | 0;
        green = (green + Math.imul(data[at + 1]!, weight)) | 0;
        blue = (blue + Math.imul(data[at + 2]!, weight)) | 0;
      }
      planes[out] = red >> PRECISION_BITS;
      planes[out + area] = green >> PRECISION_BITS;
      planes[out + 2 * area] = blue >> PRECISION_BITS;
    }
  }
  return planes;
}

/** Second pass: planes of `width * rows` to planes of `width * height`, whole rows at a time, four taps at once. */
function resampleRows(
  source: Planes,
  rows: number,
  firstRow: number,
  { starts, lengths, weights, taps }: Coefficients,
  width: number,
  height: number,
): Planes {
  const planes = new Uint8ClampedArray(3 * width * height);
  const sums = new Int32Array(width);
  for (let plane = 0, out = 0; plane < 3; plane++) {
    for (let y = 0; y < height; y++) {
      sums.fill(HALF);
      const end = y * taps + lengths[y]!;
      let tap = y * taps;
      let line = (plane * rows + starts[y]! - firstRow) * width;
      for (; tap + 3 < end; tap += 4, line += 4 * width) addFourRows(sums, source, line, weights, tap);
      for (; tap < end; tap++, line += width) addRow(sums, source, line, weights[tap]!);
      for (let x = 0; x < width; x++, out++) planes[out] = sums[x]! >> PRECISION_BITS;
    }
  }
  return planes;
}

function addFourRows(
  sums: Int32Array,
  source: Planes,
  first: number,
  weights: Int32Array,
  tap: number,
): void {
  const width = sums.length;
  const [w0, w1, w2, w3] = [weights[tap]!, weights[tap + 1]!, weights[tap + 2]!, weights[tap + 3]!];
  const [second, third, fourth] = [first + width, first + 2 * width, first + 3 * width];
  for (let x = 0; x < width; x++) {
    sums[x]! +=
      Math.imul(source[first + x]!, w0) +
      Math.imul(source[second + x]!, w1) +
      Math.imul(source[third + x]!, w2) +
      Math.imul(source[fourth + x]!, w3);
  }
}

function addRow(sums: Int32Array, source: Planes, line: number, weight: number): void {
  for (let x = 0; x < sums.length; x++) sums[x]! += Math.imul(source[line + x]!, weight);
}
