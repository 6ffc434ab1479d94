import { expectRejection, expectSame, expectVector } from '../../suite/expectations.ts';
import { fill, found } from '../collect.ts';
import { axis, SAMPLE_FIELDS, SAMPLE_FINGERPRINT, sampleRecord, sampleSchema } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'persistence';

export const persistenceCases: readonly StoreCase[] = [
  {
    name: 'what was acknowledged is there after close and open',
    group,
    needs: ['reopen'],
    async run(kit) {
      const store = await kit.open();
      await fill(
        kit,
        store,
        ['a', 'b', 'c'].map((id) => sampleRecord(id, { metadata: { brand: 'old' } })),
      );
      await store.upsert([sampleRecord('b', { metadata: { brand: 'new' } }), sampleRecord('d')]);
      await store.delete(['c']);
      // Neither flush nor settle: an acknowledgement is enough.
      await store.close();
      const again = await kit.reopen(store);
      await kit.settle(again);
      expectSame('search', await found(again, { vector: axis(0) }), ['a', 'b', 'd']);
      const [a, b, c, d] = await again.get(['a', 'b', 'c', 'd']);
      expectSame(
        'records',
        [a?.metadata, b?.metadata, c, d?.id],
        [{ brand: 'old' }, { brand: 'new' }, null, 'd'],
      );
      expectVector('vectors', a?.vector, sampleRecord('a').vector, kit.tolerance);
      const filter = { op: 'eq', field: 'brand', value: 'new' } as const;
      expectSame('filters', await found(again, { vector: axis(0), filter }), ['b']);
    },
  },
  {
    name: 'an update is there after close and open',
    group,
    needs: ['reopen', 'update'],
    async run(kit) {
      const store = await kit.open();
      await fill(kit, store, [sampleRecord('a', { metadata: { price: 1 } })]);
      await store.update!([{ id: 'a', metadata: { price: 2 }, category: 'bed' }]);
      await store.close();
      const again = await kit.reopen(store);
      const [record] = await again.get(['a']);
      expectSame('get', [record?.metadata, record?.category], [{ price: 2 }, 'bed']);
    },
  },
  {
    name: 'a store that was closed empty opens again',
    group,
    needs: ['reopen'],
    async run(kit) {
      const store = await kit.open();
      await store.close();
      const again = await kit.reopen(store);
      await fill(kit, again, [sampleRecord('a')]);
      expectSame('search', await found(again, { vector: axis(0) }), ['a']);
    },
  },
  {
    name: 'the vector space, the dimensions and the fields outlive the handle',
    group,
    needs: ['reopen'],
    async run(kit) {
      const store = await kit.open();
      await fill(kit, store, [sampleRecord('a', { metadata: { price: 3 } })]);
      await store.close();
      const refused = async (assertion: string, schema: Parameters<typeof sampleSchema>[0]) => {
        const again = await kit.unopenedAgain(store);
        await expectRejection(assertion, () => again.open(sampleSchema(schema)), 'STORE_MISMATCH');
      };
      await refused('another space', { fingerprint: { ...SAMPLE_FINGERPRINT, space: 'embedder=twin' } });
      await refused('other dimensions', { dimensions: 9 });
      await refused('a changed type', { fields: { ...SAMPLE_FIELDS, price: 'keyword' } });
      const again = await kit.unopenedAgain(store);
      const settings = { ...SAMPLE_FINGERPRINT, settings: 'feather=9' };
      const { fingerprint } = await again.open(sampleSchema({ fingerprint: settings, fields: {} }));
      expectSame('open tells the fingerprint of the data', fingerprint, SAMPLE_FINGERPRINT);
      const filter = { op: 'range', field: 'price', gt: 2 } as const;
      expectSame(
        'fields that are not named again still filter',
        await found(again, { vector: axis(0), filter }),
        ['a'],
      );
    },
  },
  {
    name: 'closing one handle leaves the others open',
    group,
    needs: ['reopen'],
    async run(kit) {
      const store = await kit.open();
      const other = await kit.reopen(store);
      await fill(kit, store, [sampleRecord('a')]);
      await store.close();
      await kit.settle(other);
      expectSame('the other one searches', await found(other, { vector: axis(0) }), ['a']);
      await fill(kit, other, [sampleRecord('b')]);
      expectSame('and writes', await found(other, { vector: axis(0) }), ['a', 'b']);
    },
  },
  {
    name: 'one handle sees what another wrote, replaced and deleted',
    group,
    needs: ['reopen'],
    async run(kit) {
      const store = await kit.open();
      const other = await kit.reopen(store);
      const seen = async () => {
        await kit.settle(other);
        return found(other, { vector: axis(0) });
      };
      await fill(kit, store, [sampleRecord('a'), sampleRecord('b', { metadata: { price: 1 } })]);
      expectSame('new records', await seen(), ['a', 'b']);
      await fill(kit, store, [sampleRecord('b', { metadata: { price: 2 } })]);
      await store.delete(['a']);
      await kit.settle(store);
      expectSame('after a delete', await seen(), ['b']);
      expectSame('after a replacement', (await other.get(['b']))[0]?.metadata, { price: 2 });
    },
  },
];
