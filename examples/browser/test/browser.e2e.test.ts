// The page in Chromium, beside the same pipeline in Node.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect } from 'vitest';
import { hasBrowser, inBrowser } from '../../../scripts/lib/browser-page.ts';
import { compareVectors } from './compare-vectors.ts';
import { type Check, cacheFolder, type OpenShop, openShop, type Visit } from './open-shop.ts';

let opened: OpenShop;
beforeAll(async () => {
  if (hasBrowser) opened = await openShop();
}, 600_000);
afterAll(() => opened?.close());
const visit = (how: Visit, check: Check) => opened.visit(how, check);

const numberOf = (page: Page, name: string) => page.locator('body').getAttribute(name).then(Number);

inBrowser('a photo is cut out on the device, a vector alone is sent, and products come back', () =>
  visit({ width: 1280, height: 900, colorScheme: 'light' }, async (page, sent) => {
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    console.log(
      `first load: ${await numberOf(page, 'data-ready')} ms; ${await page.locator('#state').textContent()}`,
    );
    const times: number[] = [];
    for (let at = 0; at < 3; at++) {
      const searched = page.waitForResponse((response) => response.url().endsWith('/api/search'));
      await page.locator('#samples button').nth(at).click();
      await searched;
      await answered(page);
      times.push(await numberOf(page, 'data-answered'));
    }
    console.log(`per photo: ${times.join(', ')} ms`);
    expect(await page.locator('#matches li').count()).toBe(12);
    expect(
      await page.locator('#cut-out').evaluate((image) => (image as HTMLImageElement).naturalWidth),
    ).toBeGreaterThan(20);
    await page.screenshot({ path: `${cacheFolder('screenshots')}/wide-light.png`, fullPage: true });

    const posts = sent.filter(({ method }) => method !== 'GET');
    expect(posts.map(({ url }) => new URL(url).pathname)).toEqual(Array(3).fill('/api/search'));
    for (const { body } of posts) {
      expect(Object.keys(JSON.parse(body)).sort()).toEqual(['fingerprint', 'limit', 'vector']);
      expect(body.length).toBeLessThan(8_000);
    }
    expect(
      sent.every(
        ({ url }) => url.startsWith(opened.address) || url.startsWith('blob:') || url.startsWith('data:'),
      ),
    ).toBe(true);

    // A second visit finds the models where the first one left them.
    const before = sent.length;
    await page.reload();
    await page.locator('body[data-ready]').waitFor();
    console.log(`second load: ${await numberOf(page, 'data-ready')} ms`);
    expect(sent.slice(before).filter(({ url }) => url.endsWith('.onnx'))).toEqual([]);
  }),
);

inBrowser('a photo from a phone, turned by EXIF, and one that is none', () =>
  visit({ width: 390, height: 844, colorScheme: 'dark' }, async (page) => {
    const [file] = [...opened.shop.samples.values()];
    const photo = await sharp(await readFile(file!))
      .resize(3000)
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    await page.locator('#pick').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo });
    await answered(page);
    const { matches } = await opened.shop.pipeline.search({ image: photo, limit: 12 });
    const first = await page.locator('#matches img').first().getAttribute('src');
    expect(first).toBe(`/pictures/${encodeURIComponent(matches[0]!.productId)}`);
    await page.screenshot({ path: `${cacheFolder('screenshots')}/narrow-dark.png`, fullPage: true });
    // One that is none takes the answer of the one before away, and says why.
    await page
      .locator('#pick')
      .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
    await expectProblem(page, 'no known picture format');
    await page.screenshot({ path: `${cacheFolder('screenshots')}/narrow-dark-problem.png` });
    expect(
      await page
        .locator('#way, #found')
        .evaluateAll((all) => all.filter((one) => !(one as HTMLElement).hidden)),
    ).toEqual([]);
  }),
);

const expectProblem = async (page: Page, text: string) => {
  await page.locator('#problem:not([hidden])').waitFor({ timeout: 60_000 });
  expect(await page.getByRole('alert').textContent()).toContain(text);
};
const answered = (page: Page) =>
  page.locator('body[data-answered]:not([data-busy])').waitFor({ timeout: 60_000 });
/** What browsers write of a request that failed. */
const LOST = /Failed to load resource/;

inBrowser('says that the server is down, keeps what was done here, and asks again', () =>
  visit({ width: 1280, height: 900, colorScheme: 'dark', mayComplain: LOST }, async (page) => {
    await page.route('**/api/search', (route) => route.abort());
    await page.locator('#samples button').first().click();
    await expectProblem(page, 'was not reached');
    expect(await page.locator('#cut-out').isVisible()).toBe(true);
    await page.screenshot({ path: `${cacheFolder('screenshots')}/wide-dark-down.png` });
    await page.unroute('**/api/search');
    await page.getByRole('button', { name: 'Try again' }).click();
    await answered(page);
    expect(await page.locator('#problem').isVisible()).toBe(false);
    await page.screenshot({ path: `${cacheFolder('screenshots')}/wide-dark.png`, fullPage: true });
  }),
);

inBrowser('says that a model is not there, and loads again', () =>
  visit(
    {
      ...{ width: 390, height: 844, colorScheme: 'light', mayComplain: LOST },
      prepare: (page) => page.route('**/weights/*', (route) => route.fulfill({ status: 404 })),
    },
    async (page) => {
      await expectProblem(page, 'No model file at');
      expect(await page.locator('#state').textContent()).toBe('Models could not be loaded');
      await page.screenshot({ path: `${cacheFolder('screenshots')}/narrow-light-no-model.png` });
      await page.unroute('**/weights/*');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.locator('body[data-ready]').waitFor({ timeout: 60_000 });
    },
  ),
);

inBrowser('says that it is older than the models of the server', () =>
  visit({ width: 390, height: 844, colorScheme: 'light', mayComplain: LOST }, async (page) => {
    await page.route('**/api/search', (route) =>
      route.continue({ postData: route.request().postData()!.replace('workingSize=512', 'workingSize=640') }),
    );
    await page.locator('#samples button').first().click();
    await expectProblem(page, 'workingSize');
    await expectProblem(page, 'must be loaded again');
    await page.screenshot({ path: `${cacheFolder('screenshots')}/narrow-light-old.png` });
  }),
);

inBrowser('can be used by keyboard, and names its parts to who does not see them', () =>
  visit({ width: 800, height: 900, colorScheme: 'light' }, async (page) => {
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('pick');
    expect(await page.getByLabel('Choose a photo').last().getAttribute('type')).toBe('file');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await answered(page);
    expect(await page.getByRole('region', { name: 'Similar products' }).getByRole('listitem').count()).toBe(
      12,
    );
    for (const one of ['What you chose', 'The object, cut out'])
      expect(await page.getByRole('img', { name: one }).isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: /^Sample photo \d$/ }).count()).toBe(8);
    expect(await page.getByRole('status').last().textContent()).toContain('256 numbers');
    // Nothing is wider than the page.
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  }),
);

// Every photo: vectors.long.test.ts.
inBrowser('browser and server make the same vectors, under one fingerprint', () =>
  visit({ width: 1280, height: 900, colorScheme: 'dark' }, (page) =>
    compareVectors(page, opened.shop, { drawn: 2, real: 1 }),
  ),
);
