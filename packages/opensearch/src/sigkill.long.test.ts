import type { RecordOutcome } from '@imgsearch/core';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type OpenSearchServer,
  startOpenSearch,
  waysToStart,
} from '../../../scripts/lib/opensearch-server.mjs';
import { freshName, scannedIds, schema, someRecords } from '../test/sample-store.ts';
import { createOpenSearchStore } from './create-opensearch-store.ts';

const way = waysToStart();

// A server of its own, also where OPENSEARCH_URL names one: that one is not ours to kill.
describe.skipIf(way === undefined)('a node that is killed in the middle of a bulk load', () => {
  let server: OpenSearchServer;
  beforeAll(async () => {
    server = await startOpenSearch('2.19.1', way);
  });
  afterAll(() => server?.stop());

  it('loses nothing that was acknowledged, and nothing is there twice', async () => {
    const store = createOpenSearchStore({
      client: new Client({ node: server.url }),
      name: freshName(),
      bulk: { maxRecords: 20, retryFor: 150_000 },
    });
    await store.open(schema);
    const load = await store.bulkLoad();
    const records = someRecords(6000);
    const outcomes: RecordOutcome[] = [];
    let killed: Promise<void> | undefined;
    for (let at = 0; at < records.length; at += 200) {
      if (at === 2000) {
        // While this batch is being written, not between two.
        killed = new Promise((resolve) => setTimeout(resolve, 15))
          .then(() => server.kill())
          .then(() => server.restart());
      }
      outcomes.push(...(await load.upsert(records.slice(at, at + 200))));
    }
    await killed;
    expect(killed).toBeDefined();
    await load.commit();
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    const ids = await scannedIds(store);
    expect(ids).toHaveLength(records.length);
    expect(new Set(ids).size).toBe(records.length);
    const read = await store.get(records.slice(1800, 2600).map(({ id }) => id));
    expect(read.map((record) => record?.metadata.price)).toEqual(
      records.slice(1800, 2600).map(({ metadata }) => metadata.price),
    );
  }, 240_000);

  it('that reports what it could not write: neither lost nor invented', async () => {
    const store = createOpenSearchStore({
      client: new Client({ node: server.url, maxRetries: 0 }),
      name: freshName(),
      bulk: { maxRecords: 20, retryFor: 300 },
    });
    await store.open(schema);
    const load = await store.bulkLoad();
    const records = someRecords(2000);
    const writing = load.upsert(records);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await server.kill();
    const outcomes = await writing;
    await server.restart();
    const acknowledged = outcomes.filter(({ ok }) => ok).map(({ id }) => id);
    const refused = outcomes.filter((outcome) => !outcome.ok);
    expect(refused.length).toBeGreaterThan(0);
    for (const outcome of refused)
      expect(outcome).toMatchObject({ retryable: true, error: { code: 'STORE_UNAVAILABLE' } });
    const next = createOpenSearchStore({ client: new Client({ node: server.url }), name: store.info.name });
    await next.open(schema);
    const ids = await scannedIds(next);
    expect(new Set(ids).size).toBe(ids.length);
    expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
  }, 240_000);
});
