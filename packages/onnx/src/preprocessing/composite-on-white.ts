import type { RasterImage } from '@imgsearch/core';

/**
 * The picture without transparency. Models take three channels; what is transparent becomes white, the ground
 * that catalogue pictures have, and not whatever colour happens to lie under it. Rounded as `Image.paste` of
 * Pillow does. A raster without alpha is returned as it is; otherwise the caller owns the result.
 */
export function compositeOnWhite(image: RasterImage): RasterImage {
  if (image.channels === 3) return image;
  const { width, height, data } = image;
  const opaque = new Uint8Array(width * height * 3).fill(255);
  for (let from = 0, to = 0; to < opaque.length; from += 4, to += 3) {
    const alpha = data[from + 3]!;
    if (alpha === 255) {
      opaque[to] = data[from]!;
      opaque[to + 1] = data[from + 1]!;
      opaque[to + 2] = data[from + 2]!;
    } else if (alpha > 0) {
      const white = 255 * (255 - alpha) + 128;
      opaque[to] = divideBy255(data[from]! * alpha + white);
      opaque[to + 1] = divideBy255(data[from + 1]! * alpha + white);
      opaque[to + 2] = divideBy255(data[from + 2]! * alpha + white);
    }
  }
  return { width, height, channels: 3, data: opaque };
}

/** Exact for every `a * b + 128` with bytes a and b. */
const divideBy255 = (value: number): number => (value + (value >> 8)) >> 8;
