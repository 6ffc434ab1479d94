import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryStore, type FilterNode, type VectorRecord } from '@imgsearch/core';
import { axis, randomVector, sampleRecord, sampleSchema } from '@imgsearch/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLanceDbStore } from './create-lance-db-store.ts';
import { EXACT_UP_TO, probesFor } from './vector-index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imgsearch-index-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('asks for a share of the cells without a filter, and for all where one leaves less than half', () => {
  const rows = 1_000_000;
  expect([probesFor(rows, rows), probesFor(rows, 600_000), probesFor(rows, 10)]).toEqual([200, 500, 1000]);
});

it('builds an index beyond the threshold, and finds through it what exact search finds', async () => {
  const messages: string[] = [];
  const ignore = (): void => undefined;
  const info = (message: string): void => void messages.push(message);
  const logger = { debug: ignore, warn: ignore, error: ignore, info };
  await using store = createLanceDbStore({ folder, logger });
  await using exact = createMemoryStore();
  await Promise.all([store.open(sampleSchema()), exact.open(sampleSchema())]);
  let state = 1;
  const random = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x80000000;
  };
  const records = Array.from({ length: EXACT_UP_TO + 1000 }, (_, at): VectorRecord => {
    const vector = randomVector(random);
    // One column goes with the vector, the other does not.
    const metadata = { price: Math.floor(random() * 100), onSale: vector[0]! > 0.6 };
    return sampleRecord(`r${at}`, { vector, metadata });
  });
  for (let at = 0; at < records.length; at += 4000) {
    const batch = records.slice(at, at + 4000);
    await Promise.all([store.upsert(batch), exact.upsert(batch)]);
  }
  const indices = (): Promise<string[]> => readdir(join(folder, 'pictures', 'v1.lance', '_indices'));
  await expect(indices()).rejects.toMatchObject({ code: 'ENOENT' });
  await store.flush();
  expect(await indices()).toHaveLength(1);
  expect(messages).toEqual([expect.stringMatching(/indexed 11000 vectors/)]);

  const filters: (FilterNode | undefined)[] = [
    undefined,
    { op: 'range', field: 'price', lt: 10 },
    { op: 'range', field: 'price', gte: 1 },
    { op: 'eq', field: 'price', value: 7 },
    { op: 'eq', field: 'onSale', value: true },
  ];
  const recall = async (filter: FilterNode | undefined): Promise<number> => {
    let found = 0;
    for (let query = 0; query < 20; query++) {
      const asked = { vector: randomVector(random), limit: 10, filter };
      const [ours, right] = await Promise.all([store.search(asked), exact.search(asked)]);
      expect(ours).toHaveLength(10);
      found += right.filter(({ id }) => ours.some((hit) => hit.id === id)).length;
    }
    return found / 200;
  };
  for (const filter of filters)
    expect(await recall(filter), JSON.stringify(filter)).toBeGreaterThanOrEqual(0.95);

  // What is written and deleted after the index was built counts at once.
  await store.upsert([sampleRecord('late', { vector: axis(3) })]);
  await store.delete(['r5']);
  expect((await store.search({ vector: axis(3), limit: 1 }))[0]!.id).toBe('late');
  const [hit] = await store.search({ vector: records[5]!.vector, limit: 1 });
  expect(hit!.id).not.toBe('r5');
  expect((await store.count()).value).toBe(records.length);
});
