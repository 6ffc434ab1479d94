import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { FilterNode } from '../../spec/filter.ts';
import type { StoreLimits, VectorRecord, VectorStore } from '../../spec/vector-store.ts';
import { createMemoryStore, type MemoryStore } from '../create-memory-store.ts';
import { count } from './count.ts';
import { deleteWhere } from './delete-where.ts';
import { searchGroups } from './search-groups.ts';
import { unsupported } from './unsupported.ts';

/** The same store without the members that fallbacks stand in for, and with small limits that it really has. */
function plain(store: MemoryStore, limits: Partial<StoreLimits> = {}): VectorStore {
  const info = { ...store.info, limits: { ...store.info.limits, ...limits } };
  const { searchGroups: _, deleteWhere: __, count: ___, update: ____, ...rest } = store;
  return {
    ...rest,
    info,
    search: async (query, options) => {
      if (query.limit > info.limits.maxResults) throw new Error('limit');
      if ((query.offset ?? 0) > info.limits.maxOffset) throw new Error('offset');
      return store.search(query, options);
    },
    delete: async (ids, options) => {
      if (ids.length > info.limits.maxBatch) throw new Error('batch');
      return store.delete(ids, options);
    },
  };
}
const filled = async (records: VectorRecord[]): Promise<MemoryStore> => {
  const store = createMemoryStore();
  const fingerprint = { space: 's', category: 'c', settings: 't' };
  await store.open({ dimensions: 2, fingerprint, fields: { price: 'number' } });
  await store.upsert(records);
  return store;
};
const records = fc.uniqueArray(
  fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    productId: fc.constantFrom(...'abcdefgh'),
    imageId: fc.constant('0'),
    vector: fc.constantFrom(
      ...Array.from({ length: 16 }, (_, at) => Float32Array.of(Math.cos(at), Math.sin(at))),
    ),
    category: fc.constant('top'),
    contentHash: fc.constant('h'),
    metadata: fc.record({ price: fc.integer({ min: 0, max: 3 }) }),
  }),
  { selector: ({ id }) => id, maxLength: 60 },
);
const filter: FilterNode = { op: 'range', field: 'price', lt: 2 };

it('groups as a store with native grouping does, whatever its limits', async () => {
  await fc.assert(
    fc.asyncProperty(
      records,
      fc.record({
        limit: fc.integer({ min: 1, max: 9 }),
        offset: fc.integer({ min: 0, max: 3 }),
        hitsPerGroup: fc.integer({ min: 1, max: 4 }),
        minSimilarity: fc.constantFrom(undefined, 0),
        filter: fc.constantFrom(undefined, filter),
      }),
      fc.constantFrom({}, { maxResults: 3, maxFilterValues: 2 }),
      async (stored, query, limits) => {
        const store = await filled(stored);
        const full = { ...query, vector: Float32Array.of(1, 0) };
        expect(await searchGroups(plain(store, limits), full)).toEqual(await store.searchGroups(full));
        expect(await searchGroups(store, full)).toEqual(await store.searchGroups(full));
      },
    ),
    { numRuns: 150 },
  );
});

it('counts and deletes by scanning, in batches that the store takes', async () => {
  await fc.assert(
    fc.asyncProperty(records, async (stored) => {
      const store = await filled(stored);
      const bare = plain(store, { maxBatch: 4 });
      const wanted = stored.filter(({ metadata }) => metadata.price < 2).length;
      expect(await count(bare)).toEqual({ value: stored.length, exact: true });
      expect(await count(bare, filter)).toEqual({ value: wanted, exact: true });
      expect(await deleteWhere(bare, filter)).toEqual({ deleted: wanted });
      expect(await store.count()).toEqual({ value: stored.length - wanted, exact: true });
    }),
    { numRuns: 40 },
  );
});

it('names store and feature where nothing stands in', async () => {
  const { scan: _, ...store } = plain(await filled([]));
  const expected = { code: 'UNSUPPORTED', message: expect.stringMatching(/"memory".*deleteWhere/) };
  await expect(deleteWhere(store, filter)).rejects.toMatchObject(expected);
  await expect(count(store)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  expect(unsupported(store, 'searchHybrid')).toMatchObject({
    message: expect.stringContaining('searchHybrid'),
  });
});

it('passes a failure to delete on', async () => {
  const store = plain(await filled([]));
  const failing: VectorStore = {
    ...store,
    scan: async function* () {
      yield { record: { id: 'a' } as VectorRecord, cursor: 'a' };
    },
    delete: async () => [{ id: 'a', ok: false, error: new Error('disk'), retryable: true }],
  };
  await expect(deleteWhere(failing, filter)).rejects.toThrow('disk');
});
