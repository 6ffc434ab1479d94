import type { VectorRecord, VectorStore } from '@imgsearch/core';
import { expectSame, expectTrue } from '../../suite/expectations.ts';
import { expectAccepted, fill, found, idsOf } from '../collect.ts';
import { axis, sampleRecord } from '../sample-records.ts';
import type { StoreCase } from '../store-case.ts';
import { whileRunning } from '../while-running.ts';

const group = 'concurrency';
const ids = Array.from({ length: 20 }, (_, at) => `r${String(at).padStart(2, '0')}`);
/** All members of one revision belong together: vector, category, content hash and metadata. */
const revision = (id: string, number: number): VectorRecord =>
  sampleRecord(id, {
    vector: axis(number % 8),
    category: `category-${number}`,
    contentHash: String(number),
    metadata: { price: number },
  });
const ofOneRevision = (record: Omit<VectorRecord, 'vector'>): boolean =>
  record.category === `category-${record.contentHash}` &&
  record.metadata.price === Number(record.contentHash);

/** Both write all ids at once, several times; afterwards each is there once and whole. */
async function race(first: VectorStore, second: VectorStore, settle: () => Promise<void>): Promise<void> {
  const writers = [first, second].map(async (store, writer) => {
    for (let round = 0; round < 4; round++)
      expectAccepted(await store.upsert(ids.map((id) => revision(id, 2 * round + writer))));
  });
  await Promise.all(writers);
  await settle();
  expectSame('every id is found once', await found(first, { vector: axis(0) }), ids);
  if (first.count) expectSame('and counted once', (await first.count()).value, ids.length);
  const records = await first.get(ids);
  const whole = records.filter((record) => record !== null && ofOneRevision(record));
  expectSame('every record is of one revision', whole.length, ids.length);
}

export const concurrencyCases: readonly StoreCase[] = [
  {
    name: 'two writers of the same new ids leave one record each',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      await race(store, store, () => kit.settle(store));
    },
  },
  {
    name: 'two handles that write the same new ids leave one record each',
    group,
    needs: ['reopen'],
    async run(kit) {
      const store = await kit.open();
      const other = await kit.reopen(store);
      await race(store, other, async () => {
        await kit.settle(other);
        await kit.settle(store);
      });
    },
  },
  {
    name: 'the last write that was acknowledged wins',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      for (let number = 0; number < 10; number++) await store.upsert([revision('a', number)]);
      await kit.settle(store);
      expectSame('get', (await store.get(['a']))[0]?.metadata.price, 9);
      const [hit] = await store.search({ vector: axis(1), limit: 1 });
      expectSame('search', hit?.metadata.price, 9);
    },
  },
  {
    name: 'what was acknowledged is read at once by get',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      for (let number = 0; number < 5; number++) {
        await store.upsert([revision('a', number)]);
        expectSame(`revision ${number}`, (await store.get(['a']))[0]?.metadata.price, number);
      }
      await store.delete(['a']);
      expectSame('after delete', await store.get(['a']), [null]);
    },
  },
  {
    name: 'readers see whole records while a writer replaces them, and none twice',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      await fill(
        kit,
        store,
        ids.map((id) => revision(id, 0)),
      );
      const write = async () => {
        for (let number = 1; number < 12; number++) {
          await store.upsert(ids.map((id) => revision(id, number)));
          await kit.settle(store);
        }
      };
      await whileRunning(write(), async () => {
        const hits = await store.search({ vector: axis(0), limit: 100 });
        expectSame('every record is found once', idsOf(hits).sort(), ids);
        expectTrue('each is of one revision', hits.every(ofOneRevision), hits);
        const read = await store.get(ids);
        expectTrue(
          'get too',
          read.every((record) => record !== null && ofOneRevision(record)),
          read,
        );
      });
    },
  },
];
