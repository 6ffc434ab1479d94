// In Chromium, over onnxruntime-web: the testkit, and the numbers of onnxruntime-node on the same rasters.
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { starterModels } from '@imgsearch/models-starter';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { hasBrowser, inBrowser, type OpenPage, openPage } from '../../../scripts/lib/browser-page.ts';
import { answerPage, cosine, fromNode, type PageAnswers } from './answer-page.ts';
import type { PageApi } from './page.ts';

declare const api: PageApi;

const weights = path.resolve(import.meta.dirname, '../../../models/starter/weights');
let served: PageAnswers;
let open: OpenPage;

/** `/changing/`: a model that its server replaces, with or without saying so; `down` is a server that fails. */
const changing = {
  file: 'embedding.onnx' as 'embedding.onnx' | 'embedding.int8.onnx',
  versioned: true,
  down: false,
};
/** Downloads of `/endless/` that are still open. */
let endless = 0;

function answerModel(method: string, response: ServerResponse): void {
  if (changing.down) {
    response.writeHead(503).end();
    return;
  }
  // As careless servers do: browsers may use it for an hour without asking.
  response.setHeader('cache-control', changing.versioned ? 'max-age=3600' : 'no-store');
  if (changing.versioned) response.setHeader('etag', `"${changing.file}"`);
  if (method === 'HEAD') response.end();
  else createReadStream(path.join(weights, changing.file)).pipe(response);
}

beforeAll(async () => {
  if (!hasBrowser) return;
  served = await answerPage(({ url = '/', method = 'GET' }, response) => {
    if (url.startsWith('/changing/')) answerModel(method, response);
    else if (url.startsWith('/endless/')) {
      endless++;
      response.on('close', () => endless--);
      response.writeHead(200, { 'content-length': 11_000_000 });
      response.write(Buffer.alloc(70_000, 8));
    } else if (url.startsWith('/page/'))
      response.setHeader('content-type', 'text/html').end('<!doctype html>');
    else response.writeHead(url.startsWith('/down/') ? 503 : 404).end();
  });
  open = await openPage(served.answer);
  await open.page.waitForFunction(() => 'api' in globalThis);
});
afterAll(() => open?.close());

const reload = async (isolated: boolean) => {
  served.isolate = isolated;
  await open.page.reload();
  await open.page.waitForFunction(() => 'api' in globalThis);
};
const answers = (options: Parameters<PageApi['answers']>[0] = {}) =>
  open.page.evaluate((how) => api.answers(how), options);
const loadError = (...given: Parameters<PageApi['loadError']>) =>
  open.page.evaluate((all) => api.loadError(...all), given);

inBrowser('passes the testkit for all three models', async () => {
  const reports = await open.page.evaluate(() => api.runSuites());
  expect(reports.filter(({ outcome }) => outcome === 'failed' || outcome === 'skipped')).toEqual([]);
  expect(reports.length).toBeGreaterThan(20);
});

describe.each([
  ['isolated', true],
  ['not isolated', false],
] as const)('a page that is %s', (_, isolated) => {
  inBrowser('answers as Node does, under the same fingerprint', async () => {
    await reload(isolated);
    expect(await open.page.evaluate(() => api.isolated())).toBe(isolated);
    const [here, there] = [await answers({ threads: 2 }), await fromNode()];
    expect(here.info.threads).toBe(isolated ? 2 : 1);
    expect(here.fingerprint).toBe(there.fingerprint);
    for (const [at, vector] of here.vectors.entries())
      expect(cosine(vector, there.vectors[at]!)).toBeGreaterThan(0.99999);
    for (const [at, mask] of here.masks.entries()) {
      const off = mask.map((level, i) => Math.abs(level - there.masks[at]!.data[i]!));
      expect(Math.max(...off)).toBeLessThanOrEqual(2);
    }
    expect([here.sessions, here.left]).toEqual([[2], [0]]);
    // Threads or their absence, and WebGPU's absence here, are said.
    const text = here.warnings.join('\n');
    expect(text.includes('not cross-origin isolated')).toBe(!isolated);
    if (here.provider === 'webgpu') return;
    expect(text).toContain('"webgpu" could not be used: this browser offers no WebGPU adapter');
    expect(here.told?.join()).toContain('webgpu');
  });
});

