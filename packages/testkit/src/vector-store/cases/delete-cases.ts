import { count, deleteWhere, type FilterNode } from '@imgsearch/core';
import { expectRejection, expectSame } from '../../suite/expectations.ts';
import { fill, filled, found } from '../collect.ts';
import { axis, sampleRecord } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'delete and count';
const cheap: FilterNode = { op: 'range', field: 'price', lt: 10 };

/** Twenty-five records; 10 of them are cheap. */
const priced = Array.from({ length: 25 }, (_, at) =>
  sampleRecord(`r${String(at).padStart(2, '0')}`, { metadata: { price: at } }),
);

export const deleteCases: readonly StoreCase[] = [
  {
    name: 'what was deleted is gone everywhere, and nothing else is',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(
        kit,
        ['a', 'b', 'c', 'd'].map((id) => sampleRecord(id)),
      );
      await store.delete(['b', 'd']);
      await kit.settle(store);
      const left = (await store.get(['a', 'b', 'c', 'd'])).map((record) => record?.id ?? null);
      expectSame('get has null for it', left, ['a', null, 'c', null]);
      expectSame('search does not find it', await found(store, { vector: axis(0) }), ['a', 'c']);
      const again = await store.delete(['b']);
      expectSame('a second delete finds nothing', again, [{ id: 'b', ok: true, found: false }]);
    },
  },
  {
    name: 'a deleted record can be written again',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('a', { metadata: { brand: 'old', price: 1 } })]);
      await store.delete(['a']);
      await fill(kit, store, [sampleRecord('a', { metadata: { price: 2 } })]);
      expectSame('it is the new one', (await store.get(['a']))[0]?.metadata, { price: 2 });
      expectSame('it is found once', await found(store, { vector: axis(0) }), ['a']);
    },
  },
  {
    name: 'count counts all, or what matches, by itself or by its fallback',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, priced);
      if (!store.count && !store.scan) {
        await expectRejection('without both it is UNSUPPORTED', () => count(store), 'UNSUPPORTED');
        return;
      }
      expectSame('all', (await count(store)).value, 25);
      expectSame('what matches', (await count(store, cheap)).value, 10);
      await store.delete(['r00', 'r20']);
      await kit.settle(store);
      expectSame('after a delete', [(await count(store)).value, (await count(store, cheap)).value], [23, 9]);
    },
  },
  {
    name: 'deleteWhere deletes what matches, by itself or by its fallback',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, priced);
      if (!store.deleteWhere && !store.scan) {
        await expectRejection(
          'without both it is UNSUPPORTED',
          () => deleteWhere(store, cheap),
          'UNSUPPORTED',
        );
        return;
      }
      expectSame('it tells how many', await deleteWhere(store, cheap), { deleted: 10 });
      await kit.settle(store);
      const left = priced.slice(10).map(({ id }) => id);
      expectSame('the others are left', await found(store, { vector: axis(0) }), left);
      expectSame('nothing matches any more', await deleteWhere(store, cheap), { deleted: 0 });
    },
  },
];
