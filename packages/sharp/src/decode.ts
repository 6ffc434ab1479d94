import {
  type CallOptions,
  type DecodeLimits,
  IMAGE_FORMATS,
  type ImageFormat,
  ImageSearchError,
  type RasterImage,
  sniffFormat,
  throwIfStopped,
} from '@imgsearch/core';
import type { MemoryRoom } from './create-memory-room.ts';
import { decodeCost, gifHeaderCost } from './decode-cost.ts';
import { forgetPictures } from './forget-pictures.ts';
import type { Sharp } from './load-sharp.ts';

/** Bytes of a picture that are not left in a cache. */
const LARGE = 16e6;

/** Its decoder holds more of a pixel than any other (decode-cost.ts), and a kilobyte can ask for fifty million of them. */
const AVIF_SHARE = 2;

const HINTS: Readonly<Record<string, string>> = {
  HEIC: 'Convert it to JPEG first; browsers and phones can do that before the upload.',
  SVG: 'Render it to PNG first: drawings can hold scripts and addresses.',
};

function tooLarge(what: string, limit: string): ImageSearchError {
  return new ImageSearchError({
    code: 'IMAGE_TOO_LARGE',
    message: `The picture has ${what}.`,
    hint: `Send a smaller picture, or raise \`policies.limits.${limit}\`.`,
  });
}

function formatOf(bytes: Uint8Array, formats: readonly ImageFormat[]): ImageFormat {
  const found = sniffFormat(bytes);
  if ('format' in found && formats.includes(found.format)) return found.format;
  const name = 'format' in found ? found.format.toUpperCase() : found.looksLike;
  throw new ImageSearchError({
    code: 'UNSUPPORTED_FORMAT',
    message: `The picture looks like ${name}, which is not decoded.`,
    hint: HINTS[name] ?? `Send one of ${formats.map((format) => format.toUpperCase()).join(', ')}.`,
  });
}

/**
 * Refuses by bytes, format, pixels and frames; nothing but headers is read.
 * @returns bytes that decoding will take up at once, about
 */
async function checkHeader(
  sharp: Sharp,
  bytes: Uint8Array,
  { maxBytes, maxPixels, maxFrames }: DecodeLimits,
  formats: readonly ImageFormat[],
  room: MemoryRoom,
): Promise<number> {
  if (bytes.length > maxBytes) throw tooLarge(`${bytes.length} bytes, more than ${maxBytes}`, 'maxBytes');
  const format = formatOf(bytes, formats);
  // One frame by nature; sharp itself refuses too many pixels once it has read the header.
  if (format === 'jpeg' || format === 'png') return decodeCost(format, bytes, undefined, maxPixels);
  const {
    width,
    height,
    pages = 1,
    pageHeight = height,
  } = await room(format === 'gif' ? gifHeaderCost(bytes, maxPixels) : 0, () =>
    sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata(),
  );
  const most = format === 'avif' ? maxPixels / AVIF_SHARE : maxPixels;
  if (width * pageHeight > most)
    throw tooLarge(`${width} by ${pageHeight} pixels, more than ${most}`, 'maxPixels');
  if (pages > maxFrames) throw tooLarge(`${pages} frames, more than ${maxFrames}`, 'maxFrames');
  return decodeCost(format, bytes, { width, height: pageHeight }, maxPixels);
}

/**
 * Bytes to a raster. Shrunk before it becomes raw pixels, so that memory follows the working size and not the file.
 * Damaged and cut-off data is refused (`failOn: 'error'`); what decoders merely warn of, such as odd metadata, passes.
 * Where a decoder needs the whole picture at once, it waits until there is room for it.
 */
export async function decode(
  sharp: Sharp,
  bytes: Uint8Array,
  limits: DecodeLimits,
  formats: readonly ImageFormat[] = IMAGE_FORMATS,
  {
    room = (_, work) => work(),
    call,
  }: { readonly room?: MemoryRoom; readonly call?: CallOptions | undefined } = {},
): Promise<RasterImage> {
  const cost = await checkHeader(sharp, bytes, limits, formats, room);
  const { workingSize, maxPixels, timeout } = limits;
  const { data, info } = await room(cost, async () => {
    throwIfStopped(call);
    const decoded = sharp(bytes, {
      limitInputPixels: maxPixels,
      failOn: 'error',
      autoOrient: true,
    })
      .timeout({ seconds: Math.min(3600, Math.max(1, Math.ceil(timeout / 1000))) })
      .resize({ width: workingSize, height: workingSize, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return cost < LARGE ? decoded : decoded.finally(() => forgetPictures(sharp));
  });
  const { width, height, channels } = info;
  if (channels !== 3 && channels !== 4) throw new Error(`${channels} channels after conversion to sRGB`);
  return { width, height, channels, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}
