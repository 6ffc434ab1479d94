import type { RasterImage } from '../spec/raster-image.ts';

/** Mean red, green and blue of a raster's middle half, 0 to 255. */
export function meanColor({ width, height, channels, data }: RasterImage): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  let pixels = 0;
  for (let y = height >> 2; y < Math.max(1, Math.ceil(height * 0.75)); y++) {
    for (let x = width >> 2; x < Math.max(1, Math.ceil(width * 0.75)); x++, pixels++) {
      const at = (y * width + x) * channels;
      for (let c = 0; c < 3; c++) sums[c]! += data[at + c]!;
    }
  }
  return [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels];
}
