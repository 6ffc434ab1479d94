import { expectSame, expectTrue } from '../../suite/expectations.ts';
import { fill, filled, found } from '../collect.ts';
import { axis, sampleRecord } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'metadata';

export const metadataCases: readonly StoreCase[] = [
  {
    name: 'metadata that is not declared is kept as it is, however deep',
    group,
    needs: [],
    async run(kit) {
      const metadata = {
        nested: { list: [1, 'two', null, { three: true }], empty: {}, none: [] },
        'key with.dots': 'and spaces',
        number: 1e21,
        small: 1.5e-7,
        negative: -3,
        off: false,
        nothing: null,
        text: '',
      };
      const store = await filled(kit, [sampleRecord('a', { metadata })]);
      expectSame('get', (await store.get(['a']))[0]?.metadata, metadata);
      const [hit] = await store.search({ vector: axis(0), limit: 1 });
      expectSame('search', hit?.metadata, metadata);
    },
  },
  {
    name: 'one name may hold another type in every record where it is not declared',
    group,
    needs: [],
    async run(kit) {
      const values = [1, 'text', true, ['list'], { deep: { deeper: 1 } }, '2026-01-31'];
      const store = await filled(
        kit,
        values.map((free, at) => sampleRecord(`r${at}`, { metadata: { free } })),
      );
      const records = await store.get(values.map((_, at) => `r${at}`));
      expectSame(
        'get',
        records.map((record) => record?.metadata.free),
        values,
      );
    },
  },
  {
    name: 'many names that are not declared do not get in the way',
    group,
    needs: [],
    async run(kit) {
      const names = Array.from({ length: 1500 }, (_, at) => `name_${at}`);
      const metadata = Object.fromEntries(names.map((name, at) => [name, at]));
      const store = await kit.open();
      await fill(kit, store, [sampleRecord('a', { metadata }), sampleRecord('b')]);
      const kept = (await store.get(['a']))[0]?.metadata;
      expectSame('all are kept', Object.keys(kept ?? {}).length, names.length);
      expectSame('both are found', await found(store, { vector: axis(0) }), ['a', 'b']);
    },
  },
  {
    name: 'numbers keep their double precision, and dates their text',
    group,
    needs: [],
    async run(kit) {
      const metadata = {
        price: 0.1 + 0.2,
        sizes: [Number.MAX_SAFE_INTEGER, -1e300, 5e-324],
        addedAt: '2026-01-31T09:00:00.5+09:00',
      };
      const store = await filled(kit, [sampleRecord('a', { metadata })]);
      expectSame('get', (await store.get(['a']))[0]?.metadata, metadata);
      const equal = { op: 'eq', field: 'price', value: 0.1 + 0.2 } as const;
      expectSame('a filter compares all digits', await found(store, { vector: axis(0), filter: equal }), [
        'a',
      ]);
      const near = { ...equal, value: 0.3 };
      expectSame('and takes no near one', await found(store, { vector: axis(0), filter: near }), []);
    },
  },
  {
    name: 'a hit carries everything but the vector, and the vector where asked',
    group,
    needs: [],
    async run(kit) {
      const given = sampleRecord('a', { imageId: '7', category: 'bed', metadata: { brand: 'x' } });
      const store = await filled(kit, [given]);
      const { vector: own, ...rest } = given;
      const [bare] = await store.search({ vector: own, limit: 1 });
      const { version: _, ...told } = { ...bare, similarity: 0 };
      expectSame('without', told, { ...rest, similarity: 0 });
      const [full] = await store.search({ vector: own, limit: 1, includeVectors: true });
      expectTrue('with', full?.vector?.length === own.length, full);
    },
  },
];
