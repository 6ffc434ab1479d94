import {
  abortable,
  type CallOptions,
  checkKeys,
  IMAGE_FORMATS,
  type ImageFormat,
  type ImageProcessor,
  ImageSearchError,
  invalidOption,
  SPEC_VERSION,
  throwIfStopped,
} from '@imgsearch/core';
import { createCutOutThread } from './create-cut-out-thread.ts';
import { createMemoryRoom } from './create-memory-room.ts';
import { decode } from './decode.ts';
import { loadSharp, type Sharp } from './load-sharp.ts';
import { mapSharpError } from './map-sharp-error.ts';

export interface SharpImageProcessorOptions {
  /** Formats to decode; others are refused by their first bytes. Default: JPEG, PNG, WebP, GIF, AVIF, TIFF. */
  readonly formats?: readonly ImageFormat[] | undefined;
}

/** Bytes for pictures that are decoded as a whole: a kilobyte of AVIF can become half a gigabyte. */
const DECODE_MEMORY = 512e6;

function checkFormats(formats: unknown): readonly ImageFormat[] {
  if (formats === undefined) return IMAGE_FORMATS;
  const known = Array.isArray(formats) && formats.every((format) => IMAGE_FORMATS.includes(format));
  if (!known || formats.length === 0)
    throw invalidOption('formats', `some of ${IMAGE_FORMATS.join(', ')}`, formats);
  return [...formats];
}

/**
 * Decodes and encodes with sharp, in its threads. sharp is loaded by the first call, and none of its process-wide
 * settings (`concurrency`, `cache`, `simd`, `block`) is changed: they are the host's; what its cache holds is dropped after
 * a large picture, which it would keep in memory. Objects are cut out in a worker
 * thread of its own, started by the first one: libvips enlarges masks half a pixel off and takes longer.
 *
 * A picture that is damaged or cut short is refused with INVALID_IMAGE; what decoders only warn of passes. The
 * timeout of `DecodeLimits` is rounded up to whole seconds. An aborted caller is released at once. Large pictures that
 * can only be decoded as a whole (AVIF, GIF, interlaced PNG, progressive JPEG) share 512 MB, and wait for each other.
 * @example
 * const imageProcessor = createSharpImageProcessor({ formats: ['jpeg', 'png', 'webp'] });
 */
export function createSharpImageProcessor(options: SharpImageProcessorOptions = {}): ImageProcessor {
  checkKeys('options', options, ['formats']);
  const formats = checkFormats(options.formats);
  const thread = createCutOutThread();
  const room = createMemoryRoom(DECODE_MEMORY);

  const run = async <T>(
    what: string,
    call: CallOptions | undefined,
    work: (sharp: Sharp) => Promise<T>,
  ): Promise<T> => {
    throwIfStopped(call);
    const sharp = await loadSharp();
    try {
      return await abortable(work(sharp), call?.signal);
    } catch (error) {
      throw mapSharpError(error, what);
    }
  };

  return {
    specVersion: SPEC_VERSION,
    info: { id: 'sharp', fingerprint: 'sharp-0.35' },
    decode(bytes, limits, call) {
      return run('The picture could not be decoded', call, async (sharp) => {
        if (bytes.length === 0)
          throw new ImageSearchError({
            code: 'INVALID_IMAGE',
            message: 'The picture is empty: 0 bytes.',
            hint: 'Check that the upload arrived whole.',
          });
        return decode(sharp, bytes, limits, formats, { room, call });
      });
    },
    async cutOut(image, mask, how, call) {
      throwIfStopped(call);
      return abortable(thread.cutOut(image, mask, how), call?.signal);
    },
    encode({ width, height, channels, data }, format, call) {
      return run('The picture could not be encoded', call, async (sharp) => {
        const picture = sharp(data, { raw: { width, height, channels }, limitInputPixels: false });
        // Pictures to look at once: half the time of the default for a few per cent more bytes.
        const encoded =
          format === 'png' ? picture.png({ compressionLevel: 3 }) : picture.webp({ quality: 90 });
        const bytes = await encoded.toBuffer();
        return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      });
    },
    close: thread.close,
    [Symbol.asyncDispose]: thread.close,
  };
}
