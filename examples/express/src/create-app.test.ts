import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createImageSearchPipeline, createMemoryStore, ImageSearchError } from '@imgsearch/core';
import {
  createFakeBackgroundRemover,
  createFakeClassifier,
  createFakeEmbedder,
  createFakeImageProcessor,
  fakeImage,
} from '@imgsearch/core/testing';
import express from 'express';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { photoRoutes } from './api/photo-routes.ts';
import type { Catalog } from './catalog/catalog.ts';
import { createApp } from './create-app.ts';
import { fields } from './create-pipeline.ts';
import { type Demo, startDemo } from './demo.ts';
import { listen } from './listen.ts';

const red = fakeImage({ color: [220, 30, 30] });
let folder: string;
let demo: Demo;
let server: Server;
let address: string;

async function start(loadCatalog: () => Promise<Catalog>): Promise<void> {
  const embedder = createFakeEmbedder();
  demo = startDemo({
    loadCatalog,
    createPipeline: async () => {
      const store = createMemoryStore();
      const pipeline = createImageSearchPipeline({
        imageProcessor: createFakeImageProcessor(),
        backgroundRemover: createFakeBackgroundRemover(),
        embedder,
        classifier: createFakeClassifier(),
        store,
        fields,
      });
      return { pipeline, store, close: () => pipeline.close({ components: true }) };
    },
  });
  ({ server } = await listen(createApp(demo), 0, 'localhost'));
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'express-demo-'));
  await writeFile(path.join(folder, 'red.png'), red);
  await writeFile(path.join(folder, 'blue.png'), fakeImage({ color: [20, 30, 220] }));
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});

const twoProducts = async (): Promise<Catalog> => ({
  products: [
    {
      id: 'r/1',
      name: 'Red',
      price: 10,
      currency: 'USD',
      category: 'chair',
      images: [path.join(folder, 'red.png')],
    },
    {
      id: 'b',
      name: 'Blue',
      price: 30,
      currency: 'USD',
      category: 'bed',
      images: [path.join(folder, 'blue.png')],
    },
  ],
  samples: [{ id: 's', file: path.join(folder, 'red.png') }],
  warnings: [],
});

const post = (query: string, body: BodyInit, type = 'image/png') =>
  fetch(`${address}/api/search?${query}`, { method: 'POST', body, headers: { 'Content-Type': type } });

test('searches, and says where the pictures are', async () => {
  await start(twoProducts);
  await demo.ready;
  const answer = await (await post('category=false', red as BodyInit)).json();
  expect(answer.matches.map(({ productId }: { productId: string }) => productId)).toEqual(['r/1', 'b']);
  expect(answer.matches[0]).toMatchObject({ imageId: '0', metadata: { name: 'Red', price: 10 } });
  expect(answer.query).not.toHaveProperty('fingerprint');
  const seen = await fetch(`${address}/api/analyze`, { method: 'POST', body: red as BodyInit });
  expect((await seen.json()).pictures.mask).toMatch(/^data:image\/png;base64,/);
  const picture = await fetch(`${address}/images/r%2F1/0`);
  expect(new Uint8Array(await picture.arrayBuffer())).toEqual(new Uint8Array(red));
  const dear = await (await post('category=false&filter={"price":{"$gte":20}}', red as BodyInit)).json();
  expect(dear.matches).toHaveLength(1);
});

test('says how far it is, and refuses to search until then', async () => {
  let go = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    go = resolve;
  });
  await start(() => waiting.then(twoProducts));
  const early = await post('', red as BodyInit);
  expect(early.status).toBe(503);
  expect(await early.json()).toMatchObject({ code: 'STORE_UNAVAILABLE', hint: expect.any(String) });
  expect(await (await fetch(`${address}/api/status`)).json()).toMatchObject({ phase: 'loading' });
  go();
  await demo.ready;
  const status = await (await fetch(`${address}/api/status`)).json();
  expect(status).toMatchObject({
    phase: 'ready',
    catalog: { products: 2, currency: 'USD', price: { min: 10, max: 30 } },
  });
});

test('a catalogue that cannot be read is told on the page', async () => {
  await start(() =>
    Promise.reject(
      new ImageSearchError({ code: 'SOURCE_FAILED', message: 'No such folder.', hint: 'Look.' }),
    ),
  );
  await expect(demo.ready).rejects.toThrow('No such folder.');
  expect(await (await fetch(`${address}/api/status`)).json()).toMatchObject({
    phase: 'failed',
    error: { code: 'SOURCE_FAILED', hint: 'Look.' },
  });
});

test.each([
  ['text', () => post('', 'hello', 'text/plain'), 415, 'UNSUPPORTED_FORMAT'],
  ['text that says it is a picture', () => post('', 'hello', 'image/jpeg'), 415, 'UNSUPPORTED_FORMAT'],
  ['more than 25 MB', () => post('', new Uint8Array(26 * 2 ** 20)), 413, 'IMAGE_TOO_LARGE'],
  ['a limit out of bounds', () => post('limit=9999', red as BodyInit), 400, 'INVALID_OPTIONS'],
  ['a picture that no product has', () => fetch(`${address}/images/b/7`), 404, 'IMAGE_NOT_FOUND'],
  ['a way out of the folder', () => fetch(`${address}/images/..%2f..%2fetc/passwd`), 404, 'IMAGE_NOT_FOUND'],
])('%s is refused with its code, without a stack', async (_, send, status, code) => {
  await start(twoProducts);
  await demo.ready;
  const response = await send();
  const body = await response.json();
  expect({ status: response.status, code: body.code }).toEqual({ status, code });
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:\d|at /);
});

test('what is not ours is not told', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await start(twoProducts);
  await demo.ready;
  vi.spyOn(demo.pipeline!, 'search').mockRejectedValue(new Error('secret path /home/me'));
  const response = await post('', red as BodyInit);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret');
});

test('the next free port is taken', async () => {
  await start(twoProducts);
  const taken = (server.address() as AddressInfo).port;
  const second = await listen(createApp(demo), taken, 'localhost');
  expect(second.port).toBeGreaterThan(taken);
  second.server.close();
});

test('a client that asks too often is told to wait', async () => {
  await start(twoProducts);
  await demo.ready;
  const app = express().use('/api', photoRoutes(demo, 2));
  const second = await listen(app, 0, 'localhost');
  const statuses: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const answer = await fetch(`http://localhost:${second.port}/api/search`, {
      method: 'POST',
      body: red as BodyInit,
    });
    statuses.push(answer.status);
  }
  expect(statuses).toEqual([200, 200, 429]);
  second.server.close();
});
