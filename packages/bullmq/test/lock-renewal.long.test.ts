// A job's lock is renewed by a timer of the worker's event loop. Models in worker threads leave it alone; one that
// computes on the main thread does not, which shows that this test would see it.
import { createImageSearchPipeline, createMemoryStore, type RasterEmbedder } from '@imgsearch/core';
import { createFakeEmbedder, createFakeImageProcessor, fakeImage } from '@imgsearch/core/testing';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { borrowRedis, hasRedis } from '../../../scripts/lib/redis-server.mjs';
import {
  createIndexQueue,
  createIndexWorker,
  createRedisCheckpoint,
  type IndexWorkerOptions,
} from '../src/index.ts';
import { createStarterParts } from './starter-parts.ts';

const LOCK = 2000;

describe.skipIf(!hasRedis())('the lock of a job', () => {
  let redis: Awaited<ReturnType<typeof borrowRedis>>;
  const opened: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    redis = await borrowRedis();
  });
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });
  afterAll(() => redis.stop());

  /** Works off `count` products in jobs of `productsPerJob`, and says what became of the locks. */
  async function workOff(
    count: number,
    productsPerJob: number,
    how: Pick<IndexWorkerOptions, 'pipeline' | 'toImage'>,
  ) {
    const connection = { url: redis.url };
    const name = `imgsearch-lock-${process.pid}-${count}`;
    const checkpoint = createRedisCheckpoint({ connection, name });
    const queue = await createIndexQueue({ name, connection, checkpoint, productsPerJob });
    await queue.add(Array.from({ length: count }, (_, at) => ({ id: `p${at}`, images: [`${at}`] })));
    const start = performance.now();
    const worker = await createIndexWorker({ name, connection, checkpoint, lockDuration: LOCK, ...how });
    opened.push(
      { close: () => queue.queue.obliterate({ force: true }).then(() => queue.close()) },
      checkpoint,
      worker,
    );
    const lost = { stalled: 0, renewals: 0, failedRenewals: 0 };
    worker.worker.on('stalled', () => lost.stalled++);
    worker.worker.on('locksRenewed', () => lost.renewals++);
    worker.worker.on('lockRenewalFailed', () => lost.failedRenewals++);
    const { pictures } = await queue.finished({ interval: 100 });
    const elapsed = performance.now() - start;
    const jobs = await queue.queue.getCompleted();
    return { ...lost, pictures, elapsed, starts: jobs.map(({ attemptsStarted }) => attemptsStarted) };
  }

  it('outlives a job that computes in worker threads for many times as long', async () => {
    const parts = await createStarterParts();
    const pipeline = createImageSearchPipeline({ ...parts.models, store: createMemoryStore() });
    opened.push({ close: () => pipeline.close({ components: true }).then(parts.close) });
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const photo = await sharp({
      create: { width: 1200, height: 900, channels: 3, background: 'white', noise },
    })
      .jpeg()
      .toBuffer();
    // The same picture, but never the same bytes.
    const toImage = (reference: string): Uint8Array => Buffer.concat([photo, Buffer.from(reference)]);
    const { pictures, elapsed, starts, renewals, ...lost } = await workOff(600, 300, { pipeline, toImage });
    console.log(`600 pictures in ${Math.round(elapsed)} ms, ${renewals} renewals`);
    expect(pictures).toBe(600);
    expect(elapsed).toBeGreaterThan(2 * LOCK);
    expect(renewals).toBeGreaterThan(2);
    expect(lost).toEqual({ stalled: 0, failedRenewals: 0 });
    expect(starts).toEqual([1, 1]);
  });

  it('is lost by a model on the main thread', async () => {
    const embedder = createFakeEmbedder();
    const blocking: RasterEmbedder = {
      ...embedder,
      async embedImages(...given) {
        const until = performance.now() + 2.5 * LOCK;
        while (performance.now() < until);
        return embedder.embedImages(...given);
      },
    };
    const pipeline = createImageSearchPipeline({
      imageProcessor: createFakeImageProcessor(),
      embedder: blocking,
      store: createMemoryStore(),
    });
    opened.push(pipeline);
    const toImage = (reference: string): Uint8Array =>
      fakeImage({ color: [9, 9, 9], width: 8, height: 8, comment: reference });
    const { stalled, failedRenewals } = await workOff(1, 1, { pipeline, toImage });
    expect(stalled + failedRenewals).toBeGreaterThan(0);
  });
});
