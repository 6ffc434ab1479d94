// In Chromium, over onnxruntime-web: the testkit, and the numbers of onnxruntime-node on the same rasters.
import { createReadStream, existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { starterModels } from '@imgsearch/models-starter';
import { sampleRasters } from '@imgsearch/testkit';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import {
  bundleForBrowser,
  hasBrowser,
  ISOLATION,
  inBrowser,
  type OpenPage,
  openPage,
} from '../../../scripts/lib/browser-page.ts';
import { createOnnxBackgroundRemover, createOnnxEmbedder, createOnnxRuntime } from '../src/node/index.ts';
import type { PageApi } from './page.ts';

declare const api: PageApi;

const root = path.resolve(import.meta.dirname, '../../..');
const folders: Readonly<Record<string, string>> = {
  '/ort/': path.join(root, 'node_modules/onnxruntime-web/dist'),
  '/models/': path.join(root, 'models/starter'),
};
const TYPES: Readonly<Record<string, string>> = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const asked: string[] = [];
let isolate = true;
let open: OpenPage;

function answerFile(url: string, response: ServerResponse): void {
  const at = Object.keys(folders).find((prefix) => url.startsWith(prefix));
  const file = at && path.join(folders[at]!, url.slice(at.length));
  if (file && existsSync(file)) {
    response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream');
    createReadStream(file).pipe(response);
  } else if (url.startsWith('/page/')) response.setHeader('content-type', 'text/html').end('<!doctype html>');
  else response.writeHead(url.startsWith('/down/') ? 503 : 404).end();
}

beforeAll(async () => {
  if (!hasBrowser) return;
  const here = (name: string) => path.join(import.meta.dirname, name);
  const { files } = await bundleForBrowser({ page: here('page.ts'), worker: here('../src/web/worker.ts') });
  open = await openPage((request, response) => {
    const url = request.url ?? '/';
    asked.push(url);
    if (isolate) for (const [name, value] of Object.entries(ISOLATION)) response.setHeader(name, value);
    const bundle = files.get(url.slice(1));
    if (bundle) response.setHeader('content-type', 'text/javascript').end(bundle);
    else if (url === '/')
      response.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>');
    else answerFile(url, response);
  });
  await open.page.waitForFunction(() => 'api' in globalThis);
});
afterAll(() => open?.close());

const reload = async (isolated: boolean) => {
  isolate = isolated;
  await open.page.reload();
  await open.page.waitForFunction(() => 'api' in globalThis);
};
const answers = (options: Parameters<PageApi['answers']>[0] = {}) =>
  open.page.evaluate((how) => api.answers(how), options);
const loadError = (...given: Parameters<PageApi['loadError']>) =>
  open.page.evaluate((all) => api.loadError(...all), given);
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0);

async function fromNode() {
  const runtime = createOnnxRuntime({ workers: 1, threads: 1 });
  const embedder = await createOnnxEmbedder({ runtime, ...starterModels.embedding });
  const remover = await createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval });
  const vectors = await embedder.embedImages(sampleRasters());
  const masks = await remover.segment(sampleRasters());
  await runtime.close();
  return { vectors, masks, fingerprint: embedder.info.fingerprint };
}

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
    const fetched = () => asked.filter((url) => url.endsWith('embedding.onnx')).length;
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
    for (let round = 0; round < 3; round++) await answers({ providers: ['wasm'], threads: 2 });
    // Chromium takes its time with a worker whose own thread sleeps in shared memory.
    await expect.poll(() => open.page.workers().length, { timeout: 60_000, interval: 200 }).toBe(0);
  },
);
