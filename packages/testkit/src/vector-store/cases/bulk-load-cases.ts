import { expectRejection, expectSame, expectTrue } from '../../suite/expectations.ts';
import { fill, found, idsOf } from '../collect.ts';
import { axis, sampleRecord } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'bulk load';
const ids = Array.from({ length: 90 }, (_, at) => `r${String(at).padStart(2, '0')}`);
const records = ids.map((id) => sampleRecord(id));

export const bulkLoadCases: readonly StoreCase[] = [
  {
    name: 'what a bulk load took is searchable after commit',
    group,
    needs: ['bulkLoad'],
    async run(kit) {
      const store = await kit.open();
      const load = await store.bulkLoad!();
      for (let at = 0; at < 90; at += 30) {
        const part = records.slice(at, at + 30);
        const outcomes = await load.upsert(part);
        expectSame(
          'outcomes',
          outcomes.map(({ id, ok }) => ({ id, ok })),
          part.map(({ id }) => ({ id, ok: true })),
        );
      }
      await load.commit();
      expectSame('search, at once', await found(store, { vector: axis(0) }), ids);
      expectSame('get', idsOf((await store.get(ids)).filter((record) => record !== null)), ids);
    },
  },
  {
    name: 'a bulk load judges records one by one, and of one id the last wins',
    group,
    needs: ['bulkLoad'],
    async run(kit) {
      const store = await kit.open();
      const load = await store.bulkLoad!();
      const outcomes = await load.upsert([
        sampleRecord('a', { metadata: { price: 1 } }),
        sampleRecord('zero', { vector: new Float32Array(8) }),
        sampleRecord('b'),
        sampleRecord('a', { metadata: { price: 2 } }),
      ]);
      expectSame(
        'outcomes',
        outcomes.map(({ ok }) => ok),
        [true, false, true, true],
      );
      await load.upsert([sampleRecord('b', { metadata: { price: 3 } })]);
      await load.commit();
      expectSame('search', await found(store, { vector: axis(0) }), ['a', 'b']);
      const prices = (await store.get(['a', 'b'])).map((record) => record?.metadata.price);
      expectSame('get', prices, [2, 3]);
    },
  },
  {
    name: 'a bulk load that was aborted leaves a store that works, and what was there before',
    group,
    needs: ['bulkLoad'],
    async run(kit) {
      const store = await kit.open();
      await fill(kit, store, [sampleRecord('before')]);
      const load = await store.bulkLoad!();
      await load.upsert(records.slice(0, 5));
      await load.abort();
      await expectRejection('it takes no more', () => load.upsert(records.slice(5, 6)), 'CLOSED');
      await fill(kit, store, [sampleRecord('after')]);
      const all = await found(store, { vector: axis(0) });
      expectTrue(
        'a later write is found, and the earlier one',
        all.includes('after') && all.includes('before'),
        all,
      );
      const again = await store.bulkLoad!();
      await again.upsert(records);
      await again.commit();
      const wanted = ['after', 'before', ...ids];
      expectSame('a second one succeeds', await found(store, { vector: axis(0) }), wanted);
    },
  },
  {
    name: 'open repairs a bulk load that was cut off',
    group,
    needs: ['bulkLoad', 'reopen'],
    async run(kit) {
      const store = await kit.open();
      await fill(kit, store, [sampleRecord('before')]);
      const load = await store.bulkLoad!();
      await load.upsert(records.slice(0, 5));
      // Neither commit nor abort: as if the process had been killed here.
      const again = await kit.reopen(store);
      await fill(kit, again, [sampleRecord('after')]);
      const all = await found(again, { vector: axis(0) });
      expectTrue('writes are found again', all.includes('after') && all.includes('before'), all);
      const second = await again.bulkLoad!();
      await second.upsert(records);
      await second.commit();
      expectTrue(
        'and a bulk load runs to its end',
        (await again.get(ids)).every((record) => record !== null),
      );
    },
  },
];
