import path from 'node:path';
import { type CheckpointEntry, listDeadLetters, type VectorStore } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { createOpenSearchStore, type OpenSearchStoreOptions } from '@imgsearch/opensearch';
import { Client } from '@opensearch-project/opensearch';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createInterruptedProxy, type InterruptedProxy } from './interrupted-proxy.ts';
import { openRealCatalogue, type RealCatalogue } from './real-catalogue.ts';

/** How long the store is away; a shorter time while working on it. */
const SECONDS = Number(process.env.OUTAGE_SECONDS ?? 60);
const [PRODUCTS, CUT_AFTER] = [160, 40];
const options = { batchSize: 8, concurrency: 2 };
const IN_FLIGHT = options.batchSize * options.concurrency;
const [server] = inject('openSearchServers');
const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.skipIf(server === undefined)('a store that goes away in the middle of a run', () => {
  const prefix = `down_${process.pid}_${Date.now()}_`;
  let catalogue: RealCatalogue;
  let proxy: InterruptedProxy;
  let made = 0;
  beforeAll(async () => {
    catalogue = await openRealCatalogue('store-down', PRODUCTS);
  });
  beforeEach(async () => {
    proxy = await createInterruptedProxy(server!.url);
  });
  afterEach(() => proxy.close());
  afterAll(async () => {
    await fetch(`${server!.url}/${prefix}*`, { method: 'DELETE' });
    await catalogue.close();
  });

  /** A store behind the proxy, as a service has it, a journal, and a call when so many records are in. */
  const setUp = (more: Partial<OpenSearchStoreOptions> = {}, onCut: () => void = () => undefined) => {
    const name = `${prefix}${made++}`;
    const store = createOpenSearchStore({
      client: new Client({ node: proxy.url }),
      ...{ name, manage: 'create', ...more },
    });
    let taken = 0;
    const watched: VectorStore = {
      ...store,
      async upsert(records, call) {
        const outcomes = await store.upsert(records, call);
        const before = taken;
        taken += outcomes.filter(({ ok }) => ok).length;
        if (before < CUT_AFTER && taken >= CUT_AFTER) onCut();
        return outcomes;
      },
    };
    const checkpoint = createFileCheckpoint(path.join(catalogue.folder, `${name}.journal`));
    return { store, checkpoint, shop: catalogue.open(watched) };
  };

  it(`for ${SECONDS} s is waited for, by fewer and fewer tries: everything is there once`, async () => {
    const { store, checkpoint, shop } = setUp({}, () => proxy.interrupt('cut'));
    const run = shop.pipeline.index(catalogue.products, { ...options, checkpoint });
    await expect.poll(() => proxy.refused.length, { timeout: 60_000 }).toBeGreaterThan(0);
    const began = shop.acknowledged.size;
    await wait(SECONDS * 1000);
    // Meanwhile no more was computed than may be in flight.
    expect(shop.computed()).toBeLessThanOrEqual(began + IN_FLIGHT);
    const tries = [...proxy.refused];
    proxy.mend();
    expect(await run).toMatchObject({ indexed: PRODUCTS, failed: 0, skipped: 0, aborted: false });
    expect(shop.computed()).toBe(PRODUCTS);
    await catalogue.expectWhole(store);
    console.log(`${tries.length} tries in ${SECONDS} s`);
    expect(tries.length).toBeLessThanOrEqual(4 * SECONDS + 40);
    await checkpoint.close();
  });

  it('and stands still is left, asked again and found again', async () => {
    const { store, checkpoint, shop } = setUp({ requestTimeout: 1000 }, () => proxy.interrupt('hang'));
    const run = shop.pipeline.index(catalogue.products, { ...options, checkpoint });
    await expect.poll(() => shop.acknowledged.size, { timeout: 60_000 }).toBeGreaterThanOrEqual(CUT_AFTER);
    await wait(4000);
    proxy.mend();
    expect(await run).toMatchObject({ indexed: PRODUCTS, failed: 0 });
    await catalogue.expectWhole(store);
    await checkpoint.close();
  });

  it('for longer than it is waited for ends the run with the reason; the next one goes on', async () => {
    const { store, checkpoint, shop } = setUp({ bulk: { retryFor: 300 } }, () => proxy.interrupt('cut'));
    const retry = { store: 2, firstDelay: 20 };
    await expect(
      shop.pipeline.index(catalogue.products, { ...options, checkpoint, retry }),
    ).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
      hint: expect.any(String),
    });
    // The store's failure is nobody's picture's; what the journal tells is in the store.
    for await (const letter of listDeadLetters(checkpoint)) expect(letter).toBeUndefined();
    const known: CheckpointEntry[] = [];
    for await (const entry of checkpoint.entries()) known.push(entry);
    expect(known.length).toBeGreaterThan(0);
    for (const { productId } of known) expect([...shop.acknowledged]).toContain(`${productId}/0`);
    const lost = shop.computed() - known.length;
    expect(lost).toBeLessThanOrEqual(IN_FLIGHT);

    proxy.mend();
    const again = catalogue.open(store);
    expect(await again.pipeline.index(catalogue.products, { ...options, checkpoint })).toMatchObject({
      skipped: known.length,
      indexed: PRODUCTS - known.length,
      failed: 0,
    });
    expect(again.computed()).toBe(PRODUCTS - known.length);
    await catalogue.expectWhole(store);
    await checkpoint.close();
  });
});
