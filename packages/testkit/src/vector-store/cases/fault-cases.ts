import { ImageSearchError, type StoreQuery } from '@imgsearch/core';
import { expectRejection, expectSame, expectTrue, expectWithin } from '../../suite/expectations.ts';
import { expectAccepted, filled, found } from '../collect.ts';
import { axis, sampleRecord, sampleSchema } from '../sample-records.ts';
import { callsOf } from '../store-calls.ts';
import type { StoreCase } from '../store-case.ts';

const group = 'faults';
const bad = {
  nan: sampleRecord('nan', { vector: axis(0).fill(Number.NaN, 3, 4) }),
  infinite: sampleRecord('infinite', { vector: axis(0).fill(Number.POSITIVE_INFINITY, 3, 4) }),
  zero: sampleRecord('zero', { vector: new Float32Array(8) }),
  long: sampleRecord('long', { vector: axis(0, 9) }),
  short: sampleRecord('short', { vector: axis(0, 7) }),
  'not of unit length': sampleRecord('not of unit length', { vector: axis(0).map((value) => value * 2) }),
  'no Float32Array': sampleRecord('no Float32Array', { vector: [...axis(0)] as never }),
  'wrong type': sampleRecord('wrong type', { metadata: { price: 'much' } }),
  'wrong date': sampleRecord('wrong date', { metadata: { addedAt: '2026-02-30' } }),
};
const tooLong = '가'.repeat(171);