inBrowser(
  'keeps models for the next visit, tells how far they are, and fetches again what was spoiled',
  async () => {
    await reload(true);
    const fetched = () => served.asked.filter(({ url }) => url.endsWith('embedding.onnx')).length;
    const before = fetched();
    const kept = await answers({ providers: ['wasm'] });
    expect(fetched()).toBe(before);
    expect(kept.told).toEqual([]);
    expect(kept.progress.every(({ cached }) => cached)).toBe(true);
    expect(await open.page.evaluate(() => api.spoilCache())).toContain('/models/weights/embedding.onnx');
    const again = await answers({ providers: ['wasm'] });
    expect(fetched()).toBe(before + 1);
    const steps = again.progress.filter(({ url }) => url.endsWith('embedding.onnx'));
    expect(steps.at(-1)!.loaded).toBe(starterModels.embedding.manifest.files.fp32!.size);
    expect(steps.every(({ loaded }, at) => at === 0 || loaded >= steps[at - 1]!.loaded)).toBe(true);
    expect(again.vectors).toEqual(kept.vectors);
    await answers({ providers: ['wasm'], cache: false });
    expect(fetched()).toBe(before + 2);
  },
);

/** Loads from `/changing/`, and tells what was asked of the server for it. */
async function loadChanging(options: Parameters<PageApi['loadFrom']>[1] = {}) {
  const before = served.asked.length;
  const loaded = await open.page.evaluate((how) => api.loadFrom('/changing/', how), options);
  const requests = served.asked.slice(before).filter(({ url }) => url.startsWith('/changing/'));
  return { ...loaded, asked: requests.map(({ method }) => method) };
}
const sums = () =>
  (['fp32', 'int8'] as const).map(
    (precision) => starterModels.embedding.manifest.files[precision]!.sha256 as string,
  ) as [string, string];
const emptyCache = () => open.page.evaluate(() => caches.delete('imgsearch-models'));

describe('a model on a server that replaces it', () => {
  inBrowser('of known SHA-256: nobody is asked before the manifest names another', async () => {
    await reload(true);
    await emptyCache();
    const [first, second] = sums();
    Object.assign(changing, { file: 'embedding.onnx', versioned: true });
    expect(await loadChanging({ sha256: first })).toMatchObject({ kept: false, asked: ['GET'] });
    await reload(true);
    expect(await loadChanging({ sha256: first })).toMatchObject({ kept: true, asked: [] });
    changing.file = 'embedding.int8.onnx';
    expect(await loadChanging({ sha256: first })).toMatchObject({ kept: true, asked: [] });
    // Also where HTTP's cache believes that the old one is good for an hour.
    const newer = await loadChanging({ sha256: second });
    expect(newer).toMatchObject({ kept: false, asked: ['GET'] });
    expect(await loadChanging({ sha256: second })).toEqual({ ...newer, kept: true, asked: [] });
  });

  inBrowser('of unknown SHA-256: the server is asked for its version, and may be down', async () => {
    await reload(true);
    await emptyCache();
    Object.assign(changing, { file: 'embedding.onnx', versioned: true });
    const old = await loadChanging();
    expect(old).toMatchObject({ kept: false, asked: ['GET'] });
    expect(await loadChanging()).toEqual({ ...old, kept: true, asked: ['HEAD'] });
    changing.file = 'embedding.int8.onnx';
    const newer = await loadChanging();
    expect(newer).toMatchObject({ kept: false, asked: ['HEAD', 'GET'] });
    expect(newer.fingerprint).not.toBe(old.fingerprint);
    changing.down = true;
    expect(await loadChanging()).toEqual({ ...newer, kept: true, asked: ['HEAD'] });
    changing.down = false;
    // Without an ETag or a date nobody can tell, so nothing is kept.
    await emptyCache();
    changing.versioned = false;
    for (let visit = 0; visit < 2; visit++)
      expect(await loadChanging()).toMatchObject({ kept: false, asked: ['GET'] });
  });

  inBrowser('where the disk is full: it works, and is fetched again by the next visit', async () => {
    await reload(true);
    await emptyCache();
    Object.assign(changing, { file: 'embedding.onnx', versioned: true });
    const session = await open.page.context().newCDPSession(open.page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: open.address, quotaSize: 100_000 });
    const [sha256] = sums();
    for (let visit = 0; visit < 2; visit++)
      expect(await loadChanging({ sha256 })).toMatchObject({ kept: false, asked: ['GET'] });
    await session.send('Storage.overrideQuotaForOrigin', { origin: open.address });
    expect(await loadChanging({ sha256 })).toMatchObject({ kept: false });
    expect(await loadChanging({ sha256 })).toMatchObject({ kept: true });
  });
});

