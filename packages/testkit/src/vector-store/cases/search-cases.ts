import { expectRejection, expectSame, expectTrue } from '../../suite/expectations.ts';
import { bruteForce, byCodeUnit, expectRanking, filled, idsOf } from '../collect.ts';
import { axis, randomVector, sampleRecord, unit } from '../sample-records.ts';
import type { StoreCase, StoreKit } from '../store-case.ts';

const group = 'search';
const randomRecords = (kit: StoreKit, size: number) =>
  Array.from({ length: size }, (_, at) => sampleRecord(`r${at}`, { vector: randomVector(kit.random) }));
/** Ids that sort otherwise by length, by number, by language and without their case. */
const TIED = ['10', '9', 'B', 'a', 'A', 'b', 'aa', 'Z', 'z', 'ä', 'é', '_', '-', '가', 'a b', 'a-b', 'a_b'];

export const searchCases: readonly StoreCase[] = [
  {
    name: 'hits come best first, each once',
    group,
    needs: [],
    async run(kit) {
      const records = randomRecords(kit, 60);
      const store = await filled(kit, records);
      for (let query = 0; query < 5; query++) {
        const vector = randomVector(kit.random);
        const all = bruteForce(records, vector);
        const hits = await store.search({ vector, limit: 20 });
        const similarities = hits.map(({ similarity }) => similarity);
        expectTrue(
          'similarities never rise',
          similarities.every((value, at) => at === 0 || value <= similarities[at - 1]!),
          similarities,
        );
        expectRanking('the ranking is that of brute force', hits, all.slice(0, 20), all, kit.tolerance);
      }
    },
  },
  {
    name: 'equal similarities are ordered by id, ascending by code unit',
    group,
    needs: [],
    async run(kit) {
      const vector = unit([3, 1, 2, 0, 0, 1, 0, 0]);
      const store = await filled(
        kit,
        TIED.map((id) => sampleRecord(id, { vector })),
      );
      const hits = await store.search({ vector: axis(0), limit: 100 });
      expectSame('the order of all', idsOf(hits), [...TIED].sort(byCodeUnit));
      const few = await store.search({ vector: axis(0), limit: 5 });
      expectSame('the order of a few', idsOf(few), [...TIED].sort(byCodeUnit).slice(0, 5));
    },
  },
  {
    name: 'pages put together are the whole, without gap or repetition, also among ties',
    group,
    needs: [],
    async run(kit) {
      const ids = Array.from({ length: 30 }, (_, at) => `r${String(at).padStart(2, '0')}`);
      const records = ids.map((id, at) => sampleRecord(id, { vector: axis(at % 3) }));
      const store = await filled(kit, records);
      const vector = unit([3, 2, 1, 0, 0, 0, 0, 0]);
      const whole = idsOf(bruteForce(records, vector));
      for (const size of [1, 4, 7, 30]) {
        const pages: string[] = [];
        for (let offset = 0; offset < 30; offset += size)
          pages.push(...idsOf(await store.search({ vector, limit: size, offset })));
        expectSame(`pages of ${size}`, pages, whole);
      }
      expectSame('past the end there is nothing', await store.search({ vector, limit: 5, offset: 30 }), []);
    },
  },
  {
    name: 'minSimilarity leaves out what is below, and only that',
    group,
    needs: [],
    async run(kit) {
      const records = randomRecords(kit, 60);
      const store = await filled(kit, records);
      const vector = randomVector(kit.random);
      const all = bruteForce(records, vector);
      for (const least of [-0.999, -0.2, 0, 0.3, 0.9]) {
        // A bound halfway between two neighbours leaves no doubt on either side.
        const at = all.findIndex(({ similarity }) => similarity < least);
        if (at <= 0) continue;
        const minSimilarity = (all[at - 1]!.similarity + all[at]!.similarity) / 2;
        if (all[at - 1]!.similarity - all[at]!.similarity < 3 * kit.tolerance) continue;
        const hits = await store.search({ vector, limit: 100, minSimilarity });
        expectRanking(`hits of at least ${minSimilarity}`, hits, all.slice(0, at), all, kit.tolerance);
      }
      const none = await store.search({ vector: axis(0), limit: 100, minSimilarity: 1 });
      expectSame('nothing is as similar as 1 here', none, []);
    },
  },
  {
    name: 'one search gives as many results as the limits say, and refuses more',
    group,
    needs: [],
    async run(kit) {
      const records = randomRecords(kit, 150);
      const store = await filled(kit, records);
      const { maxResults, maxOffset } = store.info.limits;
      const limit = Math.min(maxResults, 150);
      const hits = await store.search({ vector: axis(0), limit });
      expectSame('as many as asked', hits.length, limit);
      const most = await store.search({ vector: axis(0), limit: maxResults });
      expectTrue('the largest limit is taken', most.length >= limit, most.length);
      const refused = (assertion: string, part: { limit?: number; offset?: number }) =>
        expectRejection(
          assertion,
          () => store.search({ vector: axis(0), limit: 1, ...part }),
          'INVALID_OPTIONS',
        );
      await refused('one more is refused', { limit: maxResults + 1 });
      await refused('a larger offset is refused', { offset: maxOffset + 1 });
    },
  },
];
