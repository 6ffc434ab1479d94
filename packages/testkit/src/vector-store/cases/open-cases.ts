import { SPEC_VERSION } from '@imgsearch/core';
import { expectRejection, expectSame, expectSuccess, expectTrue } from '../../suite/expectations.ts';
import { collect, fill, found } from '../collect.ts';
import { axis, SAMPLE_FIELDS, SAMPLE_FINGERPRINT, sampleRecord, sampleSchema } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'open';
const twin = { ...SAMPLE_FINGERPRINT, space: 'embedder=twin;workingSize=512' };

export const openCases: readonly StoreCase[] = [
  {
    name: 'a store says what it is and what it can take',
    group,
    needs: [],
    async run(kit) {
      const { specVersion, info } = await kit.unopened();
      expectSame('it carries the version of the contract', specVersion, SPEC_VERSION);
      expectTrue('it has an id and a name', info.id.length > 0 && info.name.length > 0, info);
      const { maxResults, maxOffset, maxBatch, maxFilterValues } = info.limits;
      expectTrue('one search gives at least 100 results', maxResults >= 100, info.limits);
      expectTrue(
        'every limit is a number of at least 1',
        [maxOffset, maxBatch, maxFilterValues].every((limit) => limit >= 1),
        info.limits,
      );
    },
  },
  {
    name: 'an empty store answers everything with nothing',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      expectSame('search finds nothing', await store.search({ vector: axis(0), limit: 10 }), []);
      expectSame('get has null for each id', await store.get(['a', 'b']), [null, null]);
      const gone = [{ id: 'a', ok: true, found: false }];
      expectSame('delete of a missing id is ok, with found: false', await store.delete(['a']), gone);
      expectSame('empty batches have empty answers', [await store.upsert([]), await store.get([])], [[], []]);
      if (store.count) expectSame('count is 0', (await store.count()).value, 0);
      if (store.scan) expectSame('scan yields nothing', await collect(store.scan({})), []);
    },
  },
  {
    name: 'open can be repeated and keeps the data',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      await fill(kit, store, [sampleRecord('a')]);
      const again = await store.open(sampleSchema());
      expectSame('it tells the fingerprint of the data', again.fingerprint, SAMPLE_FINGERPRINT);
      expectSame('the data is still there', await found(store, { vector: axis(0) }), ['a']);
    },
  },
  {
    name: 'open refuses another vector space, other dimensions and a changed type of field',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      const refused = (assertion: string, schema: Parameters<typeof sampleSchema>[0]) =>
        expectRejection(assertion, () => store.open(sampleSchema(schema)), 'STORE_MISMATCH');
      await refused('another space is refused', { fingerprint: twin });
      await refused('other dimensions are refused', { dimensions: 9 });
      await refused('a changed type is refused', { fields: { ...SAMPLE_FIELDS, price: 'keyword' } });
    },
  },
  {
    name: 'open takes a space measured as the same, and other categories and settings',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      const same = { ...twin, sameSpaceAs: [SAMPLE_FINGERPRINT.space] };
      const other = { ...SAMPLE_FINGERPRINT, category: 'classifier=other', settings: 'feather=2' };
      for (const fingerprint of [same, other]) {
        const result = await expectSuccess('open takes it', () => store.open(sampleSchema({ fingerprint })));
        expectSame('it tells the fingerprint found', result.fingerprint, SAMPLE_FINGERPRINT);
      }
    },
  },
  {
    name: 'open adds new fields, which then filter',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open({ fields: { brand: 'keyword' } });
      await fill(kit, store, [sampleRecord('a', { metadata: { brand: 'x' } })]);
      await store.open(sampleSchema({ fields: { brand: 'keyword', shade: 'keyword' } }));
      await fill(kit, store, [sampleRecord('b', { metadata: { brand: 'x', shade: 'red' } })]);
      const by = (field: string, value: string) =>
        found(store, { vector: axis(0), filter: { op: 'eq', field, value } });
      expectSame('the new field filters', await by('shade', 'red'), ['b']);
      expectSame('the old field still filters', await by('brand', 'x'), ['a', 'b']);
    },
  },
];
