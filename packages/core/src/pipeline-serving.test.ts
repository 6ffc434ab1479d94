import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import { ImageSearchError } from './errors/image-search-error.ts';
import type { Fields } from './spec/fields.ts';
import type { PipelineOptions } from './spec/pipeline.ts';
import { createFakeEmbedder } from './testing/create-fake-embedder.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

const image = photoOf(1);
const create = (more: Partial<PipelineOptions<Fields>> = {}) =>
  createImageSearchPipeline<Fields>({ ...fakeParts(), fields: { shop: 'keyword' }, ...more });
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fulfilled',
    ({ code }) => code,
  );

describe('health', () => {
  it('starts, is ready, is degraded with reasons, recovers, and closes', async () => {
    const parts = fakeParts();
    const pipeline = create(parts);
    expect(pipeline.health()).toEqual({ state: 'starting', reasons: [] });
    await pipeline.search({ image });
    expect(pipeline.health()).toEqual({ state: 'ready', reasons: [] });
    const { searchGroups } = parts.store;
    const failure = new ImageSearchError({ code: 'STORE_UNAVAILABLE', message: 'no route' });
    parts.store.searchGroups = () => Promise.reject(failure);
    await expect(pipeline.search({ image })).rejects.toBe(failure);
    expect(pipeline.health()).toEqual({
      state: 'degraded',
      reasons: [{ part: 'store', code: 'STORE_UNAVAILABLE', message: 'no route' }],
    });
    parts.store.searchGroups = searchGroups;
    await pipeline.search({ image });
    expect(pipeline.health().state).toBe('ready');
    await pipeline.close();
    expect(pipeline.health().state).toBe('closing');
  });

  it('stays starting with the reason while the store cannot be opened', async () => {
    const parts = fakeParts();
    const { open } = parts.store;
    parts.store.open = () =>
      Promise.reject(new ImageSearchError({ code: 'STORE_UNAUTHORIZED', message: 'wrong key' }));
    const pipeline = create(parts);
    await expect(pipeline.search({ image })).rejects.toMatchObject({ code: 'STORE_UNAUTHORIZED' });
    expect(pipeline.health()).toMatchObject({ state: 'starting', reasons: [{ code: 'STORE_UNAUTHORIZED' }] });
    parts.store.open = open;
    await pipeline.open();
    expect(pipeline.health()).toEqual({ state: 'ready', reasons: [] });
  });

  it('does not take the fault of a photo for one of a model', async () => {
    const pipeline = create();
    await pipeline.open();
    await expect(pipeline.search({ image: Uint8Array.of(1) })).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
    });
    expect(pipeline.health().state).toBe('ready');
  });
});

describe('stats', () => {
  it('count what was done, by queue, and what the store took', async () => {
    const pipeline = create();
    await pipeline.index([0, 1, 2].map((leaf) => ({ id: String(leaf), images: [photoOf(leaf)] })));
    await Promise.all([1, 2].map((leaf) => pipeline.scope({ shop: 'a' }).search({ image: photoOf(leaf) })));
    await codeOf(pipeline.search({ image: Uint8Array.of(1) }));
    const { searches, queues, store } = pipeline.stats();
    expect(searches).toMatchObject({ running: 0, limit: 256, accepted: 3, refused: 0, failed: 1 });
    expect(searches.duration.count).toBe(2);
    expect(queues.decode).toMatchObject({ items: 6, failures: 1, waiting: { interactive: 0, bulk: 0 } });
    expect(queues.embedder?.items).toBe(5);
    expect(queues.embedder?.batchSize).toBeCloseTo(5 / queues.embedder!.runs);
    expect(store.calls).toBeGreaterThan(3);
    expect(store.failures).toBe(0);
  });

  it('are empty before anything was done', () => {
    const none = { count: 0, p50: 0, p95: 0, max: 0 };
    const { searches, queues, cache } = create().stats();
    expect(searches.duration).toEqual(none);
    expect(queues.embedder).toMatchObject({ batchSize: 0, wait: none, run: none });
    expect(cache).toBeUndefined();
  });
});

