import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckpointEntry, VectorStore } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { readTable } from '@imgsearch/sources';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRealCatalogue, type RealCatalogue } from './real-catalogue.ts';

const [PRODUCTS, TORN_AFTER, GONE] = [90, 57, 12];
let catalogue: RealCatalogue;
beforeAll(async () => {
  catalogue = await openRealCatalogue('broken-source', PRODUCTS);
});
afterAll(() => catalogue.close());

/** A table of products; the row after `torn` has a quote that never ends. */
function writeTable(file: string, from: number, to: number, torn?: number): void {
  const rows = Array.from({ length: to - from }, (_, at) => {
    const row = `p${from + at},photos/${from + at}.jpg`;
    return at === torn ? `"${row}` : row;
  });
  writeFileSync(file, `id,image\n${rows.join('\n')}\n`);
}

async function idsIn(store: VectorStore): Promise<string[]> {
  const found: string[] = [];
  for await (const { record } of store.scan!({})) found.push(record.productId);
  return found;
}

it('what a source gave before it broke off is in the store and in the journal, nothing is pruned, and the next run goes on', async () => {
  const table = path.join(catalogue.folder, 'products.csv');
  const store = createLanceDbStore({ folder: path.join(catalogue.folder, 'store') });
  await using checkpoint = createFileCheckpoint(path.join(catalogue.folder, 'journal'));
  const options = { checkpoint, batchSize: 8, concurrency: 2, prune: true };

  // The night before, with products that are gone the next day.
  writeTable(table, PRODUCTS - GONE, PRODUCTS);
  const before = catalogue.open(store);
  expect(await before.pipeline.index(readTable(table), options)).toMatchObject({ indexed: GONE, pruned: 0 });

  writeTable(table, 0, PRODUCTS - GONE, TORN_AFTER);
  const torn = catalogue.open(store);
  await expect(torn.pipeline.index(readTable(table), options)).rejects.toMatchObject({
    code: 'SOURCE_FAILED',
    message: expect.stringContaining(`after row ${TORN_AFTER}`),
  });
  // All that was begun, and no more; what is gone from the source is still there.
  expect(torn.acknowledged.size).toBe(TORN_AFTER);
  const gone = Array.from({ length: GONE }, (_, at) => `p${PRODUCTS - GONE + at}`);
  const given = Array.from({ length: TORN_AFTER }, (_, at) => `p${at}`);
  expect((await idsIn(store)).sort()).toEqual([...given, ...gone].sort());
  const known: CheckpointEntry[] = [];
  for await (const entry of checkpoint.entries()) known.push(entry);
  expect(known.map(({ productId }) => productId).sort()).toEqual([...given, ...gone].sort());

  writeTable(table, 0, PRODUCTS - GONE);
  const mended = catalogue.open(store);
  const report = await mended.pipeline.index(readTable(table), options);
  const left = PRODUCTS - GONE - TORN_AFTER;
  expect(report).toMatchObject({
    skipped: TORN_AFTER,
    indexed: left,
    pruned: GONE,
    deleted: GONE,
    failed: 0,
  });
  expect([...report.prunedProducts].sort()).toEqual(gone.sort());
  expect(mended.computed()).toBe(left);
  await catalogue.expectWhole(
    store,
    Array.from({ length: PRODUCTS - GONE }, (_, at) => `p${at}`),
  );
  await store.close();
});
