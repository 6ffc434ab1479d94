import type { DecodeLimits, ImageFormat, RasterImage } from '@imgsearch/core';
import { checkHeader, damaged } from './check-header.ts';

/**
 * Bytes to a raster, in a worker. The browser decodes the first frame, turns it by EXIF and converts it to sRGB; it is
 * then shrunk with the best filter that the browser has.
 *
 * A canvas keeps colours multiplied with alpha, and 8 bits of that lose what is nearly transparent; 16-bit floats keep
 * it, where the browser has them (Chromium 137). Elsewhere colours under low alpha are off by `128 / alpha` levels.
 */
export async function decode(
  bytes: Uint8Array<ArrayBuffer>,
  limits: DecodeLimits,
  formats: readonly ImageFormat[],
): Promise<RasterImage> {
  const { format, header } = checkHeader(bytes, limits, formats);
  const whole = await createImageBitmap(new Blob([bytes], { type: `image/${format}` }), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'default',
    imageOrientation: 'from-image',
  }).catch((cause: unknown) => {
    throw damaged(cause instanceof Error ? cause.message : String(cause), cause);
  });
  const scale = Math.min(1, limits.workingSize / Math.max(whole.width, whole.height));
  const [width, height] = [whole.width, whole.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  ) as [number, number];
  let bitmap = whole;
  try {
    if (scale < 1) {
      bitmap = await createImageBitmap(whole, {
        resizeWidth: width,
        resizeHeight: height,
        resizeQuality: 'high',
        premultiplyAlpha: header.alpha ? 'default' : 'none',
      });
      whole.close();
    }
    const rgba = readPixels(bitmap, width, height, header.alpha);
    if (header.alpha) return { width, height, channels: 4, data: rgba };
    return { width, height, channels: 3, data: withoutAlpha(rgba) };
  } finally {
    bitmap.close();
    whole.close();
  }
}

function readPixels(
  bitmap: ImageBitmap,
  width: number,
  height: number,
  alpha: boolean,
): Uint8Array<ArrayBuffer> {
  const canvas = new OffscreenCanvas(width, height);
  const settings = { willReadFrequently: true, colorSpace: 'srgb', ...(alpha && { colorType: 'float16' }) };
  const context = canvas.getContext('2d', settings as CanvasRenderingContext2DSettings);
  if (!context) throw new Error('Array buffer allocation failed: no canvas of this size');
  context.globalCompositeOperation = 'copy';
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height, { colorSpace: 'srgb' });
  // Gives the canvas's memory back at once, not when it is collected.
  canvas.width = 0;
  return new Uint8Array(data.buffer);
}

function withoutAlpha(rgba: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}
