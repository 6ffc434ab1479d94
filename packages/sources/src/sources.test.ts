import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromUrl, type ImageSource, type ProductImage } from '@imgsearch/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect } from '../test/collect.ts';
import { createPoliteFetcher } from './create-polite-fetcher.ts';
import { readBucket } from './read-bucket.ts';
import { readFolder } from './read-folder.ts';
import { readTable } from './read-table.ts';

describe('a folder', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'sources-folder-'));
    mkdirSync(path.join(folder, 'a', 'deep'), { recursive: true });
    for (const name of ['top.JPG', 'a/1.png', 'a/2.png', 'a/deep/3.webp', 'a/notes.txt'])
      writeFileSync(path.join(folder, name), name);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is a product a picture, or a product a folder', async () => {
    const pictures = await collect(readFolder(folder));
    expect(pictures.map(({ id }) => id).sort()).toEqual(['a/1.png', 'a/2.png', 'a/deep/3.webp', 'top.JPG']);
    const folders = await collect(readFolder(folder, { product: 'folder' }));
    expect(folders.map(({ id, images }) => [id, images.map((image) => (image as ProductImage).id)])).toEqual([
      ['.', ['top.JPG']],
      ['a', ['1.png', '2.png']],
      ['a/deep', ['3.webp']],
    ]);
  });

  it('gives a picture another version when it changes', async () => {
    const versions = async () =>
      new Map(
        (await collect(readFolder(folder))).map(({ id, images }) => [
          id,
          (images[0] as ProductImage).version,
        ]),
      );
    const before = await versions();
    utimesSync(path.join(folder, 'a/1.png'), new Date(), new Date(Date.now() - 5000));
    const after = await versions();
    expect(after.get('a/1.png')).not.toBe(before.get('a/1.png'));
    expect(after.get('a/2.png')).toBe(before.get('a/2.png'));
  });

  it('says which folder cannot be read', async () => {
    await expect(collect(readFolder(path.join(folder, 'none')))).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('none'),
    });
  });
});

describe('a bucket', () => {
  const keys = ['p1/a.jpg', 'p1/b.jpg', 'p2/a.jpg', 'readme.txt', 'p3/a.jpg'];
  const client = {
    async list(cursor: string | undefined) {
      const at = Number(cursor ?? 0);
      const objects = keys.slice(at, at + 2).map((key) => ({ key, etag: `"${key}"` }));
      return { objects, next: at + 2 < keys.length ? String(at + 2) : undefined };
    },
    get: async (key: string): Promise<ImageSource> => new TextEncoder().encode(key),
  };

  it('gathers the pictures of a product across pages', async () => {
    const products = await collect(
      readBucket(client, {
        productOf: (key) =>
          key.endsWith('.jpg') ? { productId: key.split('/')[0]!, imageId: key } : undefined,
      }),
    );
    expect(products.map(({ id, images }) => [id, images.length])).toEqual([
      ['p1', 2],
      ['p2', 1],
      ['p3', 1],
    ]);
    expect(products[0]?.images[1]).toMatchObject({ id: 'p1/b.jpg', version: '"p1/b.jpg"' });
    expect((await collect(readBucket(client))).map(({ id }) => id)).not.toContain('readme.txt');
  });

  it('fails as a source where a page cannot be listed', async () => {
    const broken = { ...client, list: () => Promise.reject(new Error('denied')) };
    await expect(collect(readBucket(broken))).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
  });
});

