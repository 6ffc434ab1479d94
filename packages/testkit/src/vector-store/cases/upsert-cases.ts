import { expectSame, expectTrue, expectVector } from '../../suite/expectations.ts';
import { expectAccepted, fill, filled, found, idsOf } from '../collect.ts';
import { axis, sampleRecord, unit } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'upsert and get';

export const upsertCases: readonly StoreCase[] = [
  {
    name: 'what was written comes back as it was',
    group,
    needs: [],
    async run(kit) {
      const given = sampleRecord('p/1', {
        productId: 'p',
        imageId: '1',
        category: 'shoes',
        contentHash: '0123456789abcdef'.repeat(4),
        metadata: { brand: 'Öko', price: 12.5, tags: ['a', 'b'], onSale: false, addedAt: '2026-01-31' },
      });
      const store = await filled(kit, [given]);
      const [record] = await store.get(['p/1']);
      const { vector, ...rest } = record ?? {};
      expectSame('every member is as given', rest, { ...given, vector: undefined });
      expectVector('the vector is as given', vector, given.vector, kit.tolerance);
      expectTrue('the vector is a Float32Array', vector instanceof Object && 'BYTES_PER_ELEMENT' in vector);
    },
  },
  {
    name: 'upsert replaces vector, members and the whole of the metadata',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [
        sampleRecord('a', { vector: axis(0), metadata: { brand: 'x', price: 1, note: 'old' } }),
      ]);
      const now = sampleRecord('a', { vector: axis(1), category: 'bottom', metadata: { price: 2 } });
      await fill(kit, store, [now]);
      const [record] = await store.get(['a']);
      expectSame('get gives the new record', { ...record, vector: [] }, { ...now, vector: [] });
      const hits = await store.search({ vector: axis(1), limit: 10 });
      expectSame('search finds it once', idsOf(hits), ['a']);
      expectTrue('search ranks by the new vector', (hits[0]?.similarity ?? 0) > 0.9, hits);
      const before = await found(store, { vector: axis(1), filter: { op: 'exists', field: 'brand' } });
      expectSame('filters do not see the old metadata', before, []);
    },
  },
  {
    name: 'of one id twice in a batch the last wins',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      const outcomes = await store.upsert([
        sampleRecord('twin', { vector: axis(0), metadata: { price: 1 } }),
        sampleRecord('b', { vector: axis(2) }),
        sampleRecord('twin', { vector: axis(1), metadata: { price: 2 } }),
      ]);
      expectSame('each has an outcome', idsOf(outcomes), ['twin', 'b', 'twin']);
      await kit.settle(store);
      const all = await found(store, { vector: axis(0) });
      expectSame('there is one record of that id', all, ['b', 'twin']);
      expectSame('it is the last', (await store.get(['twin']))[0]?.metadata, { price: 2 });
    },
  },
  {
    name: 'outcomes come one a record, in the order given',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('m'), sampleRecord('c')]);
      const ids = ['z', 'm', 'a', 'q', 'c', 'b'];
      const outcomes = await store.upsert(ids.map((id) => sampleRecord(id)));
      expectSame(
        'upsert',
        outcomes.map(({ id, ok }) => ({ id, ok })),
        ids.map((id) => ({ id, ok: true })),
      );
      const gone = await store.delete(['q', 'nowhere', 'a']);
      expectSame('delete', gone, [
        { id: 'q', ok: true, found: true },
        { id: 'nowhere', ok: true, found: false },
        { id: 'a', ok: true, found: true },
      ]);
    },
  },
  {
    name: 'get answers in the order asked, null where there is none',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(
        kit,
        ['a', 'b', 'c'].map((id) => sampleRecord(id)),
      );
      const records = await store.get(['c', 'nowhere', 'a', 'c']);
      expectSame(
        'get',
        records.map((record) => record?.id ?? null),
        ['c', null, 'a', 'c'],
      );
    },
  },
  {
    name: 'records are copied on the way in and out',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      const given = sampleRecord('a', { vector: unit([1, 1, 0, 0, 0, 0, 0, 0]), metadata: { tags: ['t'] } });
      const writing = store.upsert([given]);
      expectAccepted(await writing);
      given.vector.fill(9);
      (given.metadata.tags as string[]).push('changed by the writer');
      const [first] = await store.get(['a']);
      first?.vector.fill(9);
      (first?.metadata.tags as string[] | undefined)?.push('changed by the reader');
      await kit.settle(store);
      const [hit] = await store.search({ vector: axis(0), limit: 1, includeVectors: true });
      (hit?.metadata.tags as string[] | undefined)?.push('changed by the searcher');
      hit?.vector?.fill(9);
      const [second] = await store.get(['a']);
      expectSame('the metadata is what was written', second?.metadata, { tags: ['t'] });
      const wanted = unit([1, 1, 0, 0, 0, 0, 0, 0]);
      expectVector('the vector is what was written', second?.vector, wanted, kit.tolerance);
    },
  },
  {
    name: 'a large batch is written whole',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      const ids = Array.from({ length: Math.min(1000, store.info.limits.maxBatch) }, (_, at) => `r${at}`);
      const outcomes = await store.upsert(ids.map((id) => sampleRecord(id)));
      expectSame('outcomes are those of the batch', idsOf(outcomes), ids);
      expectAccepted(outcomes);
      await kit.settle(store);
      const there = (await store.get(ids)).filter((record) => record !== null);
      expectSame('every record is there', idsOf(there), ids);
    },
  },
];
