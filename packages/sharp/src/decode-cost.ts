import type { ImageFormat } from '@imgsearch/core';

/** What a header says of the first frame. */
interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Bytes a pixel that decoders hold at once where they cannot work line by line: measured, rounded up. WebP shrinks
 * as it decodes.
 */
const WHOLE: Readonly<Record<Exclude<ImageFormat, 'jpeg' | 'png'>, number>> = {
  avif: 18,
  gif: 12,
  tiff: 4,
  webp: 4,
};

/**
 * Bytes that decoding takes up at once, about: nothing where it goes line by line.
 * @param size of the frame, for formats other than JPEG and PNG
 * @param maxPixels counted where a header is too odd to be read here
 */
export function decodeCost(
  format: ImageFormat,
  bytes: Uint8Array,
  size: FrameSize | undefined,
  maxPixels: number,
): number {
  if (format === 'jpeg') return jpegCost(bytes, maxPixels);
  if (format === 'png') return pngCost(bytes, maxPixels);
  return (size ? size.width * size.height : maxPixels) * WHOLE[format];
}

/** Reading the header of a GIF makes room for its screen already, of four channels. */
export function gifHeaderCost(bytes: Uint8Array, maxPixels: number): number {
  if (bytes.length < 10) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Math.min(maxPixels, view.getUint16(6, true) * view.getUint16(8, true)) * 4;
}

/** Interlaced, it is complete only with its last pass; up to four channels of 16 bits. */
function pngCost(bytes: Uint8Array, maxPixels: number): number {
  if (bytes.length < 29) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint8(28) === 0 ? 0 : Math.min(maxPixels, view.getUint32(16) * view.getUint32(20)) * 8;
}

/** Coefficients of two bytes are kept for all components where they come in more than one scan (T.81, B.2). */
function jpegCost(bytes: Uint8Array, maxPixels: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const odd = maxPixels * 8;
  let pixels = 0;
  let components = 0;
  for (let at = 2; at + 10 <= bytes.length; ) {
    const [mark, kind] = [view.getUint8(at), view.getUint8(at + 1)];
    if (mark !== 0xff) return odd;
    // Marks may be filled up.
    if (kind === 0xff) {
      at++;
      continue;
    }
    const isFrame = kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
    if (isFrame) {
      pixels = Math.min(maxPixels, view.getUint16(at + 5) * view.getUint16(at + 7));
      components = view.getUint8(at + 9);
      if (![0xc0, 0xc1].includes(kind)) return pixels * components * 2;
    }
    if (kind === 0xda) return view.getUint8(at + 4) < components ? pixels * components * 2 : 0;
    at += 2 + view.getUint16(at + 2);
  }
  return odd;
}
