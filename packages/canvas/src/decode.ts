import type { DecodeLimits, ImageFormat, RasterImage } from '@imgsearch/core';
import { checkHeader, damaged } from './check-header.ts';
import { addRows, boxCount, boxSize, filterLevels, type Levels } from './shrink.ts';

/** Pixels that are read from the canvas at once. */
const BAND = 1 << 20;

/**
 * Bytes to a raster, in a worker. The browser decodes the first frame, turns it by EXIF and converts it to sRGB; it is
 * then shrunk as sharp does it, because browsers' own filters are far enough from that to move vectors.
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
  const bitmap = await createImageBitmap(new Blob([bytes], { type: `image/${format}` }), {
    premultiplyAlpha: 'none',
    colorSpaceConversion: 'default',
    imageOrientation: 'from-image',
  }).catch((cause: unknown) => {
    throw damaged(cause instanceof Error ? cause.message : String(cause), cause);
  });
  try {
    return toRaster(bitmap, limits.workingSize, format, header.alpha);
  } finally {
    bitmap.close();
  }
}

function toRaster(
  bitmap: ImageBitmap,
  workingSize: number,
  format: ImageFormat,
  alpha: boolean,
): RasterImage {
  const channels = alpha ? 4 : 3;
  const scale = Math.max(1, Math.max(bitmap.width, bitmap.height) / workingSize);
  const width = Math.max(1, Math.round(bitmap.width / scale));
  const height = Math.max(1, Math.round(bitmap.height / scale));
  if (scale === 1) {
    const data = new Uint8Array(width * height * channels);
    readBands(bitmap, 1, alpha, (rows, top) => {
      for (let from = 0, to = top * width * channels; from < rows.length; from += 4)
        for (let c = 0; c < channels; c++) data[to++] = rows[from + c]!;
    });
    return { width, height, channels, data };
  }
  const size = boxSize(scale, format);
  const [across, down] = [bitmap.width, bitmap.height].map((side) => boxCount(side, size, format)) as [
    number,
    number,
  ];
  const data = new Float32Array(across * down * channels);
  const boxes: Levels = { width: across, height: down, channels, data };
  readBands(bitmap, size, alpha, (rows, top) => addRows(boxes, rows, bitmap.width, top, size));
  return { width, height, channels, data: filterLevels(boxes, width, height) };
}

/** Straight RGBA, band by band, so that a large photo is not held twice. @param step rows of a band are a multiple of it */
function readBands(
  bitmap: ImageBitmap,
  step: number,
  alpha: boolean,
  take: (rows: Uint8ClampedArray, top: number) => void,
): void {
  const { width, height } = bitmap;
  const deep = Math.min(height, step * Math.max(1, Math.floor(BAND / width / step)));
  const canvas = new OffscreenCanvas(width, deep);
  const settings = { willReadFrequently: true, colorSpace: 'srgb', ...(alpha && { colorType: 'float16' }) };
  const context = canvas.getContext('2d', settings as CanvasRenderingContext2DSettings);
  if (!context) throw new Error('Array buffer allocation failed: no canvas of this size');
  context.globalCompositeOperation = 'copy';
  for (let top = 0; top < height; top += deep) {
    context.drawImage(bitmap, 0, -top);
    const rows = Math.min(deep, height - top);
    take(context.getImageData(0, 0, width, rows, { colorSpace: 'srgb' }).data, top);
  }
  // Gives the canvas's memory back at once, not when it is collected.
  canvas.width = 0;
}
