import { afterAll, beforeAll } from 'vitest';
import { hasBrowser, inBrowser } from '../../../scripts/lib/browser-page.ts';
import { compareVectors } from './compare-vectors.ts';
import { type OpenShop, openShop } from './open-shop.ts';

let opened: OpenShop;
beforeAll(async () => {
  if (hasBrowser) opened = await openShop();
}, 600_000);
afterAll(() => opened?.close());

inBrowser('browser and server make the same vectors, under one fingerprint, of every photo', () =>
  opened.visit({ width: 1280, height: 900, colorScheme: 'dark' }, (page) =>
    compareVectors(page, opened.shop, { drawn: 24, real: 12 }),
  ),
);
