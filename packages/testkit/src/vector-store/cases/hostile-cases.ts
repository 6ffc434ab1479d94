import fc from 'fast-check';
import { checkProperty } from '../../suite/check-property.ts';
import { expectSame } from '../../suite/expectations.ts';
import { byCodeUnit, filled, found, idsOf } from '../collect.ts';
import { HOSTILE_FIELDS, HOSTILE_STRINGS } from '../hostile-strings.ts';
import { axis, sampleRecord } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'hostile text';
const bytes = (text: string): number => new TextEncoder().encode(text).length;
const ids = [
  ...HOSTILE_STRINGS.filter((text) => bytes(text) <= 512),
  '가'.repeat(170),
  `${'x'.repeat(511)}1`,
  `${'x'.repeat(511)}2`,
];
const vector = axis(0);
const fullText = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });

export const hostileCases: readonly StoreCase[] = [
  {
    name: 'ids of any characters, up to 512 bytes, are told apart',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(
        kit,
        ids.map((id, at) => sampleRecord(id, { imageId: String(at) })),
      );
      const records = await store.get(ids);
      expectSame(
        'get',
        records.map((record) => [record?.id, record?.imageId]),
        ids.map((id, at) => [id, String(at)]),
      );
      expectSame('search', await found(store, { vector }), [...ids].sort(byCodeUnit));
      const outcomes = await store.delete(ids.slice(0, 5));
      expectSame(
        'delete',
        outcomes,
        ids.slice(0, 5).map((id) => ({ id, ok: true, found: true })),
      );
      await kit.settle(store);
      expectSame('the others are left', await found(store, { vector }), ids.slice(5).sort(byCodeUnit));
    },
  },
  {
    name: 'hostile values come back, and filters find each and nothing else',
    group,
    needs: [],
    async run(kit) {
      const texts = ['', ...HOSTILE_STRINGS];
      const store = await filled(
        kit,
        texts.map((brand, at) => sampleRecord(`r${at}`, { metadata: { brand, tags: [brand, 'all'] } })),
      );
      const records = await store.get(texts.map((_, at) => `r${at}`));
      expectSame(
        'get',
        records.map((record) => record?.metadata.brand),
        texts,
      );
      for (const [at, value] of texts.entries()) {
        const asked = JSON.stringify(value.slice(0, 40));
        const by = { op: 'eq', field: 'brand', value } as const;
        expectSame(`eq ${asked}`, await found(store, { vector, filter: by }), [`r${at}`]);
        const among = { op: 'in', field: 'tags', values: [value] } as const;
        expectSame(`in ${asked}`, await found(store, { vector, filter: among }), [`r${at}`]);
      }
    },
  },
  {
    name: 'hostile product, image and category ids come back and filter',
    group,
    needs: [],
    async run(kit) {
      const texts = HOSTILE_STRINGS;
      const store = await filled(
        kit,
        texts.map((text, at) =>
          sampleRecord(`r${at}`, { productId: text, imageId: text, category: text, metadata: {} }),
        ),
      );
      for (const [at, value] of texts.entries())
        for (const field of ['productId', 'imageId', 'category']) {
          const filter = { op: 'eq', field, value } as const;
          expectSame(
            `${field} ${JSON.stringify(value.slice(0, 40))}`,
            await found(store, { vector, filter }),
            [`r${at}`],
          );
        }
    },
  },
  {
    name: 'fields named like columns, keywords or each other in another case keep apart',
    group,
    needs: [],
    async run(kit) {
      const fields = Object.fromEntries(HOSTILE_FIELDS.map((name) => [name, 'keyword' as const]));
      const store = await kit.open({ fields });
      const outcomes = await store.upsert(
        HOSTILE_FIELDS.map((name, at) => sampleRecord(`r${at}`, { metadata: { [name]: 'x' } })),
      );
      expectSame(
        'all are accepted',
        outcomes.map(({ ok }) => ok),
        HOSTILE_FIELDS.map(() => true),
      );
      await kit.settle(store);
      for (const [at, field] of HOSTILE_FIELDS.entries()) {
        const filter = { op: 'eq', field, value: 'x' } as const;
        expectSame(field, await found(store, { vector, filter }), [`r${at}`]);
        expectSame(`${field} exists`, await found(store, { vector, filter: { op: 'exists', field } }), [
          `r${at}`,
        ]);
      }
    },
  },
  {
    name: 'undeclared names of any characters come back',
    group,
    needs: [],
    async run(kit) {
      // Names that mean something on every object are refused by validation before a store sees them.
      const names = ['', ...HOSTILE_STRINGS].filter((name) => !(name in Object.prototype));
      const metadata = Object.fromEntries(names.map((name, at) => [name, { [name]: at }]));
      const store = await filled(kit, [sampleRecord('a', { metadata })]);
      expectSame('get', (await store.get(['a']))[0]?.metadata, metadata);
    },
  },
  {
    name: 'random text as id and as value',
    group,
    needs: [],
    async run(kit) {
      const texts = fc.uniqueArray(fullText, { minLength: 1, maxLength: 12 });
      const store = await kit.open();
      await checkProperty(kit, 'what is written under any text is found under it', [texts], async (given) => {
        await store.upsert(given.map((text) => sampleRecord(text, { metadata: { brand: text } })));
        await kit.settle(store);
        const read = (await store.get(given)).map((record) => [record?.id, record?.metadata.brand]);
        expectSame(
          'get',
          read,
          given.map((text) => [text, text]),
        );
        const filter = { op: 'in', field: 'brand', values: given } as const;
        const hits = await store.search({ vector, limit: 100, filter });
        expectSame('in', idsOf(hits).sort(byCodeUnit), [...given].sort(byCodeUnit));
        await store.delete(given);
        await kit.settle(store);
      });
    },
  },
];
