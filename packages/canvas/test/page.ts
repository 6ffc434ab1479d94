// Runs in the browser: the processor with its real worker, and ways for the tests to ask it.
import { type CutOutOptions, type DecodeLimits, ImageSearchError, type RasterImage } from '@imgsearch/core';
import { imageProcessorSuite, type KnownPicture, runCases } from '@imgsearch/testkit';
import { createCanvasImageProcessor } from '../src/index.ts';

const create = () =>
  createCanvasImageProcessor({ createWorker: () => new Worker('/worker.js', { type: 'module' }) });
const processor = create();

const toBytes = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const toBase64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

export interface PictureText {
  readonly name: string;
  readonly bytes: string;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly tolerance: number;
  readonly pixels: string;
}

const toPicture = ({ name, bytes, pixels, tolerance, ...shape }: PictureText): KnownPicture => ({
  name,
  bytes: toBytes(bytes),
  tolerance,
  raster: { ...shape, data: toBytes(pixels) },
});

const api = {
  async runSuite(pictures: PictureText[], runs: number) {
    const suite = imageProcessorSuite({ create, pictures: () => pictures.map(toPicture), runs });
    const reports = await runCases(suite);
    return reports.map(({ name, outcome, error }) => ({
      name,
      outcome,
      error: error instanceof Error ? error.message : undefined,
    }));
  },
  /** A raster, or the error's code. */
  async decode(base64: string, limits: DecodeLimits) {
    try {
      const { data, ...shape } = await processor.decode(toBytes(base64), limits);
      return { ...shape, data: toBase64(data) };
    } catch (error) {
      if (!ImageSearchError.isInstance(error)) return { code: `not one of ours: ${error}` };
      return { code: error.code, message: error.message, hint: error.hint };
    }
  },
  async cutOutMilliseconds(size: number, how: CutOutOptions) {
    const image: RasterImage = {
      width: size,
      height: size,
      channels: 3,
      data: new Uint8Array(size ** 2 * 3),
    };
    const data = new Uint8Array(320 * 320).fill(255);
    const statistics = { rawMaximum: 1, coverage: 1, borderContact: 1, entropy: 0 };
    const start = performance.now();
    await processor.cutOut(image, { width: 320, height: 320, data, statistics }, how);
    return performance.now() - start;
  },
  /** What a processor says whose worker cannot be loaded, and what comes of calls after closing. */
  async faults() {
    const codeOf = (call: Promise<unknown>) =>
      call.then(
        () => 'none',
        (error: unknown) => (ImageSearchError.isInstance(error) ? error.code : `not one of ours: ${error}`),
      );
    const image: RasterImage = { width: 2, height: 2, channels: 3, data: new Uint8Array(12) };
    const lost = createCanvasImageProcessor({ createWorker: () => new Worker('/nowhere.js') });
    const closed = create();
    const before = closed.encode(image, 'png');
    await closed.close?.();
    await closed.close?.();
    return {
      lost: await codeOf(lost.encode(image, 'png')),
      inFlight: await codeOf(before),
      closed: await codeOf(closed.encode(image, 'png')),
      wrongRaster: await codeOf(processor.encode({ ...image, width: 3 }, 'png')),
    };
  },
};
export type PageApi = typeof api;
Object.assign(globalThis, { api });
