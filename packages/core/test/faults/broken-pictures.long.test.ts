import { createReadStream, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { type DeadLetter, listDeadLetters } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { createPoliteFetcher, readTable } from '@imgsearch/sources';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRealCatalogue, type RealCatalogue } from './real-catalogue.ts';

const PRODUCTS = 140;
/** What is wrong with three pictures of ten, in turn, and the kind that the list tells. */
const WRONG = [
  ['cut short', 'unreadable'],
  ['empty', 'unreadable'],
  ['a web page', 'unreadable'],
  ['too large', 'too-large'],
  ['missing', 'not-found'],
  ['forbidden', 'source'],
  ['failing', 'source'],
] as const;

let catalogue: RealCatalogue;
let server: Server;
let rows: { readonly id: string; readonly image: string; readonly wrong?: (typeof WRONG)[number] }[];

/** A PNG whose heading tells of 90,000 x 90,000 pixels. */
function hugePng(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const heading = Buffer.from([0, 1, 0x5f, 0x90, 0, 1, 0x5f, 0x90, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk('IDAT', deflateSync(Buffer.alloc(90_001)));
  return Buffer.concat([signature, chunk('IHDR', heading), data, chunk('IEND', Buffer.alloc(0))]);
}

/** Whether the product's picture is a broken one: 3 of 10, spread. */
const isBroken = (at: number): boolean => [1, 4, 8].includes(at % 10);

beforeAll(async () => {
  catalogue = await openRealCatalogue('broken-pictures', PRODUCTS);
  server = createServer((request, response) => {
    const name = path.basename(request.url ?? '');
    if (name.startsWith('missing')) response.writeHead(404).end();
    else if (name.startsWith('forbidden')) response.writeHead(403).end();
    else if (name.startsWith('failing')) response.writeHead(500).end();
    else createReadStream(path.join(catalogue.folder, 'photos', name)).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let broken = 0;
  rows = [];
  for (const [at, file] of catalogue.files.entries()) {
    const wrong = isBroken(at) ? WRONG[broken++ % WRONG.length] : undefined;
    if (wrong?.[0] === 'cut short') truncateSync(file, 700);
    if (wrong?.[0] === 'empty') writeFileSync(file, '');
    if (wrong?.[0] === 'a web page')
      writeFileSync(file, '<!doctype html><title>404</title>Not here any more.');
    if (wrong?.[0] === 'too large') writeFileSync(file, hugePng());
    const name = ['missing', 'forbidden', 'failing'].includes(wrong?.[0] ?? '')
      ? `${wrong![0]}-${at}.jpg`
      : `${at}.jpg`;
    rows.push({ id: `p${at}`, image: `http://127.0.0.1:${port}/${name}`, ...(wrong && { wrong }) });
  }
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await catalogue.close();
});

/** The table as it is tonight. */
function writeTable(images: (row: (typeof rows)[number]) => string): string {
  const file = path.join(catalogue.folder, 'products.jsonl');
  writeFileSync(file, rows.map((row) => `${JSON.stringify({ id: row.id, image: images(row) })}\n`).join(''));
  return file;
}
const good = () => rows.filter(({ wrong }) => !wrong).map(({ id }) => id);
const bad = () => rows.filter(({ wrong }) => wrong);

it('three broken pictures of ten are all listed with their reasons, the others are in; mended, they alone are tried again', async () => {
  const store = createLanceDbStore({ folder: path.join(catalogue.folder, 'store') });
  await using checkpoint = createFileCheckpoint(path.join(catalogue.folder, 'journal'));
  const options = { checkpoint, batchSize: 8, concurrency: 2, retry: { images: 1, firstDelay: 1 } };
  const source = () =>
    readTable(
      writeTable(({ image }) => image),
      { fetcher: createPoliteFetcher() },
    );
  const first = catalogue.open(store);
  const report = await first.pipeline.index(source(), options);
  expect(report).toMatchObject({ products: PRODUCTS, indexed: good().length, failed: bad().length });
  expect(bad().length / PRODUCTS).toBe(0.3);
  await catalogue.expectWhole(store, good());

  const letters: DeadLetter[] = [];
  for await (const letter of listDeadLetters(checkpoint)) letters.push(letter);
  const listed = letters.map(({ productId, imageId, kind }) => ({ productId, imageId, kind }));
  const expected = bad().map(({ id, wrong }) => ({ productId: id, imageId: '0', kind: wrong![1] }));
  const byProduct = (a: { productId: string }, b: { productId: string }) =>
    a.productId < b.productId ? -1 : 1;
  expect(listed.sort(byProduct)).toEqual(expected.sort(byProduct));
  const counted: Record<string, number> = {};
  for (const { kind } of expected) counted[kind] = (counted[kind] ?? 0) + 1;
  expect(report.failuresByKind).toEqual(counted);
  for (const { productId, message, code, attempts } of letters) {
    const [what] = rows.find(({ id }) => id === productId)!.wrong!;
    expect([message.length > 10, code.length > 5]).toEqual([true, true]);
    // What may pass was tried twice, the rest is what it is.
    expect(attempts, what).toBe(what === 'failing' ? 2 : 1);
  }

  // Mended: every address leads to a good picture now.
  const mended = catalogue.open(store);
  const spare = rows[0]!.image;
  const again = readTable(
    writeTable(({ image, wrong }) => (wrong ? spare : image)),
    { fetcher: createPoliteFetcher() },
  );
  expect(await mended.pipeline.index(again, { ...options, failed: 'only' })).toMatchObject({
    indexed: bad().length,
    skipped: good().length,
    failed: 0,
  });
  expect(mended.computed()).toBe(bad().length);
  for await (const letter of listDeadLetters(checkpoint)) expect(letter).toBeUndefined();
  await store.close();
});

it('a limit below that stops the run early and says why; the next run goes on', async () => {
  const store = createLanceDbStore({ folder: path.join(catalogue.folder, 'limited') });
  await using checkpoint = createFileCheckpoint(path.join(catalogue.folder, 'limited-journal'));
  const options = { checkpoint, batchSize: 4, concurrency: 1, retry: { images: 0 } };
  const source = () =>
    readTable(
      writeTable(({ image }) => image),
      { fetcher: createPoliteFetcher() },
    );
  const first = catalogue.open(store);
  await expect(first.pipeline.index(source(), { ...options, maxFailureRate: 0.2 })).rejects.toMatchObject({
    code: 'SOURCE_FAILED',
    retryable: false,
    message: expect.stringMatching(/3\d of 1\d\d pictures failed \(.*1\d unreadable.*\), more than 20 %/),
    hint: expect.stringContaining('maxFailureRate'),
  });
  expect(first.acknowledged.size).toBeGreaterThan(50);
  expect(first.acknowledged.size).toBeLessThan(good().length);
  const second = catalogue.open(store);
  expect(await second.pipeline.index(source(), options)).toMatchObject({ failed: bad().length });
  expect(first.computed() + second.computed()).toBeLessThanOrEqual(good().length + 4);
  await catalogue.expectWhole(store, good());
  await store.close();
});
