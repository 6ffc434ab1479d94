// Long, because it is all that a run promises, a test a promise.
import { describe, expect, it, vi } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import { ImageSearchError } from './errors/image-search-error.ts';
import type { IndexEvent, IndexRun, Product } from './spec/indexing.ts';
import type { RasterImage } from './spec/raster-image.ts';
import type { VectorStore } from './spec/vector-store.ts';
import { createFakeEmbedder } from './testing/create-fake-embedder.ts';
import { createFakeImageProcessor } from './testing/create-fake-image-processor.ts';
import { type FakeParts, fakeParts, photoOf } from './testing/fake-parts.ts';

const fields = { brand: 'keyword', price: 'number' } as const;
const setUp = (more: Partial<FakeParts> | { store: VectorStore } = {}) => {
  const parts = { ...fakeParts(), ...more };
  return { ...parts, pipeline: createImageSearchPipeline({ ...parts, fields }) };
};
const broken = photoOf(0, 0, { broken: true });
const many = (
  count: number,
  images: (at: number) => Product['images'] = (at) => [photoOf(at % 13, at % 40)],
): Product[] => Array.from({ length: count }, (_, at) => ({ id: `p${at}`, images: images(at) }));
async function eventsOf(run: IndexRun): Promise<IndexEvent[]> {
  const events: IndexEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}
async function recordsIn(store: VectorStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const { record } of store.scan!({})) ids.push(record.id);
  return ids.sort();
}
const storeError = (code: 'STORE_UNAVAILABLE' | 'STORE_REJECTED') =>
  new ImageSearchError({ code, message: code });

