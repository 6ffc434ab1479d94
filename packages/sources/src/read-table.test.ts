import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip, gzipSync } from 'node:zlib';
import { createImageSearchPipeline, createMemoryStore, type Product } from '@imgsearch/core';
import { createFakeEmbedder, createFakeImageProcessor } from '@imgsearch/core/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collect } from '../test/collect.ts';
import { readTable, type TableOptions } from './read-table.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sources-table-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(name: string, text: string, options?: TableOptions): Promise<Product[]> {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return collect(readTable(file, options));
}
const plain = (products: readonly Product[]) =>
  products.map(({ images, ...rest }) => ({ ...rest, pictures: images.length }));

it.each([
  ['a.csv', '\uFEFFid,images,category,price\np1,a.jpg|b.jpg,shoes,9\n\np2,"c, d.jpg",,12\n'],
  [
    'a.json',
    '[{"id":"p1","images":["a.jpg","b.jpg"],"category":"shoes","price":"9"},{"id":"p2","image":"c, d.jpg","price":"12"}]',
  ],
  [
    'a.ndjson',
    '{"id":"p1","images":["a.jpg","b.jpg"],"category":"shoes","price":"9"}\r\n\r\n{"id":"p2","image":"c, d.jpg","price":"12"}',
  ],
])('reads %s', async (name, text) => {
  expect(plain(await read(name, text))).toEqual([
    { id: 'p1', category: 'shoes', metadata: { price: '9' }, pictures: 2 },
    { id: 'p2', metadata: { price: '12' }, pictures: 1 },
  ]);
});

it('keeps versions beside their pictures', async () => {
  const [product] = await read('v.csv', 'id,images,versions\np1,a.jpg|b.jpg,e1|e2\n');
  expect(product?.images).toMatchObject([{ version: 'e1' }, { version: 'e2' }]);
});

it('notes the files where asked', async () => {
  const [product] = await read('n.csv', 'id,images\np1,a.jpg|b.jpg\n', { noteFiles: true });
  const files = ['a.jpg', 'b.jpg'].map((name) => path.join(folder, name));
  expect(product?.metadata).toEqual({ file: files[0], files });
});

it.each([
  ['b.csv', 'id,image\np1,a.jpg\np2\n', /after row 1/],
  ['b.json', '[{"id":"p1","image":"a.jpg"},{"id":', /after row 1/],
  ['b.jsonl', '{"id":"p1","image":"a.jpg"}\nnonsense\n', /after row 1/],
  ['c.csv', 'id,image\n,a.jpg\n', /row 1 has no id/],
  ['c.json', '{"id":"p1"}', /after row 0/],
])('%s: names the row that is broken, after the good ones', async (name, text, said) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { id } of readTable(file)) seen.push(id);
  })();
  await expect(reading).rejects.toMatchObject({
    code: 'SOURCE_FAILED',
    message: expect.stringMatching(said),
  });
  if (name.startsWith('b')) expect(seen).toEqual(['p1']);
});

it('gives the good rows before a broken one also where it reads ahead', async () => {
  const file = path.join(folder, 'ahead.jsonl');
  writeFileSync(file, '{"id":"p1","image":"a.jpg"}\n{"id":"p2","image":"b.jpg"}\nnonsense\n');
  const seen: string[] = [];
  const fetcher = async () => ({ ok: true, status: 200, body: null });
  const reading = (async () => {
    for await (const { id } of readTable(file, { etags: true, fetcher })) seen.push(id);
  })();
  await expect(reading).rejects.toThrow(/after row 2/);
  expect(seen).toEqual(['p1', 'p2']);
});

it.each([
  ['a row too short', 'p600'],
  ['a quote that never ends', '"p600,a.jpg'],
])('gives every good row of a CSV before %s', async (_, row) => {
  const file = path.join(folder, 'middle.csv');
  const rows = Array.from({ length: 900 }, (__, at) => `p${at},a.jpg`).with(600, row);
  writeFileSync(file, `id,image\n${rows.join('\n')}\n`);
  const seen: string[] = [];
  const reading = (async () => {
    for await (const { id } of readTable(file)) seen.push(id);
  })();
  await expect(reading).rejects.toThrow(/: after row 600: /);
  expect(seen).toHaveLength(600);
});

