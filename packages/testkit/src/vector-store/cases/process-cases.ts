import { expectSame, expectTrue } from '../../suite/expectations.ts';
import { fill, found } from '../collect.ts';
import { axis, sampleRecord, sampleSchema } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';
import { whileRunning } from '../while-running.ts';

const group = 'two processes';
const schema = sampleSchema();
const ids = Array.from({ length: 30 }, (_, at) => `r${String(at).padStart(2, '0')}`);

export const processCases: readonly StoreCase[] = [
  {
    name: 'another process reads what this one wrote, and the other way round',
    group,
    needs: ['otherProcess'],
    async run(kit) {
      const store = await kit.open();
      await fill(kit, store, [sampleRecord('here'), sampleRecord('gone')]);
      const { steps } = await kit.elsewhere(store, {
        schema,
        steps: [
          { do: 'get', ids: ['here', 'nowhere'] },
          { do: 'upsert', ids: ['there'], revision: 1 },
          { do: 'delete', ids: ['gone'] },
        ],
      });
      expectSame('there', steps, [['here', null], ['there'], ['gone']]);
      await kit.settle(store);
      expectSame('here', await found(store, { vector: axis(0) }), ['here', 'there']);
      expectSame(
        'by id',
        (await store.get(['there', 'gone'])).map((record) => record?.id ?? null),
        ['there', null],
      );
    },
  },
  {
    name: 'two processes that write the same new ids leave one record each',
    group,
    needs: ['otherProcess'],
    async run(kit) {
      const store = await kit.open();
      const steps = [1, 2, 3].map((revision) => ({ do: 'upsert', ids, revision }) as const);
      const work = kit.elsewhere(store, { schema, steps });
      // Writes all the while that the other process starts, writes and ends.
      const write = async (price: number) => {
        await store.upsert(ids.map((id) => sampleRecord(id, { metadata: { price } })));
      };
      const report = await whileRunning(work, write, 3);
      expectSame('the other one acknowledged all', report.steps, [ids, ids, ids]);
      await kit.settle(store);
      expectSame('every id is found once', await found(store, { vector: axis(0) }), ids);
      if (store.count) expectSame('and counted once', (await store.count()).value, ids.length);
    },
  },
  {
    name: 'another process reads on while this one replaces, deletes and tidies up',
    group,
    needs: ['otherProcess'],
    async run(kit) {
      const store = await kit.open();
      await fill(
        kit,
        store,
        ids.map((id) => sampleRecord(id)),
      );
      const task = { do: 'search', like: ids[0]!, limit: 100, times: 40 } as const;
      const tidy = async (price: number) => {
        await store.upsert(ids.map((id) => sampleRecord(id, { metadata: { price } })));
        await store.upsert([sampleRecord('passing')]);
        await store.delete(['passing']);
        await store.flush?.();
      };
      const report = await whileRunning(kit.elsewhere(store, { schema, steps: [task] }), tidy, 3);
      const [answers] = report.steps;
      for (const answer of answers ?? []) {
        const hits = (answer ?? '').split(' ').filter((id) => id !== 'passing');
        expectSame('every search finds each record once', hits.sort(), ids);
      }
      expectTrue('there were answers', answers?.length === 40, answers?.length);
    },
  },
];
