import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkKeys } from '../options/check.ts';
import type { RgbColor } from '../spec/image-processor.ts';
import type { RasterImage } from '../spec/raster-image.ts';

export interface FakeImageOptions {
  /** Colour of the object. */
  readonly color: RgbColor;
  /** Default white. */
  readonly background?: RgbColor | undefined;
  /** Pixels. Default 64 by 64. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** Where the object is, in fractions of the picture; null for none. Default the middle half. */
  readonly object?:
    | { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }
    | null
    | undefined;
  /** Alpha of the whole picture; makes four channels. */
  readonly alpha?: number | undefined;
  /** Frames the header declares. Default 1. */
  readonly frames?: number | undefined;
  /** Makes bytes that the fake processor refuses with INVALID_IMAGE. */
  readonly broken?: boolean | undefined;
  /** Changes the bytes, and so the content hash, but not the picture. */
  readonly comment?: string | undefined;
}

export interface FakeHeader {
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly frames: number;
}

const MAGIC = 'fake-image\n';

function pack(header: object, pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${MAGIC}${JSON.stringify(header)}\n`);
  const bytes = new Uint8Array(head.length + pixels.length);
  bytes.set(head);
  bytes.set(pixels, head.length);
  return bytes;
}

/** Encodes a raster as the fake processor does: a line of JSON and the pixels. */
export function packRaster({ width, height, channels, data }: RasterImage): Uint8Array<ArrayBuffer> {
  return pack({ width, height, channels, frames: 1 }, data);
}

/** Header and pixels of fake bytes. @throws ImageSearchError UNSUPPORTED_FORMAT, INVALID_IMAGE */
export function unpackImage(bytes: Uint8Array): { header: FakeHeader; data: Uint8Array } {
  const lineEnd = bytes.indexOf(10, MAGIC.length);
  if (new TextDecoder().decode(bytes.subarray(0, MAGIC.length)) !== MAGIC)
    throw new ImageSearchError({
      code: 'UNSUPPORTED_FORMAT',
      message: 'The fake image processor understands fake images alone.',
      hint: 'Make the picture with fakeImage({ color }).',
    });
  try {
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(MAGIC.length, lineEnd))) as FakeHeader;
    const data = bytes.slice(lineEnd + 1);
    if (data.length !== header.width * header.height * header.channels) throw new Error('pixels are missing');
    return { header, data };
  } catch (cause) {
    throw new ImageSearchError({ code: 'INVALID_IMAGE', message: 'The fake image is broken.', cause });
  }
}

/**
 * Bytes of a picture that `createFakeImageProcessor` understands: a rectangle on a plain background. The same
 * options give the same bytes.
 * @example
 * const red = fakeImage({ color: [220, 30, 30] });
 */
export function fakeImage(options: FakeImageOptions): Uint8Array<ArrayBuffer> {
  checkKeys('options', options, [
    ...['color', 'background', 'width', 'height', 'object', 'alpha', 'frames', 'broken', 'comment'],
  ]);
  const { color, background = [255, 255, 255], width = 64, height = 64, alpha, frames = 1 } = options;
  const box =
    options.object === undefined ? { left: 0.25, top: 0.25, right: 0.75, bottom: 0.75 } : options.object;
  const channels = alpha === undefined ? 3 : 4;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += channels) {
      const [across, down] = [(x + 0.5) / width, (y + 0.5) / height];
      const inside =
        box !== null && across >= box.left && across < box.right && down >= box.top && down < box.bottom;
      data.set(inside ? color : background, at);
      if (alpha !== undefined) data[at + 3] = alpha;
    }
  }
  const header = { width, height, channels, frames, ...(options.comment && { comment: options.comment }) };
  return pack(header, options.broken ? data.subarray(0, data.length >> 1) : data);
}
