import type { SubmitOptions } from '../batching/create-batcher.ts';
import type { RasterImage } from '../spec/raster-image.ts';
import type { PictureBox } from '../spec/search.ts';
import type { PhotoTools } from './photo-tools.ts';

/** A small part of a large photo is decoded at up to this many times the working size, then cut. */
const MAX_ZOOM = 4;

/**
 * The working raster of a photo or of a part of it. A part has as many pixels as a whole photo would, where the photo
 * has them.
 */
export async function decodePart(
  bytes: Uint8Array,
  box: PictureBox | undefined,
  { decoding, imageProcessor, policies }: Pick<PhotoTools, 'decoding' | 'imageProcessor' | 'policies'>,
  options: SubmitOptions,
): Promise<RasterImage> {
  const { limits } = policies;
  if (box === undefined)
    return decoding.submit((call) => imageProcessor.decode(bytes, limits, call), options);
  const zoom = Math.min(MAX_ZOOM, 1 / Math.max(box.width, box.height));
  const workingSize = Math.round(limits.workingSize * zoom);
  const enlarged = { ...limits, workingSize };
  return crop(await decoding.submit((call) => imageProcessor.decode(bytes, enlarged, call), options), box);
}

/** Whole pixels, at least one; rows are copied. */
function crop({ width, height, channels, data }: RasterImage, box: PictureBox): RasterImage {
  const [left, right] = pixels(box.left, box.width, width);
  const [top, bottom] = pixels(box.top, box.height, height);
  const row = (right - left) * channels;
  const part = new Uint8Array(row * (bottom - top));
  for (let y = top; y < bottom; y++) {
    const from = (y * width + left) * channels;
    part.set(data.subarray(from, from + row), (y - top) * row);
  }
  return { width: right - left, height: bottom - top, channels, data: part };
}

function pixels(from: number, length: number, size: number): readonly [first: number, end: number] {
  const first = Math.min(size - 1, Math.round(from * size));
  return [first, Math.min(size, Math.max(first + 1, Math.round((from + length) * size)))];
}
