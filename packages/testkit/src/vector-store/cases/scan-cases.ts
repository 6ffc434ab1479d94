import type { FilterNode } from '@imgsearch/core';
import { expectSame, expectTrue, expectVector } from '../../suite/expectations.ts';
import { byCodeUnit, collect, filled, found } from '../collect.ts';
import { axis, sampleRecord } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'scan and flush';
const ids = Array.from({ length: 120 }, (_, at) => `r${String(at).padStart(3, '0')}`);
const records = ids.map((id, at) => sampleRecord(id, { metadata: { price: at } }));
const dear: FilterNode = { op: 'range', field: 'price', gte: 100 };

export const scanCases: readonly StoreCase[] = [
  {
    name: 'a scan yields every record once, or those that match',
    group,
    needs: ['scan'],
    async run(kit) {
      const store = await filled(kit, records);
      const scanned = async (filter?: FilterNode) =>
        (await collect(store.scan!({ filter }))).map(({ record }) => record.id).sort(byCodeUnit);
      expectSame('all', await scanned(), ids);
      expectSame('what matches', await scanned(dear), ids.slice(100));
    },
  },
  {
    name: 'a scan yields whole records, and vectors where asked',
    group,
    needs: ['scan'],
    async run(kit) {
      const given = sampleRecord('a', { imageId: '3', category: 'bed', metadata: { brand: 'x' } });
      const store = await filled(kit, [given]);
      const [bare] = await collect(store.scan!({}));
      expectSame('without vector', { ...bare?.record, vector: 0 }, { ...given, vector: 0 });
      const [full] = await collect(store.scan!({ includeVectors: true }));
      expectVector('with vector', full?.record.vector, given.vector, kit.tolerance);
    },
  },
  {
    name: 'a scan resumes after any cursor',
    group,
    needs: ['scan'],
    async run(kit) {
      const store = await filled(kit, records);
      const whole = await collect(store.scan!({}));
      for (const at of [0, 57, 119]) {
        const rest = await collect(store.scan!({ after: whole[at]!.cursor }));
        const wanted = whole.slice(at + 1).map(({ record }) => record.id);
        expectSame(
          `after record ${at}`,
          rest.map(({ record }) => record.id),
          wanted,
        );
      }
    },
  },
  {
    name: 'records that are there throughout a scan come exactly once while others come and go',
    group,
    needs: ['scan'],
    async run(kit) {
      const store = await filled(kit, records);
      const seen: string[] = [];
      const gone = ids.filter((_, at) => at % 10 === 5 || at === 1 || at === 2);
      for await (const { record } of store.scan!({})) {
        seen.push(record.id);
        if (seen.length !== 10) continue;
        await store.delete(gone);
        await store.upsert([
          sampleRecord('a'),
          sampleRecord('zz'),
          sampleRecord(ids[3]!),
          sampleRecord(ids[90]!),
        ]);
        await kit.settle(store);
      }
      expectSame('none comes twice', seen.length, new Set(seen).size);
      const missing = ids.filter((id) => !gone.includes(id) && !seen.includes(id));
      expectSame('none is missing', missing, []);
    },
  },
  {
    name: 'a scan that its caller leaves early does not stop the store',
    group,
    needs: ['scan'],
    async run(kit) {
      const store = await filled(kit, records);
      for await (const { record } of store.scan!({})) {
        expectTrue('it yields a record', ids.includes(record.id), record.id);
        break;
      }
      expectSame('a search afterwards', (await found(store, { vector: axis(0), limit: 100 })).length, 100);
    },
  },
  {
    name: 'after flush every acknowledged write is searchable',
    group,
    needs: ['flush'],
    async run(kit) {
      const store = await kit.open();
      for (let round = 0; round < 3; round++) {
        const wanted = [`a${round}`, `b${round}`];
        await store.upsert(wanted.map((id) => sampleRecord(id, { metadata: { price: round } })));
        if (round > 0) await store.delete([`a${round - 1}`, `b${round - 1}`]);
        await store.flush!();
        expectSame(`round ${round}`, await found(store, { vector: axis(0) }), wanted);
      }
    },
  },
];
