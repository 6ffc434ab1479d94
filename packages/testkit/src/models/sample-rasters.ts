import type { RasterImage, RgbColor } from '@imgsearch/core';

/**
 * A rectangle in the middle of a plain background.
 * @param part of width and height that it takes
 */
export function sampleRaster(
  width: number,
  height: number,
  color: RgbColor,
  channels: 3 | 4 = 3,
  part = 0.5,
): RasterImage {
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += channels) {
      const inside =
        Math.abs(2 * x + 1 - width) < width * part && Math.abs(2 * y + 1 - height) < height * part;
      data.set(inside ? color : [245, 245, 245], at);
      if (channels === 4) data[at + 3] = 255;
    }
  return { width, height, channels, data };
}

/** Four pictures of different colour, size and shape; one of them has alpha. */
export function sampleRasters(): RasterImage[] {
  return [
    sampleRaster(64, 64, [210, 30, 40]),
    sampleRaster(90, 40, [30, 160, 60], 3, 0.7),
    sampleRaster(33, 71, [40, 60, 200], 3, 0.3),
    sampleRaster(48, 48, [230, 200, 40], 4, 0.85),
  ];
}
