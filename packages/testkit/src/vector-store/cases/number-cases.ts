import type { FilterNode, VectorRecord } from '@imgsearch/core';
import { expectClose, expectSame, expectTrue } from '../../suite/expectations.ts';
import { bruteForce, cosine, fill, filled, found, idsOf } from '../collect.ts';
import { axis, randomVector, sampleRecord, unit } from '../sample-records.ts';
import type { StoreCase, StoreKit } from '../store-case.ts';

const group = 'numbers';
const QUERIES = 10;

/** Clustered records, as pictures of products are: `price` is random, `brand` follows from the direction. */
function clustered(kit: StoreKit): VectorRecord[] {
  const centres = Array.from({ length: 20 }, () => randomVector(kit.random));
  return Array.from({ length: kit.size }, (_, at) => {
    const centre = at % centres.length;
    const noise = randomVector(kit.random);
    const vector = unit(centres[centre]!.map((value, i) => value + 0.4 * noise[i]!));
    const price = Math.floor(kit.random() * 1000);
    return sampleRecord(`r${at}`, { vector, metadata: { price, brand: `brand-${centre}` } });
  });
}

/** Mean share of the right k that were found, over some queries; and every answer as long as it can be. */
async function expectRecall(
  kit: StoreKit,
  name: string,
  filter?: FilterNode,
  keep?: (record: VectorRecord) => boolean,
) {
  const records = clustered(kit);
  const store = await filled(kit, records);
  const kept = keep ? records.filter(keep) : records;
  for (const k of [1, 10, 50]) {
    let shares = 0;
    for (let query = 0; query < QUERIES; query++) {
      const vector = randomVector(kit.random);
      const right = bruteForce(kept, vector).slice(0, k);
      const hits = idsOf(await store.search({ vector, limit: k, filter }));
      expectSame(`${name}: as many results as there are, up to ${k}`, hits.length, right.length);
      const wanted = new Set(idsOf(right));
      shares += right.length === 0 ? 1 : hits.filter((id) => wanted.has(id)).length / right.length;
    }
    const recall = shares / QUERIES;
    expectTrue(`${name}: recall@${k} is at least ${kit.recall}`, recall >= kit.recall, recall);
  }
}

export const numberCases: readonly StoreCase[] = [
  {
    name: 'similarity is the cosine, from 1 to -1',
    group,
    needs: [],
    async run(kit) {
      const query = unit([1, 2, 3, 4, 5, 6, 7, 8]);
      const vectors: Record<string, Float32Array> = {
        same: query,
        opposite: query.map((value) => -value),
        orthogonal: unit([2, -1, 0, 0, 0, 0, 0, 0]),
        near: unit([1, 2, 3, 4, 5, 6, 7, 8.5]),
        sparse: axis(3),
      };
      const records = Object.entries(vectors).map(([id, vector]) => sampleRecord(id, { vector }));
      const store = await filled(kit, records);
      const hits = await store.search({ vector: query, limit: 10 });
      expectSame('all are found, best first', idsOf(hits), [
        'same',
        'near',
        'sparse',
        'orthogonal',
        'opposite',
      ]);
      for (const { id, similarity } of hits)
        expectClose(`similarity of ${id}`, similarity, cosine(query, vectors[id]!), kit.tolerance);
      expectTrue(
        'none leaves -1 to 1',
        hits.every(({ similarity }) => Math.abs(similarity) <= 1),
        hits,
      );
    },
  },
  {
    name: 'similarity is the cosine also where a vector is not exactly of unit length',
    group,
    needs: [],
    async run(kit) {
      const long = axis(0).map((value) => value * 1.008);
      const short = unit([1, 1, 0, 0, 0, 0, 0, 0]).map((value) => value * 0.993);
      const store = await filled(kit, [
        sampleRecord('long', { vector: long }),
        sampleRecord('short', { vector: short }),
      ]);
      const hits = await store.search({ vector: axis(0).map((value) => value * 0.995), limit: 2 });
      expectClose('of a long one', hits[0]?.similarity ?? Number.NaN, 1, kit.tolerance);
      expectClose('of a short one', hits[1]?.similarity ?? Number.NaN, Math.SQRT1_2, kit.tolerance);
    },
  },
  {
    name: 'recall against brute force',
    group,
    needs: [],
    run: (kit) => expectRecall(kit, 'without a filter'),
  },
  {
    name: 'recall under a filter that leaves one in ten',
    group,
    needs: [],
    run: (kit) =>
      expectRecall(
        kit,
        'one in ten',
        { op: 'range', field: 'price', lt: 100 },
        (r) => Number(r.metadata.price) < 100,
      ),
  },
  {
    name: 'recall under a filter that leaves one in a hundred: all of them are found',
    group,
    needs: [],
    run: (kit) =>
      expectRecall(
        kit,
        'one in a hundred',
        { op: 'range', field: 'price', lt: 10 },
        (r) => Number(r.metadata.price) < 10,
      ),
  },
  {
    name: 'recall under a filter that goes with the direction of the vector',
    group,
    needs: [],
    run: (kit) =>
      expectRecall(
        kit,
        'one cluster',
        { op: 'eq', field: 'brand', value: 'brand-3' },
        (r) => r.metadata.brand === 'brand-3',
      ),
  },
  {
    name: 'few that match are found however far they are',
    group,
    needs: [],
    async run(kit) {
      const near = Array.from({ length: kit.size }, (_, at) =>
        sampleRecord(`near${at}`, { vector: unit([50, kit.random(), kit.random(), 0, 0, 0, 0, 0]) }),
      );
      const far = ['far1', 'far2', 'far3'].map((id, at) =>
        sampleRecord(id, { vector: unit([-1, 0, 0, at, 0, 0, 0, 0]), metadata: { brand: 'rare' } }),
      );
      const store = await filled(kit, near);
      await fill(kit, store, far);
      const filter = { op: 'eq', field: 'brand', value: 'rare' } as const;
      expectSame('search', await found(store, { vector: axis(0), filter, limit: 10 }), [
        'far1',
        'far2',
        'far3',
      ]);
    },
  },
];
