import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { categories } from './families/family.ts';
import { demoProducts } from './products/demo-products.ts';
import { type CatalogEntry, type QueryEntry, renderDemoCatalog } from './render-demo-catalog.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'demo-catalog-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function hashes(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true }))
    .filter((name) => /\.(jpg|json)$/.test(name))
    .sort();
  return Promise.all(
    names.map(
      async (name) =>
        `${name} ${createHash('sha256')
          .update(await readFile(join(folder, name)))
          .digest('hex')}`,
    ),
  );
}

describe('demoProducts', () => {
  const products = demoProducts();

  it('has at least 312 products, 24 of every category, none twice', () => {
    expect(products.length).toBeGreaterThanOrEqual(312);
    for (const category of categories)
      expect(products.filter((product) => product.category === category).length).toBeGreaterThanOrEqual(24);
    expect(new Set(products.map(({ id }) => id)).size).toBe(products.length);
    expect(
      new Set(products.map(({ family, design }) => `${family} ${design.shape} ${design.paint}`)).size,
    ).toBe(products.length);
  });

  it('tells each in words and a price', () => {
    for (const product of products) {
      expect(product.description.length).toBeGreaterThan(30);
      expect(product.nameKorean).toMatch(/[가-힣]/);
      expect(product.price).toBeGreaterThan(0);
    }
  });
});

describe('renderDemoCatalog', { timeout: 120_000 }, () => {
  it('makes a catalogue and photos, finds them again, and makes the same bytes elsewhere', async () => {
    const phases = new Set<string>();
    const first = await renderDemoCatalog({
      directory: join(directory, 'a'),
      products: 2,
      queries: true,
      onProgress: ({ phase }) => phases.add(phase),
    });
    expect(first.cached).toBe(false);
    expect([...phases]).toEqual(['catalog', 'queries']);

    const { products } = JSON.parse(await readFile(first.catalogFile, 'utf8')) as {
      products: CatalogEntry[];
    };
    expect(products.map(({ category }) => category)).toEqual(categories.slice(0, 2));
    for (const product of products) {
      expect(await sharp(join(dirname(first.catalogFile), product.image)).metadata()).toMatchObject({
        format: 'jpeg',
        width: 640,
        height: 640,
      });
    }

    const { queries } = JSON.parse(await readFile(first.queriesFile, 'utf8')) as { queries: QueryEntry[] };
    expect(queries.filter(({ background }) => background === 'plain')).toHaveLength(2);
    expect(queries.filter(({ background }) => background === 'cluttered')).toHaveLength(2);
    for (const { file, width, height, bestFraming: box } of queries) {
      expect(await sharp(join(dirname(first.queriesFile), file)).metadata()).toMatchObject({
        format: 'jpeg',
        width,
        height,
      });
      expect(box.left).toBeGreaterThanOrEqual(0);
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.left + box.width).toBeLessThanOrEqual(width);
      expect(box.top + box.height).toBeLessThanOrEqual(height);
      expect(Math.max(box.width, box.height)).toBeGreaterThan(200);
    }

    const written = (await stat(first.catalogFile)).mtimeMs;
    expect(
      (await renderDemoCatalog({ directory: join(directory, 'a'), products: 2, queries: true })).cached,
    ).toBe(true);
    expect((await stat(first.catalogFile)).mtimeMs).toBe(written);

    await renderDemoCatalog({ directory: join(directory, 'b'), products: 2, queries: true });
    expect(await hashes(join(directory, 'b'))).toEqual(await hashes(join(directory, 'a')));
  });

  it('leaves nothing half done when aborted', async () => {
    const target = join(directory, 'aborted');
    const controller = new AbortController();
    const reason = new Error('enough');
    const run = renderDemoCatalog({
      directory: target,
      products: 6,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(run).rejects.toBe(reason);
    expect(await readdir(target)).toEqual([]);
  });
});
