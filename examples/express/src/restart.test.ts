import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createImageSearchPipeline } from '@imgsearch/core';
import { createFakeEmbedder, createFakeImageProcessor, fakeImage } from '@imgsearch/core/testing';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CatalogProduct } from './catalog/catalog.ts';
import { fields } from './create-pipeline.ts';
import { type Ready, startDemo } from './demo.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'express-restart-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** One start of the demo, up to its first search. */
async function start(products: readonly CatalogProduct[]): Promise<Ready & { readonly ids: string[] }> {
  const demo = startDemo({
    loadCatalog: async () => ({ products, samples: [], warnings: [] }),
    createPipeline: async () => {
      const store = createLanceDbStore({ folder: path.join(folder, 'index'), name: 'demo' });
      const parts = { imageProcessor: createFakeImageProcessor(), embedder: createFakeEmbedder() };
      const pipeline = createImageSearchPipeline({ ...parts, store, fields });
      return { pipeline, store, close: () => pipeline.close({ components: true }) };
    },
  });
  const ready = await demo.ready;
  const { matches } = await demo.pipeline!.search({ image: fakeImage({ color: [9, 9, 9] }) });
  await demo.close();
  return { ...ready, ids: matches.map(({ productId }) => productId).sort() };
}

async function picture(name: string, red: number): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, fakeImage({ color: [red, 40, 40] }));
  return file;
}

test('a restart indexes only what has changed, and forgets what is gone', async () => {
  const chair = {
    id: 'chair',
    name: 'Chair',
    price: 10,
    images: [await picture('a', 10), await picture('b', 20)],
  };
  const table = { id: 'table', name: 'Table', images: [await picture('c', 200)] };
  const lamp = { id: 'lamp', name: 'Lamp', images: [await picture('d', 90)] };
  expect(await start([chair, table, lamp])).toMatchObject({ found: 0, indexed: 4 });
  expect(await start([chair, table, lamp])).toMatchObject({
    found: 4,
    indexed: 0,
    elapsed: 0,
    ids: ['chair', 'lamp', 'table'],
  });
  await picture('c', 100);
  expect(await start([chair, table])).toMatchObject({ found: 2, indexed: 1, ids: ['chair', 'table'] });
  expect(await start([{ ...chair, price: 12 }, table])).toMatchObject({ found: 1, indexed: 2 });
  const fewer = { ...chair, price: 12, images: chair.images.slice(0, 1) };
  expect(await start([fewer, table])).toMatchObject({ found: 1, indexed: 1 });
  expect(await start([fewer, table])).toMatchObject({ found: 2, indexed: 0 });
});
