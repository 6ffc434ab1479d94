import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createImageSearchPipeline } from '@imgsearch/core';
import {
  createFakeClassifier,
  createFakeEmbedder,
  createFakeImageProcessor,
  fakeImage,
} from '@imgsearch/core/testing';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Parts } from '../components.ts';
import { checkStore } from './check-store.ts';

let folder: string;
let server: Server | undefined;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-store-'));
});
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const parts = (id = 'one'): Parts =>
  ({
    imageProcessor: createFakeImageProcessor(),
    embedder: createFakeEmbedder({ fingerprint: id }),
    classifier: createFakeClassifier(),
  }) as unknown as Parts;

/** An answer for each path; what is not named is a 404. */
async function serve(answers: Readonly<Record<string, object>>): Promise<string> {
  const listener: RequestListener = (request, response) => {
    const body = answers[new URL(request.url!, 'http://x').pathname];
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: { type: 'not_found', reason: request.url } }));
  };
  server?.close();
  server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server!.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const openSearch = (number: string, distribution: string | undefined = 'opensearch') => ({
  version: { number, distribution },
});
const at = (address: string) => ({ folder: 'none', name: 'shop', openSearch: address });

it('a folder that is not there is nothing to worry about, and is not made', async () => {
  const finding = await checkStore({ folder: path.join(folder, 'none'), name: 'x' }, parts());
  expect(finding).toMatchObject({ state: 'fine', facts: { exists: false } });
  expect(finding.next?.[0]).toContain('imgsearch index');
});

it('a folder of these models is counted, one of others is told apart', async () => {
  const own = path.join(folder, 'lance');
  const store = createLanceDbStore({ folder: own });
  const pipeline = createImageSearchPipeline({ ...parts(), store });
  await pipeline.index(
    [1, 2, 3].map((each) => ({ id: `p${each}`, images: [fakeImage({ color: [each * 50, 9, 9] })] })),
  );
  await pipeline.close();
  await store.close();
  const same = await checkStore({ folder: own, name: 'x' }, parts());
  expect(same).toMatchObject({ state: 'fine', facts: { pictures: 3 } });
  const other = await checkStore({ folder: own, name: 'x' }, parts('two'));
  expect(other).toMatchObject({ state: 'broken', facts: { code: 'STORE_MISMATCH' } });
  expect(other.summary).toMatch(/do not compare/);
  expect(await checkStore({ folder: own, name: 'x' }, undefined)).toMatchObject({ state: 'note' });
});

it('an OpenSearch that is down is told, without the password', async () => {
  const finding = await checkStore(at('http://admin:secret@127.0.0.1:9'), parts());
  expect(finding).toMatchObject({ state: 'broken', facts: { code: 'STORE_UNAVAILABLE' } });
  expect(JSON.stringify(finding)).not.toContain('secret');
});

it.each([
  ['an old OpenSearch', openSearch('2.11.1'), /2\.11\.1 is too old/, /2\.13/],
  ['Elasticsearch', { version: { number: '8.15.0' } }, /Elasticsearch 8\.15\.0/, /OpenSearch 2\.13/],
])('%s is refused', async (_, root, said, hint) => {
  const finding = await checkStore(at(await serve({ '/': root })), parts());
  expect(finding).toMatchObject({ state: 'broken', facts: { code: 'UNSUPPORTED' } });
  expect(finding.summary).toMatch(said);
  expect(finding.next?.[0]).toMatch(hint);
});

it('one without the k-NN plugin is told, one with it and nothing in it is fine', async () => {
  const answers = { '/': openSearch('2.19.1'), '/shop-v*': {} };
  const bare = await serve(answers);
  expect(await checkStore(at(bare), parts())).toMatchObject({
    state: 'broken',
    summary: expect.stringContaining('k-NN plugin'),
  });
  const whole = await serve({ ...answers, '/_plugins/_knn/stats': { nodes: {} } });
  expect(await checkStore(at(whole), parts())).toMatchObject({
    state: 'fine',
    summary: expect.stringContaining('there is no "shop" yet'),
  });
});