describe('a run', () => {
  it('starts at once, without anybody listening', async () => {
    const { pipeline, store } = setUp();
    pipeline.index(many(3));
    await vi.waitFor(async () => expect(await recordsIn(store)).toEqual(['p0/0', 'p1/0', 'p2/0']));
  });

  it('can be awaited more than once, and gives the counts', async () => {
    const { pipeline } = setUp();
    const run = pipeline.index(many(50, (at) => [photoOf(at % 13), photoOf(at % 13, 9)]));
    const report = await run;
    expect(report).toMatchObject({
      products: 50,
      indexed: 100,
      failed: 0,
      deleted: 0,
      aborted: false,
      failures: [],
    });
    expect(report.imagesPerSecond).toBeGreaterThan(0);
    expect(await run).toBe(report);
  });

  it('tells its progress from start to end', async () => {
    const { pipeline } = setUp();
    const run = pipeline.index(many(100), { batchSize: 10, concurrency: 2 });
    const events = await eventsOf(run);
    expect(events[0]).toEqual({ type: 'index-start', batchSize: 10, concurrency: 2, total: 100 });
    expect(events.at(-1)).toEqual({ type: 'index-end', report: await run });
    const batches = events.filter((event) => event.type === 'batch-end');
    expect(batches.at(-1)).toMatchObject({ indexed: 100, total: 100 });
    const middle = batches[Math.floor(batches.length / 2)]!;
    expect(middle.timeLeft).toBeGreaterThan(0);
    expect(batches.map(({ indexed }) => indexed)).toEqual(
      batches.map(({ indexed }) => indexed).sort((a, b) => a - b),
    );
    expect(await eventsOf(run)).toEqual(events);
  });

  it('writes records with everything that was decided', async () => {
    const { pipeline, store } = setUp();
    await pipeline.index([
      {
        id: 'a',
        images: [{ id: 'front', source: photoOf(4), version: '7' }],
        metadata: { brand: 'x', note: { deep: [1] } },
      },
      { id: 'b', images: [photoOf(4)], category: 'bed' },
    ]);
    const [a, b] = await store.get(['a/front', 'b/0']);
    expect(a).toMatchObject({
      productId: 'a',
      imageId: 'front',
      category: 'smartphone',
      metadata: { brand: 'x', note: { deep: [1] } },
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(b).toMatchObject({ category: 'bed', contentHash: a!.contentHash });
    expect(a!.vector).toEqual((await pipeline.embed({ image: photoOf(4) })).vector);
  });

  it('does not ask the classifier for a product that brings its category', async () => {
    const { pipeline, classifier } = setUp();
    await pipeline.index([{ id: 'b', images: [photoOf(4)], category: 'bed' }]);
    expect(classifier.calls).toEqual([]);
  });
});

describe('throughput', () => {
  it('gathers pictures of many products into the batches that were asked for', async () => {
    const { pipeline, embedder, store } = setUp({ embedder: createFakeEmbedder({ delay: 3 }) });
    const upsert = vi.spyOn(store, 'upsert');
    await pipeline.index(many(200), { batchSize: 16 });
    expect(Math.max(...embedder.calls)).toBe(16);
    expect(embedder.calls.length).toBeLessThan(25);
    const writes = upsert.mock.calls.map(([records]) => records.length);
    expect(Math.max(...writes)).toBe(16);
    expect(writes.length).toBeLessThan(20);
  });

  it('does not wait for full batches when nothing more comes', async () => {
    const { pipeline } = setUp();
    for (const count of [1, 5, 2]) {
      const { elapsed } = await pipeline.index(many(count), { batchSize: 4 });
      // A batch that waited to be full would have taken a second.
      expect(elapsed).toBeLessThan(1000);
    }
  });

  it('pulls products and reads pictures only as fast as it can place them', async () => {
    const { pipeline, embedder } = setUp({ embedder: createFakeEmbedder({ delay: 2 }) });
    let [pulled, read, mostPulled, mostRead] = [0, 0, 0, 0];
    const embedded = () => embedder.calls.reduce((sum, size) => sum + size, 0);
    const source = () => {
      mostRead = Math.max(mostRead, ++read - embedded());
      return photoOf(read % 13);
    };
    function* catalogue(): Generator<Product> {
      for (; pulled < 60; pulled++) {
        mostPulled = Math.max(mostPulled, pulled * 5 - embedded());
        yield { id: `e${pulled}`, images: Array.from({ length: 5 }, () => source) };
      }
    }
    const report = await pipeline.index(catalogue(), { batchSize: 4, concurrency: 2 });
    expect(report).toMatchObject({ products: 60, indexed: 300 });
    expect(mostRead).toBeLessThanOrEqual(4 * 2);
    expect(mostPulled).toBeLessThanOrEqual(4 * 2 + 5);
  });

  it('lets a search overtake the run', async () => {
    const { pipeline, embedder } = setUp({ embedder: createFakeEmbedder({ delay: 5, maxBatchSize: 1 }) });
    const run = pipeline.index(many(60));
    await vi.waitFor(() => expect(embedder.calls.length).toBeGreaterThan(0));
    await pipeline.search({ image: photoOf(1) });
    expect(embedder.calls.length).toBeLessThan(30);
    await run;
  });
});

describe('what fails', () => {
  it('is one picture, with its name, and not its neighbours', async () => {
    const { pipeline, store } = setUp();
    const run = pipeline.index([
      { id: 'a', images: [photoOf(0), { id: 'bad', source: broken }, photoOf(1)] },
      { id: 'b', images: ['/etc/passwd' as never] },
      { id: 'c', images: [photoOf(2)] },
    ]);
    const report = await run;
    expect(report).toMatchObject({ products: 3, indexed: 3, failed: 2 });
    expect([...report.failures].sort((x, y) => (x.productId < y.productId ? -1 : 1))).toMatchObject([
      { productId: 'a', imageId: 'bad', error: { code: 'INVALID_IMAGE' } },
      { productId: 'b', imageId: '0', error: { code: 'INVALID_OPTIONS' } },
    ]);
    expect((await eventsOf(run)).filter(({ type }) => type === 'item-error')).toHaveLength(2);
    expect(await recordsIn(store)).toEqual(['a/0', 'a/2', 'c/0']);
  });

  it('is one picture among those of a model call', async () => {
    const isRed = (image: unknown) => {
      const { width, height, data } = image as RasterImage;
      const at = ((height >> 1) * width + (width >> 1)) * 3;
      return data[at]! > 200 && data[at + 1]! < 100;
    };
    const fail = (_: number, inputs: readonly unknown[]) =>
      inputs.some(isRed) ? new Error('poison') : undefined;
    const { pipeline } = setUp({ embedder: createFakeEmbedder({ fail, delay: 1 }) });
    const report = await pipeline.index(many(40, (at) => [photoOf(at === 17 ? 0 : 5, 0)]));
    expect(report).toMatchObject({
      indexed: 39,
      failed: 1,
      failures: [{ productId: 'p17', error: { code: 'INFERENCE_FAILED' } }],
    });
  });

  it.each<[string, unknown]>([
    ['without pictures', { id: 'x', images: [] }],
    ['without a list', { id: 'x', images: photoOf(1) }],
    ['without an id', { images: [photoOf(1)] }],
    ['of an unknown category', { id: 'x', images: [photoOf(1)], category: 'hat' }],
    ['of a group', { id: 'x', images: [photoOf(1)], category: 'clothing' }],
    ['with two pictures of one id', { id: 'x', images: [{ id: '1', source: photoOf(1) }, photoOf(2)] }],
    ['with a price in words', { id: 'x', images: [photoOf(1)], metadata: { price: 'ten' } }],
    ['with a reserved name', { id: 'x', images: [photoOf(1)], metadata: { category: 'bed' } }],
    ['with a name that is too long', { id: 'x'.repeat(600), images: [photoOf(1)] }],
    ['that is none', null],
  ])('is a product %s', async (_, product) => {
    const { pipeline } = setUp();
    const report = await pipeline.index([product as Product, ...many(1)]);
    expect(report).toMatchObject({
      products: 2,
      indexed: 1,
      failed: 1,
      failures: [{ error: { code: 'INVALID_OPTIONS' } }],
    });
  });

  it('is read again where the source can be', async () => {
    const { pipeline } = setUp();
    const source = vi.fn(async () => photoOf(1)).mockRejectedValueOnce(new Error('connection reset'));
    const stream = async function* () {
      yield photoOf(2).subarray(0, 10);
      throw new Error('connection reset');
    };
    const report = await pipeline.index([
      { id: 'a', images: [source] },
      { id: 'b', images: [stream()] },
    ]);
    expect(source).toHaveBeenCalledTimes(2);
    expect(report).toMatchObject({
      indexed: 1,
      failed: 1,
      failures: [{ productId: 'b', error: { code: 'SOURCE_FAILED' } }],
    });
  });

  it('is read again where it did not arrive in time, but not where it took too long to decode', async () => {
    const quick = { retry: { firstDelay: 1 } };
    const late = () => new ImageSearchError({ code: 'TIMEOUT', message: 'too slow' });
    const { pipeline, imageProcessor } = setUp();
    const slowly = vi.fn(async () => photoOf(1)).mockRejectedValueOnce(late());
    expect(await pipeline.index([{ id: 'a', images: [slowly] }], quick)).toMatchObject({ indexed: 1 });
    expect(slowly).toHaveBeenCalledTimes(2);
    const decode = vi.spyOn(imageProcessor, 'decode').mockRejectedValue(late());
    expect(await pipeline.index([{ id: 'b', images: [async () => photoOf(2)] }], quick)).toMatchObject({
      failures: [{ productId: 'b', attempts: 1 }],
    });
    expect(decode).toHaveBeenCalledTimes(1);
  });

  it('is the run when the products themselves fail, after what was begun', async () => {
    const { pipeline } = setUp();
    async function* source(): AsyncGenerator<Product> {
      yield* many(3);
      throw new Error('database gone');
    }
    const run = pipeline.index(source());
    await expect(run).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('database gone'),
    });
    await expect(eventsOf(run)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });

  it('refuses what it cannot iterate over, and options that make no sense', () => {
    const { pipeline } = setUp();
    expect(() => pipeline.index({ id: 'a' } as never)).toThrow(/Option "products"/);
    expect(() => pipeline.index([], { batchSize: 0 })).toThrow(/Option "batchSize"/);
    expect(() => pipeline.index([], { concurency: 2 } as never)).toThrow(/Rename|rename|Option "options"/);
  });
});

describe('the store', () => {
  it('is asked again for the records that it put off, and for those alone', async () => {
    const { store, pipeline } = setUp();
    const original = store.upsert;
    const sizes: number[] = [];
    const upsert: VectorStore['upsert'] = async (records, options) => {
      sizes.push(records.length);
      if (sizes.length > 1) return original(records, options);
      await original(records.slice(1), options);
      return records.map(({ id }, at) =>
        at === 0
          ? { id, ok: false, error: storeError('STORE_UNAVAILABLE'), retryable: true }
          : { id, ok: true },
      );
    };
    Object.assign(store, { upsert });
    expect(await pipeline.index(many(4), { batchSize: 4 })).toMatchObject({ indexed: 4, failed: 0 });
    expect(sizes).toEqual([4, 1]);
  });

  it('may refuse one record, and the others are counted', async () => {
    const { store, pipeline } = setUp();
    const original = store.upsert;
    const upsert: VectorStore['upsert'] = async (records, options) =>
      (await original(records, options)).map((outcome) =>
        outcome.id === 'p2/0'
          ? { id: outcome.id, ok: false, error: storeError('STORE_REJECTED'), retryable: false }
          : outcome,
      );
    Object.assign(store, { upsert });
    const report = await pipeline.index(many(4));
    expect(report).toMatchObject({
      indexed: 3,
      failed: 1,
      failures: [{ productId: 'p2', error: { code: 'STORE_REJECTED' } }],
    });
  });

  it('that is gone ends the run with its error', async () => {
    const { store, pipeline } = setUp();
    let calls = 0;
    Object.assign(store, {
      upsert: async () => {
        calls++;
        throw new ImageSearchError({ code: 'STORE_UNAUTHORIZED', message: 'who are you?' });
      },
    });
    await expect(pipeline.index(many(500), { batchSize: 4, concurrency: 1 })).rejects.toMatchObject({
      code: 'STORE_UNAUTHORIZED',
    });
    expect(calls).toBeLessThanOrEqual(2);
  });

  it('is flushed before the run ends', async () => {
    const { store, pipeline } = setUp();
    const flush = vi.spyOn(store, 'flush');
    await pipeline.index(many(1));
    expect(flush).toHaveBeenCalledTimes(2);
  });
});

describe('replacing', () => {
  const two = [photoOf(1), photoOf(2)];
  it('deletes the records of pictures that a product no longer has, and no others', async () => {
    const { pipeline, store } = setUp();
    await pipeline.index([
      { id: 'a', images: two },
      { id: 'b', images: two },
    ]);
    const report = await pipeline.index([
      { id: 'a', images: [{ id: 'new', source: photoOf(3) }, photoOf(4)] },
    ]);
    expect(report).toMatchObject({ indexed: 2, deleted: 1 });
    expect(await recordsIn(store)).toEqual(['a/1', 'a/new', 'b/0', 'b/1']);
  });

  it('keeps the old record of a picture that failed this time', async () => {
    const { pipeline, store } = setUp();
    await pipeline.index([{ id: 'a', images: [...two, photoOf(3)] }]);
    expect(await pipeline.index([{ id: 'a', images: [photoOf(5), broken] }])).toMatchObject({
      failed: 1,
      deleted: 1,
    });
    expect(await recordsIn(store)).toEqual(['a/0', 'a/1']);
  });

  it('keeps everything of a product none of whose pictures could be indexed', async () => {
    const { pipeline, store } = setUp();
    await pipeline.index([{ id: 'a', images: two }]);
    expect(await pipeline.index([{ id: 'a', images: [{ id: 'new', source: broken }] }])).toMatchObject({
      deleted: 0,
    });
    expect(await recordsIn(store)).toEqual(['a/0', 'a/1']);
  });

  it('deletes only what the store has acknowledged the replacement of', async () => {
    const { pipeline, store } = setUp();
    await pipeline.index([{ id: 'a', images: two }]);
    const order: string[] = [];
    const { upsert, delete: remove } = store;
    Object.assign(store, {
      upsert: async (...args: Parameters<typeof upsert>) => {
        const outcomes = await upsert(...args);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push('acknowledged');
        return outcomes;
      },
      delete: (...args: Parameters<typeof remove>) => {
        order.push('delete');
        return remove(...args);
      },
    });
    await pipeline.index([{ id: 'a', images: [{ id: 'n', source: photoOf(3) }] }]);
    expect(order).toEqual(['acknowledged', 'delete']);
  });

  it('takes the later one of the same product twice in a run, also where the earlier is slower', async () => {
    const { pipeline, store } = setUp();
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return photoOf(3);
    };
    await pipeline.index([
      { id: 'a', images: [slow, slow, slow], metadata: { brand: 'old' } },
      { id: 'a', images: [photoOf(9)], metadata: { brand: 'new' } },
    ]);
    expect(await recordsIn(store)).toEqual(['a/0']);
    expect((await store.get(['a/0']))[0]?.metadata).toEqual({ brand: 'new' });
  });

  it('works over a store that can do nothing but the required', async () => {
    const full = fakeParts().store;
    const { searchGroups: _, scan: _s, update: _u, deleteWhere: _d, count: _c, flush: _f, ...store } = full;
    const { pipeline } = setUp({ store: store as VectorStore });
    await pipeline.index([
      { id: 'a', images: two },
      { id: 'b', images: two },
    ]);
    expect(await pipeline.index([{ id: 'a', images: [photoOf(3)] }])).toMatchObject({ deleted: 1 });
    expect(await recordsIn(full)).toEqual(['a/0', 'b/0', 'b/1']);
    expect(await pipeline.update('b', { brand: 'x' })).toEqual({ updated: 2 });
    expect((await full.get(['b/1']))[0]?.metadata).toEqual({ brand: 'x' });
    expect(await pipeline.remove(['b', 'nobody'])).toEqual({ deleted: 2 });
    expect(await recordsIn(full)).toEqual(['a/0']);
  });
});

