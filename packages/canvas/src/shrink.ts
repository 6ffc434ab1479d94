import type { ImageFormat } from '@imgsearch/core';

/** Interleaved levels; with four channels, colours are multiplied with alpha. */
export interface Levels {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly data: Float32Array;
}

/**
 * How many pixels along each side are averaged to one before the filter: libvips does so to be quick, JPEG's decoder by
 * its transform and therefore in powers of two.
 * @param scale input pixels for an output pixel, 1 or more
 */
export function boxSize(scale: number, format: ImageFormat): number {
  if (format === 'jpeg') return [8, 4, 2].find((size) => scale >= size + 1) ?? 1;
  return Math.max(1, Math.floor(scale / 2));
}

/** Boxes along a side. libvips leaves out what hangs over the edge of a JPEG. */
export const boxCount = (side: number, size: number, format: ImageFormat): number =>
  format === 'jpeg' ? Math.floor(side / size) : Math.ceil(side / size);

/**
 * Adds rows of straight RGBA to the boxes that they fall in. What hangs over the edge counts for what is there.
 * @param rows whole rows of `width` pixels, from row `top` of the picture on; `top` is a multiple of `size`
 */
export function addRows(
  into: Levels,
  rows: Uint8ClampedArray,
  width: number,
  top: number,
  size: number,
): void {
  const { channels, data } = into;
  const height = rows.length / (width * 4);
  for (let y = 0; y < height && (top + y) / size < into.height; y += size) {
    const deep = Math.min(size, height - y);
    const line = ((top + y) / size) * into.width * channels;
    for (let x = 0, to = line; x < into.width * size; x += size, to += channels) {
      const wide = Math.min(size, width - x);
      let [red, green, blue, alpha] = [0, 0, 0, 0];
      for (let down = 0; down < deep; down++) {
        let from = ((y + down) * width + x) * 4;
        for (let across = 0; across < wide; across++, from += 4) {
          const share = channels === 4 ? rows[from + 3]! / 255 : 1;
          red += rows[from]! * share;
          green += rows[from + 1]! * share;
          blue += rows[from + 2]! * share;
          alpha += share;
        }
      }
      const count = wide * deep;
      data[to] = red / count;
      data[to + 1] = green / count;
      data[to + 2] = blue / count;
      if (channels === 4) data[to + 3] = (alpha * 255) / count;
    }
  }
}

const LOBES = 3;
const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));
const lanczos = (x: number): number => (Math.abs(x) < LOBES ? sinc(x) * sinc(x / LOBES) : 0);

interface Taps {
  readonly count: number;
  /** First input of each output. */
  readonly first: Int32Array;
  /** `count` for each output, with a sum of 1 but for what was cut off; what would lie outside counts for the edge. */
  readonly weights: Float32Array;
}

/** libvips keeps weights as whole numbers of this share, cut off and not rounded. */
const SHARE = 1 / 4096;

/** Both ends lose, or lack, the same share of a pixel where the size was rounded; places are multiples of 1/64. */
function tapsOf(from: number, to: number, scale: number): Taps {
  const stretch = Math.max(1, scale);
  const reach = LOBES * stretch;
  const count = Math.min(from, Math.ceil(2 * reach) + 1);
  const first = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let x = 0; x < to; x++) {
    const centre = Math.round(((x + 0.5) * scale - 0.5 + (from - scale * to) / 2) * 64) / 64;
    const lowest = Math.ceil(centre - reach);
    const start = Math.min(Math.max(0, lowest), from - count);
    first[x] = start;
    let sum = 0;
    for (let at = lowest; at <= centre + reach; at++) sum += lanczos((at - centre) / stretch);
    for (let at = lowest; at <= centre + reach; at++) {
      const place = Math.min(count - 1, Math.min(from - 1, Math.max(0, at)) - start);
      const weight = lanczos((at - centre) / stretch) / sum;
      weights[x * count + place]! += Math.trunc(weight / SHARE) * SHARE;
    }
  }
  return { count, first, weights };
}

/** Levels as 8 bits hold them, as sharp keeps them between its steps. */
function roundLevels({ data }: Levels): void {
  for (let at = 0; at < data.length; at++) data[at] = Math.min(255, Math.max(0, Math.round(data[at]!)));
}

function filterDown({ width, height, channels, data }: Levels, to: number, scale: number): Levels {
  const { count, first, weights } = tapsOf(height, to, scale);
  const stride = width * channels;
  const out = new Float32Array(to * stride);
  for (let y = 0; y < to; y++) {
    const row = out.subarray(y * stride, (y + 1) * stride);
    for (let k = 0; k < count; k++) {
      const weight = weights[y * count + k]!;
      const from = (first[y]! + k) * stride;
      if (weight !== 0) for (let x = 0; x < stride; x++) row[x]! += weight * data[from + x]!;
    }
  }
  return { width, height: to, channels, data: out };
}

function filterAcross({ width, height, channels, data }: Levels, to: number, scale: number): Levels {
  const { count, first, weights } = tapsOf(width, to, scale);
  const out = new Float32Array(to * height * channels);
  for (let y = 0, place = 0; y < height; y++) {
    for (let x = 0; x < to; x++) {
      const start = (y * width + first[x]!) * channels;
      for (let c = 0; c < channels; c++, place++) {
        let sum = 0;
        for (let k = 0, from = start + c; k < count; k++, from += channels)
          sum += weights[x * count + k]! * data[from]!;
        out[place] = sum;
      }
    }
  }
  return { width: to, height, channels, data: out };
}

/**
 * Lanczos with three lobes as sharp's libvips runs it: down, then across, by one scale for both, 8 bits in between.
 * @param levels averaged to boxes; changed
 * @returns straight levels, 0 to 255
 */
export function filterLevels(levels: Levels, width: number, height: number): Uint8Array<ArrayBuffer> {
  const scale = Math.max(levels.width, levels.height) / Math.max(width, height);
  roundLevels(levels);
  const down = filterDown(levels, height, scale);
  roundLevels(down);
  const { data, channels } = filterAcross(down, width, scale);
  const out = new Uint8ClampedArray(data.length);
  if (channels === 3) out.set(data);
  else
    for (let at = 0; at < data.length; at += 4) {
      const alpha = Math.min(255, Math.max(0, data[at + 3]!));
      for (let c = 0; c < 3; c++) out[at + c] = alpha === 0 ? 0 : (data[at + c]! * 255) / alpha;
      out[at + 3] = alpha;
    }
  return new Uint8Array(out.buffer);
}