it('makes of cells what the fields say, and leaves to the pipeline what is none of it', async () => {
  const text =
    'id,image,price,tags,sizes,isNew,note\np1,a.jpg,12.5,red|kitchen,1|2,TRUE,7\np2,a.jpg,,,,no,\np3,a.jpg,a lot,x,,,\n';
  const fields = { price: 'number', tags: 'keyword[]', sizes: 'number[]', isNew: 'boolean' } as const;
  const file = path.join(folder, 'fields.csv');
  writeFileSync(file, text);
  const products = await collect(readTable(file, { fields }));
  expect(products.map(({ metadata }) => metadata)).toEqual([
    { price: 12.5, tags: ['red', 'kitchen'], sizes: [1, 2], isNew: true, note: '7' },
    { isNew: false, note: '' },
    { price: 'a lot', tags: ['x'], note: '' },
  ]);
  const pipeline = createImageSearchPipeline({
    imageProcessor: createFakeImageProcessor(),
    embedder: createFakeEmbedder(),
    store: createMemoryStore(),
    fields,
  });
  const report = await pipeline.index(readTable(file, { fields }));
  expect(report.failures.map(({ productId, kind }) => [productId, kind])).toContainEqual(['p3', 'invalid']);
});

it('reads what a function gives, anew each time', async () => {
  const rows = 'id,image\np1,/a.jpg\np2,/b.jpg\n';
  const packed = gzipSync(rows);
  let opened = 0;
  const table = readTable(
    () => {
      opened++;
      return Readable.from([packed.subarray(0, 20), packed.subarray(20)]).pipe(createGunzip());
    },
    { format: 'csv' },
  );
  for (let round = 1; round <= 2; round++) {
    expect((await collect(table)).map(({ id }) => id)).toEqual(['p1', 'p2']);
    expect(opened).toBe(round);
  }
  const web = readTable(async () => new Blob([rows]).stream(), { format: 'csv' });
  expect(await collect(web)).toHaveLength(2);
  const torn = readTable(() => Readable.from([packed.subarray(0, 20)]).pipe(createGunzip()), {
    format: 'csv',
  });
  await expect(collect(torn)).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  expect(() => readTable(() => new Blob([rows]).stream())).toThrow(/Option "format"/);
});

it('refuses what it cannot know', async () => {
  expect(() => readTable('x.txt')).toThrow(/\.ndjson/);
  for (const format of ['csv', 'json', 'jsonl'] as const)
    await expect(collect(readTable(path.join(folder, 'none'), { format }))).rejects.toMatchObject({
      message: expect.stringContaining('does not exist'),
    });
});

it('holds a few rows of a file, however many there are', async () => {
  const rows = 150_000;
  for (const [name, head, row, tail] of [
    ['large.csv', 'id,image,text\n', (at: number) => `p${at},a.jpg,${'x'.repeat(200)}\n`, ''],
    [
      'large.json',
      '[',
      (at: number) => `${at ? ',' : ''}{"id":${at},"image":"a","t":"${'x'.repeat(200)}"}`,
      ']',
    ],
  ] as const) {
    const file = path.join(folder, name);
    const out = createWriteStream(file);
    out.write(head);
    for (let at = 0; at < rows; at++) if (!out.write(row(at))) await once(out, 'drain');
    out.end(tail);
    await once(out, 'close');
    const before = process.memoryUsage().rss;
    let [count, most] = [0, 0];
    for await (const _ of readTable(file))
      if (count++ % 10_000 === 0) most = Math.max(most, process.memoryUsage().rss);
    expect(count).toBe(rows);
    // The file has 32 MB, and its rows as objects would take six times that; the process is shared with other files.
    expect(most - before).toBeLessThan(150 * 2 ** 20);
  }
});
