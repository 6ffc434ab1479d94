import { expectSame, expectVector } from '../../suite/expectations.ts';
import { filled, found } from '../collect.ts';
import { axis, sampleRecord } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'update';
const pair = [
  sampleRecord('a', { vector: axis(0), metadata: { brand: 'x', price: 1 } }),
  sampleRecord('b', { vector: axis(1), metadata: { brand: 'x', price: 2 } }),
];

export const updateCases: readonly StoreCase[] = [
  {
    name: 'update replaces the whole of the metadata and leaves vector and members',
    group,
    needs: ['update'],
    async run(kit) {
      const store = await filled(kit, pair);
      const outcomes = await store.update!([{ id: 'a', metadata: { price: 5 } }]);
      expectSame('its outcome', outcomes, [{ id: 'a', ok: true, found: true }]);
      await kit.settle(store);
      const [record] = await store.get(['a']);
      expectSame('the record', { ...record, vector: 0 }, { ...pair[0], metadata: { price: 5 }, vector: 0 });
      expectVector('its vector', record?.vector, axis(0), kit.tolerance);
      const filter = { op: 'eq', field: 'brand', value: 'x' } as const;
      expectSame('filters see the new metadata', await found(store, { vector: axis(0), filter }), ['b']);
      const [hit] = await store.search({ vector: axis(0), limit: 1 });
      expectSame('search still finds it by its vector', hit?.id, 'a');
    },
  },
  {
    name: 'update of the category leaves the metadata',
    group,
    needs: ['update'],
    async run(kit) {
      const store = await filled(kit, pair);
      await store.update!([{ id: 'b', category: 'other' }]);
      await kit.settle(store);
      const [record] = await store.get(['b']);
      expectSame('the record', [record?.category, record?.metadata], ['other', pair[1]!.metadata]);
      const filter = { op: 'eq', field: 'category', value: 'other' } as const;
      expectSame('filters see it', await found(store, { vector: axis(0), filter }), ['b']);
    },
  },
  {
    name: 'update of a missing id is ok, with found: false, and writes nothing',
    group,
    needs: ['update'],
    async run(kit) {
      const store = await filled(kit, pair);
      const outcomes = await store.update!([
        { id: 'nowhere', metadata: { price: 1 } },
        { id: 'b', metadata: { price: 9 } },
      ]);
      expectSame('outcomes', outcomes, [
        { id: 'nowhere', ok: true, found: false },
        { id: 'b', ok: true, found: true },
      ]);
      await kit.settle(store);
      expectSame('there is no new record', await store.get(['nowhere']), [null]);
      expectSame('nor in search', await found(store, { vector: axis(0) }), ['a', 'b']);
    },
  },
  {
    name: 'an update with metadata of the wrong type is refused alone',
    group,
    needs: ['update'],
    async run(kit) {
      const store = await filled(kit, pair);
      const outcomes = await store.update!([
        { id: 'a', metadata: { price: 'much' } },
        { id: 'b', metadata: { price: 9 } },
      ]);
      expectSame(
        'outcomes',
        outcomes.map(({ ok }) => ok),
        [false, true],
      );
      const records = await store.get(['a', 'b']);
      expectSame(
        'metadata',
        records.map((record) => record?.metadata),
        [pair[0]!.metadata, { price: 9 }],
      );
    },
  },
];
