import type { Checkpoint, CheckpointEntry } from '@imgsearch/core';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../scripts/lib/redis-server.mjs';
import { collect } from '../test/collect.ts';
import { createRedisCheckpoint } from './create-redis-checkpoint.ts';

const failure = {
  kind: 'unreadable',
  code: 'INVALID_IMAGE',
  message: 'no picture: 사진',
  attempts: 1,
  at: '2026-11-25T00:00:00Z',
} as const;
const entry = (productId: string, more: Partial<CheckpointEntry> = {}): CheckpointEntry => ({
  target: 't1',
  productId,
  metadataHash: 'm',
  images: [{ id: '0', contentHash: 'abc' }],
  ...more,
});
const all = async (checkpoint: Checkpoint, ...query: Parameters<Checkpoint['entries']>) =>
  (await collect(checkpoint.entries(...query))).sort((a, b) =>
    `${a.target} ${a.productId}` < `${b.target} ${b.productId}` ? -1 : 1,
  );

describe.skipIf(!hasRedis({ own: true }))('a checkpoint in Redis', () => {
  let redis: RedisServer;
  const opened: { close(): Promise<void> }[] = [];
  let made = 0;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(() => Promise.all(opened.splice(0).map((each) => each.close())));
  afterAll(() => redis.stop());
  const connection = () => ({ url: redis.url });
  const open = (name = `test-${made++}`, more = {}) => {
    const checkpoint = createRedisCheckpoint({ connection: connection(), name, ...more });
    opened.push(checkpoint);
    return checkpoint;
  };

  it('gives back what was written, to others as well', async () => {
    const one = open('shared');
    const entries = [
      entry('a', {
        category: 'top',
        images: [
          { id: 'x', failure },
          { id: 'y', version: 'W/"1"' },
        ],
      }),
      entry('b', { failure, images: [] }),
      entry('c/%:{}', { underway: true }),
      entry('a', { target: 't2' }),
    ];
    await one.write(entries);
    const other = open('shared');
    expect(await other.read('t1', ['c/%:{}', 'nobody', 'a'])).toEqual([entries[2], null, entries[0]]);
    expect(await other.read('t1', [])).toEqual([]);
    expect(await all(other)).toEqual([entries[0], entries[1], entries[2], entries[3]]);
    expect(await all(other, { failed: true })).toEqual([entries[0], entries[1]]);
    expect(await all(other, { target: 't2' })).toEqual([entries[3]]);
    await other.write([entry('b')]);
    await other.delete('t1', ['a', 'nobody']);
    expect(await all(one, { failed: true })).toEqual([]);
    expect(await all(one)).toEqual([entry('b'), entries[2], entries[3]]);
    expect(await all(open())).toEqual([]);
  });

  it('does what a map would do, whatever is asked of it', async () => {
    const id = fc.constantFrom(...Array.from({ length: 12 }, (_, at) => `p${at}`));
    const target = fc.constantFrom('t1', 't2');
    const written = fc.record({ target, productId: id, failed: fc.boolean(), n: fc.nat() });
    const step = fc.oneof(
      fc.record({ write: fc.array(written, { maxLength: 8 }) }),
      fc.record({ delete: fc.array(id, { maxLength: 4 }), target }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const checkpoint = open();
        const model = new Map<string, CheckpointEntry>();
        for (const each of steps) {
          if ('write' in each) {
            const entries = each.write.map(({ failed, n, ...rest }) =>
              entry(rest.productId, { ...rest, metadataHash: String(n), ...(failed && { failure }) }),
            );
            await checkpoint.write(entries);
            for (const one of entries) model.set(`${one.target} ${one.productId}`, one);
          } else {
            await checkpoint.delete(each.target, each.delete);
            for (const one of each.delete) model.delete(`${each.target} ${one}`);
          }
        }
        const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
        expect(await all(checkpoint)).toEqual(sorted);
        expect(await all(checkpoint, { failed: true })).toEqual(sorted.filter((one) => one.failure));
      }),
      { numRuns: 25 },
    );
  });

  it('gives each of many entries once, while others write', async () => {
    const checkpoint = open();
    const ids = Array.from({ length: 3000 }, (_, at) => `p${at}`);
    await checkpoint.write(ids.map((id) => entry(id)));
    const seen: string[] = [];
    let writing: Promise<void>[] = [];
    for await (const { productId } of checkpoint.entries()) {
      if (ids.includes(productId)) seen.push(productId);
      // Makes Redis grow its table in the middle of the scan.
      if (seen.length % 100 === 1)
        writing.push(
          checkpoint.write(Array.from({ length: 200 }, (_, at) => entry(`new-${seen.length}-${at}`))),
        );
    }
    await Promise.all(writing);
    writing = [];
    expect(seen.length).toBe(3000);
    expect(new Set(seen).size).toBe(3000);
  });

  it('sits out a restart of Redis, and has what it acknowledged', async () => {
    const checkpoint = open();
    await checkpoint.write([entry('a')]);
    await redis.kill();
    const reading = checkpoint.read('t1', ['a']);
    const writing = checkpoint.write([entry('b')]);
    await redis.restart();
    expect(await reading).toEqual([entry('a')]);
    await writing;
    expect(await all(checkpoint)).toEqual([entry('a'), entry('b')]);
  });

  it('fails clearly where Redis stays away, the caller leaves, an entry is damaged, or it was closed', async () => {
    const checkpoint = open('damaged', { timeout: 300 });
    await checkpoint.write([entry('a')]);
    const client = new Redis(redis.url);
    await client.hset('imgsearch:checkpoint:{damaged}:t1', 'b', '{"torn');
    await client.quit();
    await expect(checkpoint.read('t1', ['b'])).rejects.toMatchObject({
      code: 'CHECKPOINT_FAILED',
      hint: expect.stringContaining('imgsearch:checkpoint:{damaged}:t1'),
    });
    await redis.pause();
    try {
      await expect(checkpoint.read('t1', ['a'])).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
      const leaving = new AbortController();
      const reading = checkpoint.read('t1', ['a'], { signal: leaving.signal });
      leaving.abort();
      await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
    } finally {
      await redis.resume();
    }
    await checkpoint.close();
    await checkpoint.close();
    await expect(checkpoint.read('t1', ['a'])).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it("uses a client of the host's and leaves it open", async () => {
    const client = new Redis(redis.url);
    const checkpoint = createRedisCheckpoint({ connection: client, name: 'own-client' });
    await checkpoint.write([entry('a')]);
    await checkpoint.close();
    expect(await client.ping()).toBe('PONG');
    expect(await client.hlen('imgsearch:checkpoint:{own-client}:t1')).toBe(1);
    await client.quit();
  });

  it.each([
    ['connection', { name: 'a' }],
    ['name', { connection: {} }],
    ['timeout', { connection: {}, name: 'a', timeout: 0 }],
    ['options', { connection: {}, name: 'a', key: 'b' }],
  ])('names %s where it is wrong', (option, wrong) => {
    expect(() => createRedisCheckpoint(wrong as never)).toThrow(`Option "${option}"`);
  });
});
