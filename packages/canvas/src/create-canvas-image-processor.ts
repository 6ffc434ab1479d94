import {
  abortable,
  type CallOptions,
  type CutOutJob,
  checkKeys,
  type ImageFormat,
  type ImageProcessor,
  ImageSearchError,
  invalidOption,
  objectBox,
  type RasterImage,
  type Segmentation,
  SPEC_VERSION,
  throwIfStopped,
} from '@imgsearch/core';
import { createPixelWorker } from './create-pixel-worker.ts';
import { BROWSER_FORMATS, type BrowserFormat } from './read-header.ts';

export interface CanvasImageProcessorOptions {
  /** Formats to decode; others are refused by their first bytes. Default: JPEG, PNG, WebP, GIF, AVIF. */
  readonly formats?: readonly BrowserFormat[] | undefined;
  /**
   * Starts the worker of `@imgsearch/canvas/worker`. Default: the file beside this one, by
   * `new Worker(new URL('./worker.js', import.meta.url), { type: 'module' })`, which Vite, webpack and Parcel follow.
   */
  readonly createWorker?: (() => Worker) | undefined;
}

function checkFormats(formats: unknown): readonly ImageFormat[] {
  if (formats === undefined) return BROWSER_FORMATS;
  const known = Array.isArray(formats) && formats.every((format) => BROWSER_FORMATS.includes(format));
  if (!known || formats.length === 0)
    throw invalidOption('formats', `some of ${BROWSER_FORMATS.join(', ')}`, formats);
  return [...formats];
}

function checkSizes({ width, height, channels, data }: RasterImage, mask?: Segmentation): void {
  if (data.length !== width * height * channels || data.length === 0)
    throw new ImageSearchError({
      code: 'INVALID_IMAGE',
      message: `A raster of ${width} by ${height} pixels and ${channels} channels cannot have ${data.length} bytes.`,
      hint: 'Give width * height * channels bytes.',
    });
  if (mask && (mask.data.length !== mask.width * mask.height || mask.data.length === 0))
    throw invalidOption('mask', 'a mask with width * height bytes', mask.data);
}

/** The browser and its major version: two decoders differ by a level or two. */
function browserName(): string {
  const agent = globalThis.navigator?.userAgent ?? '';
  const [, name = 'unknown', version = ''] = /(Chrome|Firefox|Version)\/(\d+)/.exec(agent) ?? [];
  return `canvas-${name === 'Version' ? 'safari' : name.toLowerCase()}${version && `-${version}`}`;
}

/**
 * Decodes, cuts out and encodes in a browser, in a Web Worker of its own that the first call starts: the page's thread
 * touches no pixel but to copy it. Size, frames and missing ends are read from the file before the browser decodes it.
 *
 * Weaker than in Node: of what lies between a JPEG's first and last byte, browsers accept damage without a word; and
 * colours under low alpha are exact only where canvases have 16-bit floats.
 * @example
 * import { createCanvasImageProcessor } from '@imgsearch/canvas';
 *
 * const imageProcessor = createCanvasImageProcessor({ formats: ['jpeg', 'png', 'webp'] });
 */
export function createCanvasImageProcessor(options: CanvasImageProcessorOptions = {}): ImageProcessor {
  checkKeys('options', options, ['formats', 'createWorker']);
  const formats = checkFormats(options.formats);
  const { createWorker } = options;
  if (createWorker !== undefined && typeof createWorker !== 'function')
    throw invalidOption('createWorker', 'a function that starts a Worker', createWorker);
  const worker = createPixelWorker(
    createWorker ??
      (() =>
        new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'imgsearch-canvas' })),
  );
  const run = async (
    call: CallOptions | undefined,
    ...[job, moved, timeout]: Parameters<typeof worker.run>
  ): Promise<RasterImage | Uint8Array> => {
    throwIfStopped(call);
    return abortable(worker.run(job, moved, timeout, call), call?.signal);
  };
  return {
    specVersion: SPEC_VERSION,
    info: { id: 'canvas', fingerprint: browserName() },
    async decode(bytes, limits, call) {
      throwIfStopped(call);
      if (bytes.length === 0)
        throw new ImageSearchError({
          code: 'INVALID_IMAGE',
          message: 'The picture is empty: 0 bytes.',
          hint: 'Check that the upload arrived whole.',
        });
      if (bytes.length > limits.maxBytes)
        throw new ImageSearchError({
          code: 'IMAGE_TOO_LARGE',
          message: `The picture has ${bytes.length} bytes, more than ${limits.maxBytes}.`,
          hint: 'Send a smaller picture, or raise `policies.limits.maxBytes`.',
        });
      // A copy, so that it can be moved and the caller's stays.
      const own = new Uint8Array(bytes);
      const job = { kind: 'decode', bytes: own, limits, formats } as const;
      return (await run(call, job, [own.buffer], limits.timeout)) as RasterImage;
    },
    async cutOut(image, mask, { feather, margin, fill }, call) {
      throwIfStopped(call);
      checkSizes(image, mask);
      const { width, height, channels } = image;
      const box = objectBox(mask, width, height, margin);
      const stride = width * channels;
      const rows = image.data.slice(box.top * stride, (box.top + box.height) * stride);
      const data = mask.data.slice();
      const job: CutOutJob = {
        ...{ width, height, channels, rows, box, feather, fill },
        mask: { width: mask.width, height: mask.height, data },
      };
      const moved = [rows.buffer, data.buffer] as ArrayBuffer[];
      const pixels = (await run(call, { kind: 'cut-out', job }, moved)) as Uint8Array;
      return { width: box.width, height: box.height, channels: fill === 'transparent' ? 4 : 3, data: pixels };
    },
    async encode(image, format, call) {
      throwIfStopped(call);
      checkSizes(image);
      const { width, height, channels } = image;
      const data = new Uint8Array(image.data);
      const job = { kind: 'encode', image: { width, height, channels, data }, format } as const;
      return (await run(call, job, [data.buffer])) as Uint8Array;
    },
    close: worker.close,
    [Symbol.asyncDispose]: worker.close,
  };
}
