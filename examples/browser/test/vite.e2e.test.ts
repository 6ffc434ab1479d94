// A page built and served by Vite, with the settings that docs/browser.md names and no others.
import { cp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { hasBrowser, ISOLATION, inBrowser } from '../../../scripts/lib/browser-page.ts';
import { launchBrowser } from '../../../scripts/lib/launch-browser.ts';
import { createShop, type Shop } from '../src/create-pipeline.ts';
import type { Embed } from './vite/main.ts';

/** What the page leaves. */
declare const embed: Embed;

const cache = path.join(import.meta.dirname, '../.cache');
const settings = {
  root: path.join(import.meta.dirname, 'vite'),
  configFile: false,
  logLevel: 'error',
  cacheDir: path.join(cache, 'vite'),
  publicDir: path.join(cache, 'vite-public'),
  // Zipping 40 MB of WebAssembly to tell its size would take longest.
  build: { outDir: path.join(cache, 'vite-page'), emptyOutDir: true, reportCompressedSize: false },
  worker: { format: 'es' },
  server: { host: 'localhost', port: 0, headers: ISOLATION },
  preview: { host: 'localhost', port: 0, headers: ISOLATION },
} as const;

let shop: Shop;
beforeAll(async () => {
  if (!hasBrowser) return;
  const starter = path.dirname(fileURLToPath(import.meta.resolve('@imgsearch/models-starter/package.json')));
  await cp(path.join(starter, 'weights'), path.join(settings.publicDir, 'weights'), { recursive: true });
  shop = await createShop(path.join(cache, 'vite-shop'), 1);
}, 600_000);
afterAll(() => shop?.close());

async function serve(how: string): Promise<{ address: string; close(): Promise<void> }> {
  const { build, createServer, preview } = await import('vite');
  if (how === 'as it is') {
    const server = await (await createServer(settings)).listen();
    return { address: server.resolvedUrls!.local[0]!, close: () => server.close() };
  }
  await build(settings);
  const server = await preview(settings);
  return { address: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

inBrowser.for(['built', 'as it is'])('a page of Vite, %s, makes the vectors of the server', async (how) => {
  const { address, close } = await serve(how);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(address);
    await page.waitForFunction(() => 'embed' in globalThis);
    const photo = await readFile([...shop.samples.values()][0]!);
    const here = await page.evaluate(
      (text) => embed(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))),
      photo.toString('base64'),
    );
    const there = await shop.pipeline.embed({ image: photo });
    const cosine = here.vector.reduce((sum, value, at) => sum + value * there.vector[at]!, 0);
    expect(cosine).toBeGreaterThan(0.999);
    expect(here.threads).toBe(await page.evaluate(() => Math.min(4, navigator.hardwareConcurrency)));
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    await close();
  }
});
