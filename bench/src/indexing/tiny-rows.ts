import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  createImageSearchPipeline,
  type ImageProcessor,
  type IndexReport,
  type Product,
  type RasterEmbedder,
  type RasterImage,
  SPEC_VERSION,
} from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { createLanceDbStore } from '@imgsearch/lancedb';

/** Everything but pictures and models is real: reader, journal, retries, batches, LanceDB. */
export const ROW_SETTINGS = { batchSize: 1000, concurrency: 2, dimensions: 8 } as const;

/** "Pictures" of four bytes: a row's number. */
const tinyPictures: ImageProcessor = {
  specVersion: SPEC_VERSION,
  info: { id: 'four-bytes', fingerprint: 'four-bytes-1' },
  decode: async (bytes) => ({ width: 1, height: 1, channels: 4, data: bytes }),
  cutOut: async (raster) => raster,
  encode: async ({ data }) => data,
};

/** The named embedder of fixed cost: eight numbers out of the row's own, without a model. */
const fixedCostEmbedder: RasterEmbedder = {
  specVersion: SPEC_VERSION,
  input: 'raster',
  info: {
    id: 'fixed-cost-8',
    fingerprint: 'fixed-cost-8',
    dimensions: ROW_SETTINGS.dimensions,
    maxBatchSize: 1000,
  },
  embedImages: async (images) => images.map(vectorOf),
};

function vectorOf({ data }: RasterImage): Float32Array {
  const row = new DataView(data.buffer, data.byteOffset).getUint32(0);
  const vector = Float32Array.from({ length: ROW_SETTINGS.dimensions }, (_, at) =>
    Math.sin(row * (at + 1) + at),
  );
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** @param read counts every picture that is read */
export function* rows(count: number, night: number, read?: { pictures: number }): Generator<Product> {
  for (let row = 0; row < count; row++) {
    const source = async (): Promise<Uint8Array> => {
      if (read) read.pictures++;
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, row);
      return bytes;
    };
    yield { id: `product-${row}`, images: [source], metadata: { price: row + night } };
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
/** Bytes, garbage collected. */
export interface SettledMemory {
  /** What JavaScript holds: heap, buffers, and what the engine holds for it outside. */
  readonly javascript: number;
  /** The whole process, native code of the store in it. */
  readonly process: number;
}

export function settledMemory(): SettledMemory {
  collect();
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { javascript: heapUsed + external, process: rss };
}

export interface RowsRun {
  readonly report: IndexReport;
  /** Memory when so many products were done. */
  readonly memoryAt: ReadonlyMap<number, SettledMemory>;
  readonly seconds: number;
}

export interface RowsPlace {
  index(
    count: number,
    night: number,
    marks?: readonly number[],
    read?: { pictures: number },
  ): Promise<RowsRun>;
  journalBytes(): Promise<number>;
  /** Milliseconds until a fresh checkpoint on the file answers. */
  reopen(): Promise<number>;
  countRecords(): Promise<number>;
  remove(): Promise<void>;
}

/** A folder with a LanceDB store and a checkpoint; each run opens them anew. */
export async function makeRowsPlace(): Promise<RowsPlace> {
  const folder = await mkdtemp(path.join(tmpdir(), 'imgsearch-rows-'));
  const journal = path.join(folder, 'checkpoint');
  const open = () => {
    const store = createLanceDbStore({ folder: path.join(folder, 'store') });
    const pipeline = createImageSearchPipeline({
      imageProcessor: tinyPictures,
      embedder: fixedCostEmbedder,
      store,
      fields: { price: 'number' },
    });
    return { store, pipeline };
  };
  return {
    async index(count, night, marks = [], read) {
      const { pipeline } = open();
      await using checkpoint = createFileCheckpoint(journal);
      const memoryAt = new Map<number, SettledMemory>();
      const left = [...marks];
      const start = performance.now();
      const run = pipeline.index(rows(count, night, read) as Iterable<Product<{ price: 'number' }>>, {
        checkpoint,
        batchSize: ROW_SETTINGS.batchSize,
        concurrency: ROW_SETTINGS.concurrency,
      });
      for await (const event of run)
        if (event.type === 'batch-end' && event.products >= left[0]!)
          memoryAt.set(left.shift()!, settledMemory());
      const report = await run;
      const seconds = (performance.now() - start) / 1000;
      await pipeline.close();
      return { report, memoryAt, seconds };
    },
    journalBytes: async () => (await stat(journal)).size,
    async reopen() {
      const start = performance.now();
      await using checkpoint = createFileCheckpoint(journal);
      await checkpoint.write([]);
      return performance.now() - start;
    },
    async countRecords() {
      const { pipeline, store } = open();
      await pipeline.open();
      const { value } = await store.count();
      await pipeline.close();
      return value;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
