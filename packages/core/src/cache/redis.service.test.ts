// On a real Redis, through Keyv, as a host would set it up.
import KeyvRedis, { type RedisClientType } from '@keyv/redis';
import Keyv from 'keyv';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../../scripts/lib/redis-server.mjs';
import { createImageSearchPipeline } from '../create-image-search-pipeline.ts';
import { fakeParts, photoOf } from '../testing/fake-parts.ts';
import { createEmbeddingCache } from './create-embedding-cache.ts';

describe.skipIf(!hasRedis({ own: true }))('an embedding cache over Redis', () => {
  let redis: RedisServer;
  const opened: KeyvRedis<unknown>[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  // Without a farewell, which a server that is gone would never answer.
  afterEach(() => {
    for (const { client } of opened.splice(0)) (client as RedisClientType).destroy();
  });
  afterAll(() => redis.stop());

  /** A process of its own, as far as the cache can tell. */
  function start(storeTimeout?: number) {
    const store = new KeyvRedis(redis.url);
    opened.push(store);
    const cache = createEmbeddingCache({ store: new Keyv({ store, namespace: 'imgsearch' }), storeTimeout });
    const parts = fakeParts();
    return { cache, parts, pipeline: createImageSearchPipeline({ ...parts, cache }) };
  }
  const photos = Array.from({ length: 30 }, (_, at) => photoOf(at % 13, at));

  it('computes a photo once for all processes, also what cannot be read', async () => {
    // However busy the machine is.
    const patience = 30_000;
    const first = start(patience);
    const vectors = await Promise.all(photos.map((image) => first.pipeline.embed({ image })));
    const broken = photoOf(1, 99, { broken: true });
    await expect(first.pipeline.embed({ image: broken })).rejects.toMatchObject({ code: 'INVALID_IMAGE' });
    await first.cache.close?.();

    const second = start(patience);
    for (const [at, image] of photos.entries()) {
      const { vector, category, background } = await second.pipeline.embed({ image });
      expect({ vector, category, background }).toEqual({
        vector: vectors[at]?.vector,
        category: vectors[at]?.category,
        background: vectors[at]?.background,
      });
    }
    await expect(second.pipeline.embed({ image: broken })).rejects.toMatchObject({ code: 'INVALID_IMAGE' });
    expect(second.parts.imageProcessor.calls).toEqual([]);
    expect(second.cache.stats()).toMatchObject({
      hits: { memory: 0, store: 31 },
      misses: 0,
      storeFailures: 0,
    });
  });

  it.each(['kill', 'pause'] as const)(
    'answers every search while Redis is gone (%s), leaves it alone, and finds back to it',
    async (how) => {
      const { pipeline, cache, parts } = start();
      const photo = (at: number) => photoOf(at % 13, at, { comment: how });
      await pipeline.embed({ image: photo(0) });
      await cache.close?.();
      await redis[how]();
      const before = performance.now();
      for (let round = 0; round < 2; round++)
        for (let at = 0; at < 100; at++)
          expect((await pipeline.embed({ image: photo(1 + at) })).vector).toHaveLength(16);
      const elapsed = performance.now() - before;
      const stats = cache.stats();
      expect(stats).toMatchObject({ storeState: 'resting', hits: { memory: 100 } });
      // What was paid for: a few calls that were given up, not two hundred.
      expect(stats.storeFailures).toBeLessThan(20);
      expect(elapsed).toBeLessThan(20_000);
      expect(parts.embedder.calls).toHaveLength(101);

      await (how === 'kill' ? redis.restart() : redis.resume());
      let tries = 0;
      await vi.waitFor(
        async () => {
          await pipeline.embed({ image: photo(1000 + tries++) });
          expect(cache.stats().storeState).toBe('working');
        },
        { timeout: 60_000, interval: 200 },
      );
      // What it missed meanwhile is offered when it is asked for.
      await pipeline.embed({ image: photo(50) });
      await cache.close?.();
      const other = start();
      await other.pipeline.embed({ image: photo(50) });
      await other.pipeline.embed({ image: photo(0) });
      expect(other.cache.stats()).toMatchObject({ hits: { store: 2 }, misses: 0 });
    },
  );

  it('works where Redis never was', async () => {
    await redis.kill();
    try {
      const { pipeline, cache } = start();
      for (const image of photos) await pipeline.embed({ image });
      expect(cache.stats()).toMatchObject({ misses: 30, storeState: 'resting' });
    } finally {
      await redis.restart();
    }
  });
});
