import { ImageSearchError, type RasterImage } from '@imgsearch/core';

/** A WebP for people to look at. @throws ImageSearchError UNSUPPORTED where the browser writes none (Safari) */
export async function encodeWebp({ width, height, channels, data }: RasterImage): Promise<Uint8Array> {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; to < pixels.length; from += channels, to += 4) {
    pixels[to] = data[from]!;
    pixels[to + 1] = data[from + 1]!;
    pixels[to + 2] = data[from + 2]!;
    pixels[to + 3] = channels === 4 ? data[from + 3]! : 255;
  }
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.9 });
  if (blob.type !== 'image/webp')
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: 'This browser writes no WebP.',
      hint: 'Encode as "png".',
    });
  return new Uint8Array(await blob.arrayBuffer());
}
