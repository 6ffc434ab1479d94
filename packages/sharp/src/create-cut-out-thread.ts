import { Worker } from 'node:worker_threads';
import {
  type CutOutJob,
  type CutOutOptions,
  ImageSearchError,
  invalidOption,
  objectBox,
  type RasterImage,
  type Segmentation,
} from '@imgsearch/core';

export interface CutOutThread {
  cutOut(image: RasterImage, mask: Segmentation, how: CutOutOptions): Promise<RasterImage>;
  /** Waits for the jobs in flight. Idempotent. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(pixels: Uint8Array): void;
  reject(error: Error): void;
}

/** Beside this file; as TypeScript where the sources themselves are run. */
const workerUrl = (): URL =>
  import.meta.url.endsWith('.ts')
    ? new URL('./cut-out-worker.ts', import.meta.url)
    : new URL('./cut-out-worker.js', import.meta.url);

function checkSizes(image: RasterImage, mask: Segmentation): void {
  if (image.data.length !== image.width * image.height * image.channels)
    throw invalidOption('image', 'a raster with width * height * channels bytes', image.data);
  if (mask.data.length !== mask.width * mask.height || mask.data.length === 0)
    throw invalidOption('mask', 'a mask with width * height bytes', mask.data);
}

/**
 * One thread, started by its first job, that composites objects. It keeps no process alive while it has nothing to
 * do, runs no native code, and is replaced after a failure.
 */
export function createCutOutThread(): CutOutThread {
  let worker: Worker | undefined;
  let nextId = 0;
  let closing = false;
  const waiting = new Map<number, Waiting>();
  let idle: (() => void) | undefined;

  const lost = (cause: unknown): void => {
    worker = undefined;
    for (const { reject } of waiting.values())
      reject(
        new ImageSearchError({
          code: 'INFERENCE_FAILED',
          message: 'The thread that cuts objects out ended before it answered.',
          hint: 'Try again; it is started anew.',
          cause,
          retryable: true,
        }),
      );
    waiting.clear();
    idle?.();
  };
  const start = (): Worker => {
    const started = new Worker(workerUrl(), { name: 'imgsearch-cut-out', execArgv: [] });
    started.on('message', ({ id, pixels }: { id: number; pixels: Uint8Array }) => {
      waiting.get(id)?.resolve(pixels);
      waiting.delete(id);
      if (waiting.size > 0) return;
      started.unref();
      idle?.();
    });
    started.on('error', lost);
    started.on('exit', () => {
      if (worker === started) lost(undefined);
    });
    return started;
  };

  return {
    async cutOut(image, mask, { feather, margin, fill }) {
      if (closing)
        throw new ImageSearchError({
          code: 'CLOSED',
          message: 'The image processor is closed.',
          hint: 'Create another one.',
        });
      checkSizes(image, mask);
      const { width, height, channels } = image;
      const box = objectBox(mask, width, height, margin);
      const stride = width * channels;
      // Copies, so that they can be moved to the thread and the inputs stay.
      const rows = image.data.slice(box.top * stride, (box.top + box.height) * stride);
      const data = mask.data.slice();
      const job: CutOutJob = {
        ...{ width, height, channels, rows, box, feather, fill },
        mask: { width: mask.width, height: mask.height, data },
      };
      worker ??= start();
      const id = nextId++;
      const pixels = await new Promise<Uint8Array>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        worker?.ref();
        worker?.postMessage({ id, job }, [rows.buffer as ArrayBuffer, data.buffer as ArrayBuffer]);
      });
      return { width: box.width, height: box.height, channels: fill === 'transparent' ? 4 : 3, data: pixels };
    },
    async close() {
      closing = true;
      if (waiting.size > 0)
        await new Promise<void>((resolve) => {
          idle = resolve;
        });
      const last = worker;
      worker = undefined;
      await last?.terminate();
    },
  };
}