describe('remove and update', () => {
  it('takes products out, and counts what was there', async () => {
    const { pipeline, store } = setUp();
    await pipeline.index(many(3, () => [photoOf(1), photoOf(2)]));
    expect(await pipeline.remove(['p0', 'p2', 'p0', 'nobody'])).toEqual({ deleted: 4 });
    expect(await recordsIn(store)).toEqual(['p1/0', 'p1/1']);
    await expect(pipeline.remove('p1' as never)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });

  it('replaces metadata and leaves vectors', async () => {
    const { pipeline, store } = setUp();
    await pipeline.index([{ id: 'a', images: [photoOf(1), photoOf(2)], metadata: { brand: 'x', price: 1 } }]);
    const before = await store.get(['a/0', 'a/1']);
    expect(await pipeline.update('a', { price: 2 })).toEqual({ updated: 2 });
    const after = await store.get(['a/0', 'a/1']);
    expect(after).toEqual(before.map((record) => ({ ...record, metadata: { price: 2 } })));
    expect(await pipeline.update('nobody', { price: 2 })).toEqual({ updated: 0 });
    await expect(pipeline.update('a', { price: 'two' } as never)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
  });
});

describe('abort', () => {
  it('ends the run at once, keeps what was written and tells the source', async () => {
    const { pipeline, store } = setUp({ embedder: createFakeEmbedder({ delay: 300, maxBatchSize: 4 }) });
    const controller = new AbortController();
    let told = false;
    async function* endless(): AsyncGenerator<Product> {
      try {
        for (let at = 0; ; at++) yield { id: `p${at}`, images: [photoOf(at % 13)] };
      } finally {
        told = true;
      }
    }
    const run = pipeline.index(endless(), { batchSize: 4, concurrency: 1, signal: controller.signal });
    for await (const event of run) if (event.type === 'batch-end') break;
    const begin = performance.now();
    controller.abort();
    const report = await run;
    expect(performance.now() - begin).toBeLessThan(150);
    expect(report).toMatchObject({ aborted: true, failed: 0 });
    expect(report.indexed).toBeGreaterThanOrEqual(4);
    expect((await recordsIn(store)).length).toBeGreaterThanOrEqual(report.indexed);
    await vi.waitFor(() => expect(told).toBe(true));
  });

  it('does not wait for a source or a model that hangs', async () => {
    const never = new Promise<never>(() => undefined);
    const controller = new AbortController();
    const hanging = setUp({ imageProcessor: { ...createFakeImageProcessor(), decode: () => never } });
    const runs = [
      hanging.pipeline.index(many(3), { signal: controller.signal }),
      setUp().pipeline.index(
        { [Symbol.asyncIterator]: () => ({ next: () => never }) },
        { signal: controller.signal },
      ),
    ];
    await new Promise((resolve) => setTimeout(resolve, 10));
    controller.abort();
    for (const run of runs) expect(await run).toMatchObject({ aborted: true, indexed: 0, failed: 0 });
    expect(await hanging.pipeline.index(many(1), { signal: controller.signal })).toMatchObject({
      aborted: true,
    });
  });
});