describe('admission', () => {
  it('refuses before any work, with places held or used, in all scopes together', async () => {
    const parts = fakeParts();
    const pipeline = create({ ...parts, policies: { admission: { maxSearches: 2 } } });
    const place = pipeline.admit();
    const scope = pipeline.scope({ shop: 'a' });
    const second = scope.admit();
    expect(await codeOf(pipeline.search({ image }))).toBe('QUEUE_FULL');
    expect(await codeOf(scope.embed({ image }))).toBe('QUEUE_FULL');
    expect(parts.imageProcessor.calls).toEqual([]);
    expect(await codeOf(pipeline.search({ image }, { place }))).toBe('fulfilled');
    second.release();
    expect(await codeOf(Promise.all([pipeline.search({ image }), scope.embed({ image })]))).toBe('fulfilled');
    expect(pipeline.health()).toMatchObject({ state: 'degraded', reasons: [{ part: 'searches' }] });
  });

  it('does not bound indexing', async () => {
    const pipeline = create({ policies: { admission: { maxSearches: 1 } } });
    const place = pipeline.admit();
    const products = Array.from({ length: 13 }, (_, leaf) => ({ id: String(leaf), images: [photoOf(leaf)] }));
    expect((await pipeline.index(products)).indexed).toBe(13);
    place.release();
  });

  it('keeps its word when it closes: who has a place is still answered, who has none is not', async () => {
    const pipeline = create({ embedder: createFakeEmbedder({ delay: 20 }) });
    const place = pipeline.admit();
    let closed = false;
    const closing = pipeline.close().then(() => {
      closed = true;
    });
    expect(await codeOf(pipeline.search({ image }))).toBe('CLOSED');
    expect(() => pipeline.admit()).toThrow(ImageSearchError);
    await sleep(30);
    expect(closed).toBe(false);
    expect(await codeOf(pipeline.search({ image }, { place }))).toBe('fulfilled');
    await closing;
  });

  it('sets a deadline where the call has none, and honours it before work starts', async () => {
    const parts = fakeParts();
    const embedder = createFakeEmbedder({ delay: 60 });
    const pipeline = create({ ...parts, embedder, policies: { admission: { deadline: 40 } } });
    const late = Array.from({ length: 40 }, (_, leaf) =>
      codeOf(pipeline.search({ image: photoOf(leaf % 13) })),
    );
    expect(new Set(await Promise.all(late))).toContain('TIMEOUT');
    const patient = { deadline: Date.now() + 60_000 };
    expect(await codeOf(pipeline.search({ image }, patient))).toBe('fulfilled');
  });
});

describe('options of a call', () => {
  it.each([
    [{ deadline: 2000 }, /milliseconds since the epoch, but got 2000/],
    [{ deadline: Number.NaN }, /"deadline"/],
    [{ priority: 'high' }, /one of "interactive", "bulk", but got "high"/],
    [{ signal: new AbortController() }, /an AbortSignal, but got an instance of AbortController/],
    [{ timeout: 500 }, /keys signal, priority/],
  ])('are refused by name where they are wrong: %o', async (options, message) => {
    const pipeline = create();
    const wrong = options as object;
    const refused = { code: 'INVALID_OPTIONS', message: expect.stringMatching(message) };
    await expect(pipeline.search({ image }, wrong)).rejects.toMatchObject(refused);
    await expect(pipeline.scope({ shop: 'a' }).embed({ image }, wrong)).rejects.toMatchObject(refused);
    await expect(pipeline.remove(['a'], wrong)).rejects.toMatchObject(refused);
    await expect(pipeline.open(wrong)).rejects.toMatchObject(refused);
    expect(() => pipeline.admit(wrong)).toThrow(message);
    expect(pipeline.stats().searches).toMatchObject({ accepted: 0, failed: 0 });
    // A place that was not given holds nothing open.
    await pipeline.close();
  });
});

it('lets a search overtake an index run that fills every queue, decoding included', async () => {
  const parts = fakeParts();
  const order: string[] = [];
  const { decode } = parts.imageProcessor;
  const processor = {
    ...parts.imageProcessor,
    decode: async (...inputs: Parameters<typeof decode>) => {
      await sleep(2);
      order.push(inputs[2]?.priority ?? 'interactive');
      return decode(...inputs);
    },
  };
  const pipeline = create({ ...parts, imageProcessor: processor });
  await pipeline.open();
  const products = Array.from({ length: 100 }, (_, at) => ({
    id: String(at),
    images: [photoOf(at % 13, at % 9)],
  }));
  const run = pipeline.index(products);
  await sleep(5);
  await pipeline.search({ image });
  expect(order.indexOf('interactive')).toBeGreaterThanOrEqual(0);
  expect(order.indexOf('interactive')).toBeLessThan(40);
  await run;
});
