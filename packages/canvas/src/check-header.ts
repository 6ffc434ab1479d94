import { type DecodeLimits, type ImageFormat, ImageSearchError, sniffFormat } from '@imgsearch/core';
import type { ImageHeader } from './image-header.ts';
import { BROWSER_FORMATS, readHeader } from './read-header.ts';

const HINTS: Readonly<Record<string, string>> = {
  HEIC: 'Convert it to JPEG first; phones do that where a page asks for image/jpeg.',
  SVG: 'Draw it to PNG first: drawings can hold scripts and addresses.',
};

const tooLarge = (what: string, limit: string): ImageSearchError =>
  new ImageSearchError({
    code: 'IMAGE_TOO_LARGE',
    message: `The picture has ${what}.`,
    hint: `Send a smaller picture, or raise \`policies.limits.${limit}\`.`,
  });

export const damaged = (what: string, cause?: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'INVALID_IMAGE',
    message: `The picture could not be decoded: ${what}.`,
    hint: 'The file is damaged or cut short; send it again, or save it anew with a picture editor.',
    cause,
  });

/**
 * Refuses by format, pixels, frames and missing ends; nothing but headers and lengths is read.
 * @throws ImageSearchError UNSUPPORTED_FORMAT, IMAGE_TOO_LARGE, INVALID_IMAGE
 */
export function checkHeader(
  bytes: Uint8Array,
  { maxPixels, maxFrames }: DecodeLimits,
  formats: readonly ImageFormat[],
): { readonly format: ImageFormat; readonly header: ImageHeader } {
  const sniffed = sniffFormat(bytes);
  const format = BROWSER_FORMATS.find((one) => 'format' in sniffed && one === sniffed.format);
  if (format === undefined || !formats.includes(format)) {
    const name = 'format' in sniffed ? sniffed.format.toUpperCase() : sniffed.looksLike;
    throw new ImageSearchError({
      code: 'UNSUPPORTED_FORMAT',
      message: `The picture looks like ${name}, which is not decoded.`,
      hint: HINTS[name] ?? `Send one of ${formats.map((one) => one.toUpperCase()).join(', ')}.`,
    });
  }
  const header = readHeader(bytes, format);
  const { width, height, frames, complete } = header;
  if (width * height > maxPixels)
    throw tooLarge(`${width} by ${height} pixels, more than ${maxPixels}`, 'maxPixels');
  if (frames > maxFrames) throw tooLarge(`${frames} frames, more than ${maxFrames}`, 'maxFrames');
  if (width * height === 0) throw damaged('it does not say how large it is');
  if (!complete) throw damaged('it ends before its end');
  return { format, header };
}
