// A process that indexes the test's catalogue and may be killed, by its parent or by itself inside a named stage. It
// wraps the ports of a pipeline as anybody could; the product knows nothing of it.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import {
  type CallOptions,
  type Checkpoint,
  createImageSearchPipeline,
  type RasterImage,
  type VectorStore,
} from '@imgsearch/core';
import { createFileCheckpoint, fromFile } from '@imgsearch/core/node';
import { starterModels } from '@imgsearch/models-starter';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
} from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import type { TestProduct } from './catalogue.ts';
import { openTestStore, type StorePlace } from './open-test-store.ts';

/** Where a process kills itself. */
export type Stage =
  | 'after-decode'
  | 'before-write'
  | 'between-write-and-delete'
  | 'before-journal'
  | 'in-compaction';

export interface Task {
  readonly products: string;
  readonly store: StorePlace;
  readonly checkpoint: string;
  /** Every computed vector is a line of this file. */
  readonly computed: string;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly stage?: Stage | undefined;
  /** Where to write every record in the end. */
  readonly dump?: string | undefined;
}

const task = JSON.parse(process.argv[2] as string) as Task;
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  // The signal comes at once, but not within this call.
  for (;;);
};
const tell = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);

function dyingCheckpoint(checkpoint: Checkpoint): Checkpoint {
  return {
    ...checkpoint,
    async write(entries, options) {
      const remembers = entries.some(
        ({ underway, images }) => !underway && images.some(({ id }) => id === 'new'),
      );
      if (task.stage === 'before-journal' && remembers) die();
      await checkpoint.write(entries, options);
    },
  };
}

function dyingStore(store: VectorStore): VectorStore {
  return {
    ...store,
    async upsert(records, options) {
      if (task.stage === 'before-write') die();
      const outcomes = await store.upsert(records, options);
      tell({ acknowledged: outcomes.filter(({ ok }) => ok).map(({ id }) => id) });
      return outcomes;
    },
    async delete(ids, options) {
      if (task.stage === 'between-write-and-delete') die();
      return store.delete(ids, options);
    },
  };
}

if (task.stage === 'in-compaction') {
  const { rename } = fs;
  fs.rename = async (from, to) => (String(from).endsWith('.compacting') ? die() : rename(from, to));
  syncBuiltinESMExports();
}

const runtime = createOnnxRuntime({ workers: 1, threads: 1 });
const processor = createSharpImageProcessor();
const embedder = await createOnnxEmbedder({ runtime, ...starterModels.embedding });
const { store, close } = await openTestStore(task.store);
const checkpoint = createFileCheckpoint(task.checkpoint, { compactAfter: 100 });
const pipeline = createImageSearchPipeline({
  imageProcessor: {
    ...processor,
    async decode(...given) {
      const raster = await processor.decode(...given);
      if (task.stage === 'after-decode') die();
      return raster;
    },
  },
  backgroundRemover: await createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval }),
  embedder: {
    ...embedder,
    async embedImages(images: readonly RasterImage[], options?: CallOptions) {
      const vectors = await embedder.embedImages(images, options);
      appendFileSync(task.computed, 'x\n'.repeat(vectors.length));
      return vectors;
    },
  },
  classifier: await createOnnxClassifier({ runtime, ...starterModels.category }),
  store: dyingStore(store),
  fields: { price: 'number' },
});
const products = (JSON.parse(readFileSync(task.products, 'utf8')) as TestProduct[]).map(
  ({ id, price, images }) => ({
    id,
    metadata: { price },
    images: images.map((image) => ({ id: image.id, source: fromFile(image.file), version: image.file })),
  }),
);
const report = await pipeline.index(products, {
  checkpoint: dyingCheckpoint(checkpoint),
  batchSize: task.batchSize,
  concurrency: task.concurrency,
});
tell({ report: { ...report, failures: undefined } });
if (task.dump) {
  const records: object[] = [];
  for await (const { record } of store.scan!({ includeVectors: true }))
    records.push({ ...record, vector: [...(record.vector ?? [])] });
  writeFileSync(task.dump, JSON.stringify(records));
}
await checkpoint.close();
await pipeline.close({ components: true });
await runtime.close();
await close();