describe('a polite fetcher', () => {
  let server: Server;
  let url: string;
  let [atOnce, most] = [0, 0];
  const asked: { at: number; path: string }[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push({ at: performance.now(), path: request.url! });
      most = Math.max(most, ++atOnce);
      const busy = request.url === '/busy' && asked.filter(({ path: one }) => one === '/busy').length === 1;
      setTimeout(() => {
        atOnce--;
        if (request.method === 'HEAD' && request.url!.startsWith('/etag'))
          response.setHeader('etag', `"${request.url}"`);
        if (busy) response.writeHead(429, { 'retry-after': '1' });
        if (request.url!.startsWith('/gone')) response.writeHead(404);
        const feed = request.url!.startsWith('/feed/products.ndjson');
        response.end(
          busy ? '' : feed ? '{"id":"p1","image":"red.jpg"}\n{"id":"p2","image":"/etc/2.jpg"}' : 'picture',
        );
      }, 30);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());
  const read = async (source: ImageSource): Promise<string> => {
    const given = await (source as (options: object) => Promise<AsyncIterable<Uint8Array>>)({});
    return Buffer.concat(await collect(given)).toString();
  };

  it('asks a host for a few pictures at a time', async () => {
    const fetcher = createPoliteFetcher({ perHost: 3 });
    const all = Array.from({ length: 20 }, (_, at) => read(fromUrl(`${url}/${at}`, { fetcher })));
    expect(await Promise.all(all)).toEqual(Array(20).fill('picture'));
    expect(most).toBeLessThanOrEqual(3);
    expect(most).toBeGreaterThan(1);
  });

  it('leaves a host alone for as long as it asks', async () => {
    asked.length = 0;
    const fetcher = createPoliteFetcher({ perHost: 1 });
    const sources = ['busy', 'next'].map((name) => read(fromUrl(`${url}/${name}`, { fetcher })));
    expect(await Promise.all(sources)).toEqual(['picture', 'picture']);
    expect(asked.map(({ path: one }) => one)).toEqual(['/busy', '/busy', '/next']);
    expect(asked[1]!.at - asked[0]!.at).toBeGreaterThan(990);
  });

  it('stops waiting when its caller does, and passes on what asks for too long', async () => {
    asked.length = 0;
    const fetcher = createPoliteFetcher();
    const stop = new AbortController();
    const waiting = fetcher(`${url}/busy`, { signal: stop.signal, headers: {} });
    setTimeout(() => stop.abort(new Error('enough')), 200);
    await expect(waiting).rejects.toThrow('enough');
    asked.length = 0;
    const impatient = createPoliteFetcher({ maxRetryAfter: 10 });
    const { status } = await impatient(`${url}/busy`, { signal: AbortSignal.timeout(5000), headers: {} });
    expect(status).toBe(429);
  });

  it('takes ETags for versions, in order, and does without where there are none', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sources-etags-'));
    const rows = Array.from({ length: 40 }, (_, at) => `p${at},${url}/${at % 4 ? 'etag' : 'plain'}/${at}`);
    writeFileSync(path.join(folder, 'a.csv'), ['id,image', ...rows, 'last,own.jpg'].join('\n'));
    const fetcher = createPoliteFetcher({ perHost: 8 });
    const products = await collect(readTable(path.join(folder, 'a.csv'), { fetcher, etags: true }));
    expect(products.map(({ id }) => id)).toEqual([...rows.map((_, at) => `p${at}`), 'last']);
    const versions = products.map(({ images }) => (images[0] as ProductImage).version);
    expect(versions).toEqual([...rows.map((_, at) => (at % 4 ? `"/etag/${at}"` : undefined)), undefined]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('fetches a table, and takes relative names for addresses beside it', async () => {
    const place = new URL(`${url}/feed/products.ndjson?token=secret`);
    const products = await collect(readTable(place, { fetcher: createPoliteFetcher(), noteFiles: true }));
    expect(products.map(({ metadata }) => metadata?.file)).toEqual([
      `${url}/feed/red.jpg`,
      `${url}/etc/2.jpg`,
    ]);
    expect(await read((products[1]!.images[0] as ProductImage).source)).toBe('picture');
    const gone = collect(readTable(new URL(`${url}/gone.csv?token=secret`)));
    await expect(gone).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringContaining('404'),
    });
    await expect(gone).rejects.not.toThrow(/secret/);
    expect(() => readTable(new URL('ftp://example.com/a.csv'))).toThrow(/Option "place"/);
  });

  it('fetches what a table names', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'sources-http-'));
    writeFileSync(path.join(folder, 'a.csv'), `id,image\np1,${url}/1\n`);
    const fetcher = createPoliteFetcher();
    const [product] = await collect(readTable(path.join(folder, 'a.csv'), { fetcher }));
    expect(await read((product!.images[0] as ProductImage).source)).toBe('picture');
    rmSync(folder, { recursive: true, force: true });
  });
});