export const faultCases: readonly StoreCase[] = [
  {
    name: 'bad records of a batch are refused one by one, and the good ones written',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      const wrong = [...Object.values(bad), sampleRecord(tooLong)];
      const batch = [sampleRecord('good1'), ...wrong, sampleRecord('good2')];
      const outcomes = await store.upsert(batch);
      const oks = outcomes.map(({ id, ok }) => ({ id, ok }));
      expectSame(
        'outcomes',
        oks,
        batch.map(({ id }) => ({ id, ok: id.startsWith('good') })),
      );
      for (const outcome of outcomes)
        if (!outcome.ok) {
          expectTrue(
            `the error of ${outcome.id} is ours`,
            ImageSearchError.isInstance(outcome.error),
            outcome.error,
          );
          expectSame(`writing ${outcome.id} again would not help`, outcome.retryable, false);
        }
      await kit.settle(store);
      expectSame('only the good ones are found', await found(store, { vector: axis(0) }), ['good1', 'good2']);
      expectSame('and read', await store.get(['nan', 'long', 'wrong type']), [null, null, null]);
    },
  },
  {
    name: 'a refused record leaves the one before it as it was',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('nan', { metadata: { price: 1 } })]);
      const [outcome] = await store.upsert([bad.nan]);
      expectSame('it is refused', outcome?.ok, false);
      await kit.settle(store);
      expectSame('get', (await store.get(['nan']))[0]?.metadata, { price: 1 });
      expectSame('search', await found(store, { vector: axis(0) }), ['nan']);
    },
  },
  {
    name: 'a search with a bad vector, limit, offset or bound is refused',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('a')]);
      const parts: Record<string, Partial<StoreQuery>> = {
        'NaN in the vector': { vector: bad.nan.vector },
        'a zero vector': { vector: bad.zero.vector },
        'a long vector': { vector: bad.long.vector },
        'limit 0': { limit: 0 },
        'half a limit': { limit: 1.5 },
        'a negative offset': { offset: -1 },
        'a bound that is no number': { minSimilarity: Number.NaN },
      };
      for (const [what, part] of Object.entries(parts))
        await expectRejection(
          what,
          () => store.search({ vector: axis(0), limit: 1, ...part }),
          'INVALID_OPTIONS',
        );
    },
  },
  {
    name: 'a batch over the limit is refused whole',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.open();
      const { maxBatch } = store.info.limits;
      if (maxBatch > 100_000) return;
      const one = sampleRecord('one');
      const many = new Array(maxBatch + 1).fill(one);
      await expectRejection('upsert', () => store.upsert(many), 'INVALID_OPTIONS');
      const ids = new Array(maxBatch + 1).fill('one');
      await expectRejection('delete', () => store.delete(ids), 'INVALID_OPTIONS');
      await expectRejection('get', () => store.get(ids), 'INVALID_OPTIONS');
      expectSame('nothing was written', await store.get(['one']), [null]);
    },
  },
  {
    name: 'a store that was not opened refuses every call',
    group,
    needs: [],
    async run(kit) {
      const store = await kit.unopened();
      for (const [name, call] of callsOf(store)) await expectRejection(name, () => call({}), 'CLOSED');
    },
  },
  {
    name: 'a closed store refuses every call, and closing again is no error',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('a')]);
      await store.close();
      await store.close();
      for (const [name, call] of callsOf(store)) await expectRejection(name, () => call({}), 'CLOSED');
      await expectRejection('open', () => store.open(sampleSchema()), 'CLOSED');
    },
  },
  {
    name: 'close waits for what is under way',
    group,
    needs: ['reopen'],
    async run(kit) {
      const store = await kit.open();
      const writing = store.upsert(Array.from({ length: 50 }, (_, at) => sampleRecord(`r${at}`)));
      const closing = store.close();
      const outcomes = await writing.catch((error: unknown) => error as Error);
      await closing;
      const after = await kit.reopen(store);
      await kit.settle(after);
      const wanted = Array.isArray(outcomes) ? outcomes.filter(({ ok }) => ok).map(({ id }) => id) : [];
      const there = (await after.get(wanted)).map((record) => record?.id);
      expectSame('what it acknowledged is there', there, wanted);
    },
  },
  {
    name: 'a signal that has fired stops a call before it starts',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('a')]);
      const reason = new Error('enough');
      const signal = AbortSignal.abort(reason);
      for (const [name, call] of callsOf(store)) {
        const error = await expectRejection(name, () => call({ signal }), 'ABORTED');
        expectSame(`${name}: its name`, error.name, 'AbortError');
        expectTrue(`${name}: its cause is the signal's reason`, error.cause === reason, error.cause);
      }
      await kit.settle(store);
      expectSame('nothing was done', await found(store, { vector: axis(0) }), ['a']);
    },
  },
  {
    name: 'a deadline that has passed stops a call before it starts',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('a')]);
      for (const [name, call] of callsOf(store))
        await expectRejection(name, () => call({ deadline: Date.now() - 1000 }), 'TIMEOUT');
      expectSame('nothing was done', await found(store, { vector: axis(0) }), ['a']);
    },
  },
  {
    name: 'a signal that fires under way releases the caller, and leaves the store in order',
    group,
    needs: [],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('a')]);
      const batch = Array.from({ length: 200 }, (_, at) => sampleRecord(`r${at}`));
      const works: Record<string, (signal: AbortSignal) => Promise<unknown>> = {
        search: (signal) => store.search({ vector: axis(0), limit: 100 }, { signal }),
        get: (signal) => store.get(['a'], { signal }),
        upsert: (signal) => store.upsert(batch, { signal }),
      };
      for (const [name, work] of Object.entries(works)) {
        const abort = new AbortController();
        const running = work(abort.signal);
        abort.abort();
        const error = await running.then(
          () => undefined,
          (thrown: unknown) => thrown as { code?: string },
        );
        expectTrue(
          `${name} ends well or with ABORTED`,
          error === undefined || error.code === 'ABORTED',
          error,
        );
      }
      // The aborted batch may be there or not; once written again, every record is there once.
      expectAccepted(await store.upsert(batch));
      await kit.settle(store);
      const there = await store.get(batch.map(({ id }) => id));
      expectTrue(
        'every record can be read',
        there.every((record) => record !== null),
      );
      const hits = await found(store, { vector: batch[0]!.vector });
      expectSame('a search finds none twice', new Set(hits).size, hits.length);
    },
  },
  {
    name: 'a caller is released by its signal while the engine does not answer',
    group,
    needs: ['stall'],
    async run(kit) {
      const store = await filled(kit, [sampleRecord('a')]);
      const release = await kit.stall(store);
      try {
        for (const [name, call] of callsOf(store)) {
          const abort = new AbortController();
          setTimeout(() => abort.abort(), 5);
          const rejected = expectRejection(name, () => call({ signal: abort.signal }), 'ABORTED');
          await expectWithin(`${name} is released`, 2000, rejected);
        }
      } finally {
        release();
      }
      expectSame('afterwards it answers', (await store.get(['a'])).length, 1);
    },
  },
];
