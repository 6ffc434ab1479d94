import { ImageSearchError, type RasterImage } from '@imgsearch/core';

/** @throws ImageSearchError INVALID_IMAGE where the data does not fit the measures */
export function checkRasters(images: readonly RasterImage[]): void {
  images.forEach(({ width, height, channels, data }, position) => {
    if (width > 0 && height > 0 && data.length === width * height * channels) return;
    throw new ImageSearchError({
      code: 'INVALID_IMAGE',
      message: `Image ${position} has ${data.length} bytes, but ${width} x ${height} x ${channels} takes ${width * height * channels}.`,
      hint: 'Decode pictures with an image processor, or pass row-major, interleaved 8-bit data.',
    });
  });
}

/** A picture without meaning, to see what a graph answers whose output shape is not declared. */
export function probeRaster(): RasterImage {
  const data = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => (i * 97 + (i >> 5) * 31) % 256);
  return { width: 32, height: 32, channels: 3, data };
}
