// The shop and its page in Chromium, for the tests that open it.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser } from '../../../scripts/lib/launch-browser.ts';
import { buildPage } from '../src/build-page.ts';
import { createShop, type Shop } from '../src/create-pipeline.ts';
import { createShopServer } from '../src/create-server.ts';

export interface Visit {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  /** Before the page is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** What a visit that something is done to may complain of; nothing else. */
  readonly mayComplain?: RegExp;
}
export type Check = (
  page: Page,
  sent: { readonly method: string; readonly url: string; readonly body: string }[],
) => Promise<void>;

export interface OpenShop {
  readonly shop: Shop;
  readonly address: string;
  /** A fresh visit; fails for anything that the page complains of. */
  visit(visit: Visit, check: Check): Promise<void>;
  close(): Promise<void>;
}

export const cacheFolder = (name: string): string =>
  fileURLToPath(new URL(`../.cache/${name}`, import.meta.url));

export async function openShop(): Promise<OpenShop> {
  const [shop, built] = await Promise.all([createShop(cacheFolder('e2e'), 39), buildPage()]);
  const server: Server = createShopServer(shop, built);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const browser = await launchBrowser();
  return {
    shop,
    address,
    async visit({ colorScheme, prepare, mayComplain, ...viewport }, check) {
      const context = await browser.newContext({ viewport, colorScheme });
      const page = await context.newPage();
      const complaints: string[] = [];
      const sent: { method: string; url: string; body: string }[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('request', (request) =>
        sent.push({ method: request.method(), url: request.url(), body: request.postData() ?? '' }),
      );
      await prepare?.(page);
      await page.goto(address);
      if (!prepare) await page.locator('body[data-ready]').waitFor({ timeout: 60_000 });
      await check(page, sent);
      expect(complaints.filter((text) => !mayComplain?.test(text))).toEqual([]);
      await context.close();
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await shop.close();
    },
  };
}
