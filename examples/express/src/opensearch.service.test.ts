import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startDemo } from './demo.ts';

const server = inject('openSearchServers')[0];
const own = fileURLToPath(new URL('..', import.meta.url));
const cache = path.join(own, '.cache', 'opensearch-test');

/** The change that the README shows, applied to the demo's own source. */
async function changedSource(): Promise<string> {
  const readme = await readFile(path.join(own, 'README.md'), 'utf8');
  const [, diff] = /```diff\n([\s\S]*?)```/.exec(readme) ?? [];
  const lines = (diff ?? '').split('\n');
  const pick = (sign: string) =>
    lines.filter((line) => line.startsWith(`${sign} `)).map((line) => line.slice(2).trim());
  const [before, ...more] = pick('-');
  expect(more).toEqual([]);
  const added = pick('+');
  const imports = added.filter((line) => line.startsWith('import '));
  const [after, ...rest] = added.filter((line) => !line.startsWith('import '));
  expect(rest).toEqual([]);
  const source = await readFile(path.join(own, 'src', 'create-pipeline.ts'), 'utf8');
  expect(source.split(before!)).toHaveLength(2);
  return `${imports.join('\n')}\n${source.replace(before!, after!)}`;
}

describe.skipIf(server === undefined)('the demo on OpenSearch', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'express-opensearch-'));
    await mkdir(cache, { recursive: true });
    process.env.OPENSEARCH_URL = server!.url;
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(cache, { recursive: true, force: true });
    await fetch(`${server!.url}/readme_*`, { method: 'DELETE' });
  });

  test('indexes, finds and restarts with the one line of the README', async () => {
    const file = path.join(cache, 'create-pipeline.ts');
    await writeFile(file, await changedSource());
    const { createPipeline } = (await import(
      pathToFileURL(file).href
    )) as typeof import('./create-pipeline.ts');
    const picture = async (name: string, background: string) => {
      const target = path.join(folder, `${name}.png`);
      await sharp({ create: { width: 96, height: 96, channels: 3, background } })
        .png()
        .toFile(target);
      return target;
    };
    const products = [
      { id: 'red', name: 'Red', price: 10, category: 'chair', images: [await picture('red', '#c01010')] },
      { id: 'blue', name: 'Blue', price: 30, category: 'bed', images: [await picture('blue', '#1010c0')] },
    ];
    const collection = `readme_${Date.now().toString(36)}`;
    const start = async () => {
      const demo = startDemo({
        loadCatalog: async () => ({ products, samples: [], warnings: [] }),
        createPipeline: () => createPipeline(folder, collection),
      });
      const { indexed, found } = await demo.ready;
      const photo = new Uint8Array(await readFile(products[1]!.images[0]!));
      const search = { image: photo, backgroundRemoval: 'off' as const };
      const { matches } = await demo.pipeline!.search(search);
      await demo.close();
      return { indexed, found, first: matches[0]?.productId };
    };
    expect(await start()).toEqual({ indexed: 2, found: 0, first: 'blue' });
    expect(await start()).toEqual({ indexed: 0, found: 2, first: 'blue' });
    const indexes = Object.keys((await (await fetch(`${server!.url}/${collection}-*`)).json()) as object);
    expect(indexes).toHaveLength(1);
  });
});
