import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { build, copyStandalone, fill, removeFolder, type Server, startServer } from './shop.ts';
import { data, executablePath, launchBrowser, onPage, shopByPhoto } from './shop-page.ts';

const [cluster] = inject('openSearchServers').slice(-1);

describe.skipIf(!executablePath || cluster === undefined)('on OpenSearch', () => {
  const index = `next_e2e_${crypto.randomUUID().slice(0, 8)}`;
  let folder: string;
  let browser: Browser;
  let server: Server;
  beforeAll(async () => {
    const OPENSEARCH_URL = cluster!.url;
    const env = { IMGSEARCH_DATA: data, IMGSEARCH_PRODUCTS: '39', IMGSEARCH_INDEX: index, OPENSEARCH_URL };
    build();
    folder = copyStandalone();
    fill(env);
    server = await startServer(folder, env);
    browser = await launchBrowser();
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await fetch(`${cluster!.url}/${index}*`, { method: 'DELETE' });
    if (folder) removeFolder(folder);
  });

  test('a photo leads to products, more of them, and more like one', () =>
    onPage(browser, server.address, { viewport: { width: 1280, height: 900 } }, shopByPhoto));
});