inBrowser('says that a page without TLS cannot do it', async () => {
  const other = await openPage(served.answer, [
    '--disable-gpu',
    '--host-resolver-rules=MAP shop.example localhost',
  ]);
  try {
    await other.page.goto(other.address.replace('localhost', 'shop.example'));
    await other.page.waitForFunction(() => 'api' in globalThis);
    const message = await other.page.evaluate(() => api.loadError('/models/').catch(String));
    expect(message).toContain('http://shop.example');
    expect(message).toContain('no secure context');
  } finally {
    await other.close();
  }
});

inBrowser('gives up a download that is still under way when it is closed', async () => {
  await reload(true);
  const failed = await open.page.evaluate(() => api.closeWhileLoading('/endless/'));
  expect(failed).toMatchObject({ code: 'CLOSED' });
  await expect.poll(() => endless).toBe(0);
});

inBrowser('says what is wrong with a model, with a provider and with its own files', async () => {
  expect(await loadError('/nowhere/')).toMatchObject({
    code: 'MODEL_NOT_FOUND',
    message: expect.stringContaining('404'),
    retryable: false,
  });
  expect(await loadError('/down/')).toMatchObject({ code: 'MODEL_NOT_FOUND', retryable: true });
  expect(await loadError('/page/')).toMatchObject({
    code: 'MODEL_CORRUPT',
    message: expect.stringContaining('web page'),
  });
  expect(await loadError('/models/', {}, '0'.repeat(64))).toMatchObject({
    code: 'MODEL_CORRUPT',
    message: expect.stringContaining('SHA-256'),
  });
  expect(await loadError('/ort/ort.min.js/../../models/weights/category.onnx')).toMatchObject({
    code: 'MODEL_MISMATCH',
  });
  expect(await loadError('/models/', { wasmPaths: '/nowhere/' })).toMatchObject({
    code: 'PROVIDER_UNAVAILABLE',
  });
  expect(await loadError('/models/', { providers: ['webgpu'], requireProvider: true })).toMatchObject({
    code: expect.stringMatching(/none|PROVIDER_UNAVAILABLE/),
  });
  expect(await loadError('/models/', { workers: 0 }).catch((error: Error) => error.message)).toContain(
    'workers',
  );
});

inBrowser(
  'closes without leaving a worker: the started call is answered, waiting and later ones are refused',
  async () => {
    await reload(true);
    expect(await open.page.evaluate(() => api.closing())).toEqual({
      running: 8,
      waiting: 'CLOSED',
      aborted: 'ABORTED',
      later: 'CLOSED',
      again: 'CLOSED',
    });
    for (let round = 0; round < 2; round++) await answers({ providers: ['wasm'], threads: 2 });
    // Chromium takes its time with a worker whose own thread sleeps in shared memory.
    await expect.poll(() => open.page.workers().length, { timeout: 60_000, interval: 200 }).toBe(0);
  },
);
