import type { RecordOutcome } from '@imgsearch/core';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenSearchStoreOptions } from '../src/check-store-options.ts';
import { createOpenSearchStore } from '../src/create-opensearch-store.ts';
import { createFaultProxy, type Fault, type FaultProxy } from './fault-proxy.ts';
import { freshName, removeIndexes, scannedIds, schema, someRecords } from './sample-store.ts';
import type { TestServer } from './start-servers.ts';

const isBulk = (path: string): boolean => path.includes('/_bulk');

/** What becomes of records when the network or the server does what it should not. */
export function testFaults({ url }: TestServer): void {
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await createFaultProxy(url);
  });
  afterAll(async () => {
    await proxy.close();
    await removeIndexes(url);
  });
  beforeEach(() => {
    proxy.fault = undefined;
  });
  /** A store whose client does not try again by itself, so that every fault meets the store. */
  const open = async (options: Partial<OpenSearchStoreOptions> = {}) => {
    const client = new Client({ node: proxy.url, maxRetries: 0 });
    const store = createOpenSearchStore({ client, name: freshName(), ...options });
    await store.open(schema);
    return store;
  };
  /** Everything that was acknowledged is there, once, as it was written; and every record has its outcome. */
  const expectKept = async (
    store: Awaited<ReturnType<typeof open>>,
    records: ReturnType<typeof someRecords>,
    outcomes: readonly RecordOutcome[],
  ) => {
    proxy.fault = undefined;
    expect(outcomes.map(({ id }) => id)).toEqual(records.map(({ id }) => id));
    const acknowledged = records.filter((_, at) => outcomes[at]!.ok);
    const read = await store.get(acknowledged.map(({ id }) => id));
    expect(read.map((record) => record?.metadata)).toEqual(acknowledged.map(({ metadata }) => metadata));
    const ids = await scannedIds(store);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id } of acknowledged) expect(ids).toContain(id);
    return acknowledged.length;
  };

  it.each<[string, Fault]>([
    [
      '429',
      {
        kind: 'answer',
        status: 429,
        body: { error: { type: 'rejected_execution_exception', reason: 'full' } },
      },
    ],
    ['503', { kind: 'answer', status: 503 }],
    ['connections cut before the server sees the request', { kind: 'cut', when: 'before' }],
    ['connections cut after it has written', { kind: 'cut', when: 'after' }],
  ])('survives a storm of %s: all is written, once', async (_, fault) => {
    const store = await open({ bulk: { maxRecords: 50 } });
    let asked = 0;
    proxy.fault = ({ path }) => (isBulk(path) && asked++ % 2 === 0 ? fault : undefined);
    const records = someRecords(300);
    const outcomes = await store.upsert(records);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(asked).toBeGreaterThan(8);
    expect(await expectKept(store, records, outcomes)).toBe(300);
  });

  it('reports each record that was never taken, and loses none that was', async () => {
    const store = await open({ bulk: { maxRecords: 50, retryFor: 700 } });
    let asked = 0;
    proxy.fault = ({ path }) => (isBulk(path) && asked++ >= 2 ? { kind: 'answer', status: 429 } : undefined);
    const records = someRecords(300);
    const outcomes = await store.upsert(records);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(100);
    for (const outcome of outcomes)
      if (!outcome.ok)
        expect(outcome).toMatchObject({ retryable: true, error: { code: 'STORE_UNAVAILABLE' } });
    expect(await expectKept(store, records, outcomes)).toBe(100);
  });

  it('gives up at the deadline of the call, with an outcome for each record', async () => {
    const store = await open();
    proxy.fault = ({ path }) => (isBulk(path) ? { kind: 'stall' } : undefined);
    const started = Date.now();
    const records = someRecords(3);
    const outcomes = await store.upsert(records, { deadline: started + 400 });
    expect(Date.now() - started).toBeLessThan(3000);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ ok: false, retryable: true, error: { code: 'TIMEOUT' } });
    await expectKept(store, records, outcomes);
  });

  it('waits for a slow server, and tells a time-out where it is too slow', async () => {
    const patient = await open({ requestTimeout: 3000 });
    proxy.fault = ({ path }) => (isBulk(path) ? { kind: 'delay', milliseconds: 300 } : undefined);
    const records = someRecords(20);
    expect(await expectKept(patient, records, await patient.upsert(records))).toBe(20);
    const hasty = await open({ name: patient.info.name, requestTimeout: 1500, bulk: { retryFor: 500 } });
    proxy.fault = ({ path }) => (isBulk(path) ? { kind: 'delay', milliseconds: 2500 } : undefined);
    const outcomes = await hasty.upsert(records);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ ok: false, error: { code: 'TIMEOUT' } });
    await expectKept(hasty, records, outcomes);
    proxy.fault = () => ({ kind: 'delay', milliseconds: 2500 });
    await expect(hasty.search({ vector: records[0]!.vector, limit: 1 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
  });

  /** Blocks of the index, set past the proxy. */
  const setBlock = async (
    store: { readonly info: { readonly name: string } },
    block: string,
    value: true | null,
  ) => {
    const answer = await fetch(`${url}/${store.info.name}-v1/_settings`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ [block]: value }),
    });
    expect(answer.status).toBe(200);
  };

  describe('in the middle of a bulk load', () => {
    /** Loads 400 records in four batches, with a fault in the second and third, and writes again what was refused. */
    const load = async (
      options: Partial<OpenSearchStoreOptions>,
      begin: (store: Awaited<ReturnType<typeof open>>) => Promise<void> | void,
      end: (store: Awaited<ReturnType<typeof open>>) => Promise<void> | void = () => undefined,
    ) => {
      // Made by one that waits as long as a busy machine needs.
      const { name } = (await open()).info;
      const store = await open({ bulk: { maxRecords: 25 }, ...options, name });
      const bulk = await store.bulkLoad();
      const records = someRecords(400);
      const outcomes: RecordOutcome[] = [];
      for (let at = 0; at < records.length; at += 100) {
        if (at === 100) await begin(store);
        if (at === 300) {
          proxy.fault = undefined;
          await end(store);
        }
        outcomes.push(...(await bulk.upsert(records.slice(at, at + 100))));
      }
      const refused = records.filter((_, at) => !outcomes[at]!.ok);
      await expectKept(store, records, outcomes);
      const again = await bulk.upsert(refused);
      expect(again.every(({ ok }) => ok)).toBe(true);
      await bulk.commit();
      expect(await scannedIds(store)).toHaveLength(400);
      expect(await store.count()).toEqual({ value: 400, exact: true });
      return outcomes.filter((outcome) => !outcome.ok);
    };

    it('a storm of 429 on requests and on single records costs time alone', async () => {
      let asked = 0;
      const refused = await load({}, () => {
        proxy.fault = ({ path }) => {
          if (!isBulk(path)) return undefined;
          asked++;
          if (asked % 3 === 0) return { kind: 'answer', status: 429 };
          return { kind: 'refuse', refuses: () => Math.random() < 0.4 };
        };
      });
      expect(refused).toEqual([]);
      expect(asked).toBeGreaterThan(8);
    });

    it('a server that answers too late has written, and none is there twice', async () => {
      let asked = 0;
      const refused = await load({ requestTimeout: 2500 }, () => {
        proxy.fault = ({ path }) =>
          isBulk(path) && asked++ % 4 === 0 ? { kind: 'delay', milliseconds: 3500 } : undefined;
      });
      expect(refused).toEqual([]);
      expect(asked).toBeGreaterThan(8);
    });

    it('an index that becomes read-only is told of every record that it refused', async () => {
      const refused = await load(
        {},
        (store) => setBlock(store, 'index.blocks.write', true),
        (store) => setBlock(store, 'index.blocks.write', null),
      );
      expect(refused).toHaveLength(200);
      for (const outcome of refused)
        expect(outcome).toMatchObject({ ok: false, retryable: false, error: { code: 'STORE_REJECTED' } });
    });

    it('a server that is away for longer than a call tries is told of every record', async () => {
      const refused = await load({ bulk: { maxRecords: 25, retryFor: 300 } }, () => {
        proxy.fault = ({ path }) => (isBulk(path) ? { kind: 'cut', when: 'before' } : undefined);
      });
      expect(refused).toHaveLength(200);
      for (const outcome of refused)
        expect(outcome).toMatchObject({ ok: false, retryable: true, error: { code: 'STORE_UNAVAILABLE' } });
    });
  });

  it('waits before every further try, whatever the client would do by itself', async () => {
    const store = createOpenSearchStore({
      client: new Client({ node: proxy.url }),
      name: freshName(),
      bulk: { retryFor: 0 },
    });
    await store.open(schema);
    let asked = 0;
    proxy.fault = ({ path }) => (isBulk(path) && ++asked ? { kind: 'answer', status: 503 } : undefined);
    expect(await store.upsert(someRecords(1))).toMatchObject([{ ok: false, retryable: true }]);
    expect(asked).toBe(1);
  });

  it.each([
    ['index.blocks.write', 'read-only'],
    ['index.blocks.read_only_allow_delete', 'disk'],
  ])('tells of every record that %s refused, at once', async (block, hint) => {
    const store = await open();
    const before = someRecords(5);
    await store.upsert(before);
    await setBlock(store, block, true);
    const outcomes = await store.upsert(someRecords(5, 3));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        ok: false,
        retryable: false,
        error: { code: 'STORE_REJECTED', hint: expect.stringContaining(hint) },
      });
    await setBlock(store, block, null);
    expect(await scannedIds(store)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4']);
  });

  it('closes the connection of a call that its caller leaves', async () => {
    const store = await open();
    const closed = proxy.closedByClient;
    proxy.fault = () => ({ kind: 'stall' });
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('gone')), 50);
    const searching = store.search({ vector: someRecords(1)[0]!.vector, limit: 1 }, { signal: abort.signal });
    await expect(searching).rejects.toMatchObject({ code: 'ABORTED', cause: { message: 'gone' } });
    await expect.poll(() => proxy.closedByClient).toBe(closed + 1);
  });

  it('halves a request that the server finds too large, and refuses the one record that is', async () => {
    const store = await open();
    proxy.fault = ({ path, body }) =>
      isBulk(path) && Buffer.byteLength(body) > 4000 ? { kind: 'answer', status: 413, body: {} } : undefined;
    const records = someRecords(40);
    const large = { ...records[7]!, metadata: { note: 'x'.repeat(5000) } };
    const outcomes = await store.upsert(records.with(7, large));
    expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([{ id: 'r7', error: { code: 'STORE_REJECTED' } }]);
    proxy.fault = undefined;
    expect(await store.count()).toMatchObject({ value: expect.any(Number) });
    expect((await scannedIds(store)).length).toBe(39);
  });
}
