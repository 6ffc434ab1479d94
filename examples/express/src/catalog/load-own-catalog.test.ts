import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadOwnCatalog } from './load-own-catalog.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'own-catalog-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(file: string, content = ''): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), content);
}

const list = (content: unknown) => put('catalog.json', JSON.stringify(content));

test('a folder of pictures: ids from file names, categories from sub-folders in any of their names', async () => {
  for (const file of [
    'Chairs/oak_chair-02.jpg',
    '신발/a.PNG',
    'Spring/top/b.webp',
    'misc stuff/c.jpeg',
    'note.txt',
  ])
    await put(file);
  await put('.hidden.jpg');
  const { products } = await loadOwnCatalog(folder);
  expect(Object.fromEntries(products.map(({ id, category }) => [id, category]))).toEqual({
    'oak_chair-02': 'chair',
    a: 'shoes',
    b: 'top',
    c: undefined,
  });
  expect(products.find(({ id }) => id === 'oak_chair-02')).toMatchObject({
    name: 'Oak chair 02',
    images: [path.join(folder, 'Chairs', 'oak_chair-02.jpg')],
  });
});

test('pictures of one name in two folders are two products', async () => {
  await put('bed/1.jpg');
  await put('table/1.jpg');
  const { products } = await loadOwnCatalog(folder);
  expect(products.map(({ id }) => id).sort()).toEqual(['bed/1.jpg', 'table/1.jpg']);
});

test('a catalog.json is taken as it comes, given by its folder or by itself', async () => {
  await put('images/1.jpg');
  await put('images/2.jpg');
  await list([
    {
      id: 1,
      image: 'images/1.jpg',
      type: 'Shoes',
      name: ' Boot ',
      brand: 'Daybird',
      price: 109.99,
      extra: {},
    },
    {
      images: ['images/2.jpg', 'images/1.jpg'],
      title: 'Two',
      price: '₩39,000',
      currency: 'KRW',
      type: 'Climbing',
    },
  ]);
  const { products } = await loadOwnCatalog(folder);
  expect(products).toEqual((await loadOwnCatalog(path.join(folder, 'catalog.json'))).products);
  expect(products[0]).toMatchObject({
    id: '1',
    name: 'Boot',
    brand: 'Daybird',
    price: 109.99,
    category: 'shoes',
  });
  expect(products[1]).toMatchObject({
    id: '2',
    name: 'Two',
    price: 39_000,
    currency: 'KRW',
    category: undefined,
  });
  expect(products[1]?.images.map((image) => path.relative(folder, image).replaceAll(path.sep, '/'))).toEqual([
    'images/2.jpg',
    'images/1.jpg',
  ]);
});

test('what cannot be used is left out and told, and the rest is shown', async () => {
  await put('1.jpg');
  await list({
    products: [
      { id: 'a', image: '1.jpg' },
      { id: 'a', image: '1.jpg' },
      { id: 'b', image: 'gone.jpg' },
      { id: 'c' },
      null,
    ],
  });
  const { products, warnings } = await loadOwnCatalog(folder);
  expect(products.map(({ id }) => id)).toEqual(['a']);
  expect(warnings).toHaveLength(4);
  expect(warnings.join('\n')).toMatch(/second product.*\n.*gone\.jpg/);
});

test('samples are spread over the catalogue', async () => {
  for (let index = 10; index < 60; index++) await put(`${index}.jpg`);
  const { samples } = await loadOwnCatalog(folder);
  expect(samples).toHaveLength(12);
  expect(samples.at(-1)?.id).toBe('55');
});

test.each([
  ['a path that is absent', () => Promise.resolve(), 'nowhere', /nowhere, and there is nothing/],
  ['an empty folder', () => Promise.resolve(), '', /no picture in/],
  ['broken JSON', () => put('catalog.json', '[{'), '', /catalog\.json is not JSON/],
  ['JSON of another shape', () => list({ a: 1 }), '', /no list of products/],
  ['an empty list', () => list([]), '', /lists no products/],
  ['pictures that are all missing', () => list([{ image: 'x.jpg' }]), '', /No product .*x\.jpg/],
])('%s is an error that says so', async (_, prepare, place, message) => {
  await prepare();
  await expect(loadOwnCatalog(path.join(folder, place))).rejects.toMatchObject({
    code: 'SOURCE_FAILED',
    message: expect.stringMatching(message),
    hint: expect.any(String),
  });
});
