// A worker in a process of its own, which its parent may kill. It tells what the store acknowledged, line by line, and
// writes every computation to a file.
import { appendFileSync } from 'node:fs';
import {
  type CallOptions,
  createImageSearchPipeline,
  type RasterImage,
  type VectorStore,
} from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { createIndexWorker, createRedisCheckpoint } from '../../src/index.ts';
import { createStarterParts } from '../starter-parts.ts';
import { openTestStore, type StorePlace } from './open-test-store.ts';

export interface WorkerTask {
  readonly name: string;
  readonly url: string;
  /** That all workers write. */
  readonly store: StorePlace;
  /** Every computed vector is a line of this file. */
  readonly computed: string;
  readonly lockDuration: number;
  readonly concurrency: number;
  /** A picture that ends whoever looks at it. */
  readonly poison?: string | undefined;
}

const task = JSON.parse(process.argv[2] as string) as WorkerTask;
const tell = (message: object): void => void process.stdout.write(`${JSON.stringify(message)}\n`);
const connection = { url: task.url };
const parts = await createStarterParts();
const place = openTestStore(task.store);
const kept = place.store;
const store: VectorStore = {
  ...kept,
  async upsert(records, options) {
    const outcomes = await kept.upsert(records, options);
    tell({ acknowledged: outcomes.filter(({ ok }) => ok).length });
    return outcomes;
  },
};
const pipeline = createImageSearchPipeline({
  ...parts.models,
  embedder: {
    ...parts.models.embedder,
    async embedImages(images: readonly RasterImage[], options?: CallOptions) {
      const vectors = await parts.models.embedder.embedImages(images, options);
      appendFileSync(task.computed, 'x\n'.repeat(vectors.length));
      return vectors;
    },
  },
  store,
});
const checkpoint = createRedisCheckpoint({ connection, name: task.name });
const worker = await createIndexWorker({
  name: task.name,
  connection,
  pipeline,
  checkpoint,
  toImage(file) {
    if (file === task.poison) process.kill(process.pid, 'SIGKILL');
    return fromFile(file);
  },
  lockDuration: task.lockDuration,
  concurrency: task.concurrency,
  maxFailureRate: 1,
  logger: {
    ...console,
    debug: () => undefined,
    info: () => undefined,
    warn: (message) => tell({ warning: message }),
  },
});
process.once('SIGTERM', () => worker.close());
tell({ ready: true });
await worker.stopped;
await pipeline.close({ components: true });
await parts.close();
await place.close();
await checkpoint.close();
