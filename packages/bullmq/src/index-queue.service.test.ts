// Producer and workers on a real Redis, in one process, with core's fakes for models.
import {
  type Checkpoint,
  createImageSearchPipeline,
  createMemoryStore,
  ImageSearchError,
  type VectorStore,
} from '@imgsearch/core';
import { createFakeEmbedder, createFakeImageProcessor, fakeImage } from '@imgsearch/core/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { borrowRedis, hasRedis } from '../../../scripts/lib/redis-server.mjs';
import { collect } from '../test/collect.ts';
import { createIndexQueue, type IndexQueueOptions } from './create-index-queue.ts';
import { createIndexWorker, type IndexWorkerOptions } from './create-index-worker.ts';
import { createRedisCheckpoint } from './create-redis-checkpoint.ts';
import type { JobProduct } from './job-product.ts';

const catalogue = (count: number, bad = 10): JobProduct[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `p${at}`,
    images: [at % bad === bad - 1 ? 'broken' : `${at}`],
  }));
const toImage = (reference: string): Uint8Array =>
  fakeImage({
    color: [Number(reference) % 256 || 0, 90, 160],
    width: 8,
    height: 8,
    broken: reference === 'broken',
    comment: reference,
  });

describe.skipIf(!hasRedis())('a catalogue as jobs', () => {
  let redis: Awaited<ReturnType<typeof borrowRedis>>;
  let made = 0;
  const opened: { close(options?: { now: boolean }): Promise<void> }[] = [];
  beforeAll(async () => {
    redis = await borrowRedis();
  });
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close({ now: true });
  });
  afterAll(() => redis.stop());

  async function setUp(more: Partial<IndexQueueOptions> = {}) {
    const connection = { url: redis.url };
    const name = `imgsearch-test-${process.pid}-${made++}`;
    const checkpoint = createRedisCheckpoint({ connection, name });
    const queue = await createIndexQueue({ name, connection, checkpoint, productsPerJob: 8, ...more });
    const clean = async () => {
      await queue.queue.obliterate({ force: true });
      const client = new Redis(redis.url);
      const keys = await client.keys(`imgsearch:checkpoint:{${name}}*`);
      if (keys.length > 0) await client.del(...keys);
      await client.quit();
    };
    opened.push(checkpoint, queue, { close: clean });
    const store = createMemoryStore();
    const work = async (
      options: Partial<IndexWorkerOptions> = {},
      parts: { store?: VectorStore; delay?: number } = {},
    ) => {
      const embedder = createFakeEmbedder({ delay: parts.delay ?? 0 });
      const pipeline = createImageSearchPipeline({
        imageProcessor: createFakeImageProcessor(),
        embedder,
        store: parts.store ?? store,
      });
      const worker = await createIndexWorker({ name, connection, pipeline, checkpoint, toImage, ...options });
      opened.push(worker);
      return { ...worker, embedder };
    };
    return { name, queue, checkpoint, store, work };
  }
  const idsIn = async (store: VectorStore) =>
    (store.scan ? await collect(store.scan({})) : []).map(({ record }) => record.productId).sort();
  const good = (products: readonly JobProduct[]) =>
    products
      .filter(({ images }) => images[0] !== 'broken')
      .map(({ id }) => id)
      .sort();

  it('is worked off by whoever comes, and reported in one place', async () => {
    const { queue, store, work } = await setUp();
    const products = catalogue(203);
    expect(await queue.add(products)).toEqual({ products: 203, jobs: 26 });
    expect(await queue.progress()).toEqual({ waiting: 26, active: 0, delayed: 0, completed: 0, failed: 0 });
    const workers = await Promise.all([work({}, { delay: 5 }), work({}, { delay: 5 })]);
    const seen: number[] = [];
    const report = await queue.finished({
      interval: 20,
      onProgress: ({ completed }) => seen.push(completed),
    });
    expect(await idsIn(store)).toEqual(good(products));
    expect(report).toMatchObject({
      jobs: { waiting: 0, active: 0, delayed: 0, completed: 26, failed: 0 },
      products: 203,
      pictures: 183,
      failed: 20,
      failuresByKind: { unreadable: 20 },
      failedJobs: [],
    });
    expect(report.failures.map(({ productId }) => productId).sort()).toEqual(
      products
        .filter(({ images }) => images[0] === 'broken')
        .map(({ id }) => id)
        .sort(),
    );
    expect(report.failures[0]).toMatchObject({ imageId: '0', code: 'INVALID_IMAGE', attempts: 1 });
    for (const { embedder } of workers) expect(embedder.calls.length).toBeGreaterThan(0);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  });

  it('is not made twice under one name, and not computed twice under another', async () => {
    const { queue, work } = await setUp();
    const products = catalogue(40);
    const { embedder } = await work();
    for (const run of ['monday', 'monday', '2026-11-25T10:00:00Z']) {
      await queue.add(products, { run });
      await queue.finished({ interval: 20 });
    }
    expect((await queue.progress()).completed).toBe(10);
    expect(embedder.calls.reduce((sum, size) => sum + size, 0)).toBe(36);
  });

  it('waits for room, and ends when its caller leaves', async () => {
    const { queue, work } = await setUp({ maxWaiting: 5 });
    const leaving = new AbortController();
    const pulled = vi.fn();
    async function* source() {
      for (const product of catalogue(400)) {
        pulled();
        yield product;
      }
    }
    const adding = queue.add(source(), { signal: leaving.signal });
    adding.catch(() => undefined);
    await vi.waitFor(async () => expect((await queue.progress()).waiting).toBeGreaterThanOrEqual(5));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await queue.progress()).waiting).toBeLessThanOrEqual(10);
    expect(pulled.mock.calls.length).toBeLessThanOrEqual(88);
    await work();
    await vi.waitFor(() => expect(pulled.mock.calls.length).toBeGreaterThan(150), { timeout: 20_000 });
    leaving.abort();
    await expect(adding).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('passes from a worker that cannot to one that can', async () => {
    const { queue, store, work } = await setUp();
    const products = catalogue(40);
    const refusing: VectorStore = {
      ...createMemoryStore(),
      open: async () =>
        Promise.reject(new ImageSearchError({ code: 'STORE_MISMATCH', message: 'another model' })),
    };
    const broken = await work({}, { store: refusing });
    await queue.add(products);
    await expect(broken.stopped).rejects.toMatchObject({ code: 'STORE_MISMATCH' });
    await broken.close();
    expect(await queue.progress()).toMatchObject({ waiting: 5, active: 0, delayed: 0, failed: 0 });
    await work();
    await queue.finished({ interval: 20 });
    expect(await idsIn(store)).toEqual(good(products));
  });

  it('goes back where a worker leaves at once, and is finished where he leaves in peace', async () => {
    const { queue, store, work } = await setUp();
    const products = catalogue(80);
    await queue.add(products);
    for (const now of [true, false]) {
      const worker = await work({}, { delay: 50 });
      await vi.waitFor(async () => expect((await queue.progress()).active).toBe(2));
      await worker.close({ now });
      await worker.stopped;
      const { active, waiting, completed, failed } = await queue.progress();
      expect({ active, failed, all: waiting + completed }).toEqual({ active: 0, failed: 0, all: 10 });
      if (!now) expect(completed).toBeGreaterThanOrEqual(2);
    }
    await work();
    await queue.finished({ interval: 20 });
    expect(await idsIn(store)).toEqual(good(products));
  });

  it('stops a worker most of whose pictures fail, with the reason', async () => {
    const { queue, work } = await setUp();
    await queue.add(catalogue(400, 2));
    const worker = await work({ maxFailureRate: 0.4 });
    await expect(worker.stopped).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(/\d+ of 1\d\d pictures failed.*0\.4/),
    });
  });

  it('lists jobs that failed as a whole, and brings them back', async () => {
    const { queue, store, work } = await setUp({ attempts: 1 });
    const products = catalogue(16);
    let down = true;
    const shaky: Checkpoint['write'] = async () => {
      throw new ImageSearchError({ code: 'CHECKPOINT_FAILED', message: 'no disk' });
    };
    const { checkpoint } = await setUp();
    const failing = new Proxy(checkpoint, {
      get: (target, key) => (down && key === 'write' ? shaky : Reflect.get(target, key)),
    });
    const worker = await work({ checkpoint: failing });
    await queue.add(products);
    const report = await queue.finished({ interval: 20 });
    expect(report.failedJobs.flatMap(({ productIds }) => productIds).sort()).toEqual(
      products.map(({ id }) => id).sort(),
    );
    expect(report.failedJobs[0]).toMatchObject({ reason: expect.stringContaining('no disk'), attempts: 1 });
    down = false;
    await queue.retryFailed();
    expect((await queue.finished({ interval: 20 })).failedJobs).toEqual([]);
    expect(await idsIn(store)).toEqual(good(products));
    await worker.close();
  });

  it("goes over a client of the host's, which stays open", async () => {
    const client = new Redis(redis.url, { maxRetriesPerRequest: null });
    const name = `imgsearch-test-${process.pid}-client`;
    const checkpoint = createRedisCheckpoint({ connection: client, name });
    const queue = await createIndexQueue({ name, connection: client, checkpoint });
    const pipeline = createImageSearchPipeline({
      imageProcessor: createFakeImageProcessor(),
      embedder: createFakeEmbedder(),
      store: createMemoryStore(),
    });
    const worker = await createIndexWorker({ name, connection: client, pipeline, checkpoint, toImage });
    await queue.add(catalogue(20));
    expect(await queue.finished({ interval: 20 })).toMatchObject({ pictures: 18, failed: 2 });
    await worker.close();
    await queue.queue.obliterate({ force: true });
    await queue.close();
    await checkpoint.close();
    expect(await client.ping()).toBe('PONG');
    await client.del(...(await client.keys(`imgsearch:checkpoint:{${name}}*`)));
    await client.quit();
  });

  it('says so where there is no Redis', async () => {
    const connection = { host: '127.0.0.1', port: 1 };
    const checkpoint = createRedisCheckpoint({ connection, name: 'nowhere', timeout: 200 });
    const queue = await createIndexQueue({ name: 'nowhere', connection, checkpoint, timeout: 200 });
    await expect(queue.add(catalogue(1))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      hint: expect.stringContaining('"run"'),
    });
    await expect(checkpoint.read('t', ['a'])).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
    await Promise.all([queue.close(), checkpoint.close()]);
  });

  it.each([
    ['name', { name: '' }],
    ['connection', { connection: 'redis://here' }],
    ['checkpoint', { checkpoint: {} }],
    ['pipeline', { pipeline: {} }],
    ['toImage', { toImage: 'x' }],
    ['concurrency', { concurrency: 0 }],
    ['productsPerJob', { productsPerJob: 0.5 }],
    ['options', { queue: 'x' }],
  ])('names %s where it is wrong', async (option, wrong) => {
    const checkpoint = createRedisCheckpoint({ connection: {}, name: 'x' });
    const both = { name: 'x', connection: {}, checkpoint };
    const pipeline = { index: () => undefined } as never;
    const isQueues = ['name', 'connection', 'checkpoint', 'productsPerJob', 'options'].includes(option);
    const isWorkers = option !== 'productsPerJob';
    if (isQueues)
      await expect(createIndexQueue({ ...both, ...wrong } as never)).rejects.toThrow(`Option "${option}"`);
    if (isWorkers)
      await expect(createIndexWorker({ ...both, pipeline, toImage, ...wrong } as never)).rejects.toThrow(
        `Option "${option}"`,
      );
  });
});
