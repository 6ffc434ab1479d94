import { type FilterNode, type StoreGroup, searchGroups } from '@imgsearch/core';
import { expectSame } from '../../suite/expectations.ts';
import { bruteForce, byCodeUnit, filled, idsOf } from '../collect.ts';
import { axis, sampleRecord, unit } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'groups of products';
/** Eight products of five pictures each; neighbours differ by more than any tolerance. */
const records = Array.from({ length: 40 }, (_, at) =>
  sampleRecord(`r${String(at).padStart(2, '0')}`, {
    productId: `p${(at * 3) % 8}`,
    vector: unit([Math.cos(at / 14), Math.sin(at / 14), 0, 0, 0, 0, 0, 0]),
    metadata: { price: at % 4 },
  }),
);
const bare = (groups: readonly StoreGroup[]) =>
  groups.map(({ productId, hits }) => ({ productId, ids: idsOf(hits) }));

/** Groups by sorting everything. */
function expected(perGroup: number, least: number, keep: (at: number) => boolean) {
  const kept = records.filter((_, at) => keep(at));
  const hits = bruteForce(kept, axis(0)).filter(({ similarity }) => similarity >= least);
  const groups = Map.groupBy(hits, ({ productId }) => productId);
  return [...groups].map(([productId, own]) => ({ productId, ids: idsOf(own.slice(0, perGroup)) }));
}

export const groupCases: readonly StoreCase[] = [
  {
    name: 'products come best first, each with its best records, natively or by the fallback',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, records);
      const all = () => true;
      const ask = (limit: number, more: object) => searchGroups(store, { vector: axis(0), limit, ...more });
      expectSame('one record each', bare(await ask(100, {})), expected(1, -1, all));
      expectSame('three each', bare(await ask(100, { hitsPerGroup: 3 })), expected(3, -1, all));
      expectSame('the first three products', bare(await ask(3, {})), expected(1, -1, all).slice(0, 3));
      const page = bare(await ask(3, { offset: 2, hitsPerGroup: 2 }));
      expectSame('a page of them', page, expected(2, -1, all).slice(2, 5));
    },
  },
  {
    name: 'groups take filter, bound and vectors as a flat search does',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, records);
      const filter: FilterNode = { op: 'eq', field: 'price', value: 1 };
      const query = { vector: axis(0), limit: 100, filter, minSimilarity: 0.05, hitsPerGroup: 5 };
      const groups = await searchGroups(store, query);
      expectSame(
        'groups',
        bare(groups),
        expected(5, 0.05, (at) => at % 4 === 1),
      );
      const [first] = await searchGroups(store, { ...query, includeVectors: true });
      expectSame('vectors where asked', first?.hits[0]?.vector?.length, 8);
    },
  },
  {
    name: 'a product with very many pictures does not crowd the others out',
    group,
    needs: [],
    async run(kit) {
      const crowd = Array.from({ length: 300 }, (_, at) =>
        sampleRecord(`crowd${at}`, { productId: 'crowd', vector: unit([100, at / 300, 0, 0, 0, 0, 0, 0]) }),
      );
      const others = ['x', 'y', 'z'].map((id, at) =>
        sampleRecord(id, { productId: id, vector: unit([1, at + 1, 0, 0, 0, 0, 0, 0]) }),
      );
      const store = await filled(kit, [...crowd, ...others]);
      const groups = await searchGroups(store, { vector: axis(0), limit: 4 });
      expectSame(
        'products',
        groups.map(({ productId }) => productId),
        ['crowd', 'x', 'y', 'z'],
      );
    },
  },
  {
    name: 'products of equal similarity are ordered by the id of their best record',
    group,
    needs: [],
    async run(kit) {
      const ids = ['c', 'a', 'd', 'b', 'f', 'e'];
      const store = await filled(
        kit,
        ids.map((id, at) => sampleRecord(id, { productId: `p${at % 3}`, vector: axis(0) })),
      );
      const groups = await searchGroups(store, { vector: axis(0), limit: 10, hitsPerGroup: 2 });
      const leaders = groups.map(({ hits }) => idsOf(hits));
      expectSame(
        'groups',
        leaders,
        [
          ['a', 'f'],
          ['b', 'c'],
          ['d', 'e'],
        ].sort(([a], [b]) => byCodeUnit(a!, b!)),
      );
    },
  },
];
