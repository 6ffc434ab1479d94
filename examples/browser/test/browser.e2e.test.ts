// The page in Chromium, beside the same pipeline in Node.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect } from 'vitest';
import { hasBrowser, inBrowser } from '../../../scripts/lib/browser-page.ts';
import { launchBrowser } from '../../../scripts/lib/launch-browser.ts';
import { buildPage } from '../src/build-page.ts';
import { createShop, type Shop } from '../src/create-pipeline.ts';
import { createShopServer } from '../src/create-server.ts';
import type { Looker } from '../src/page/create-looker.ts';

const data = process.env.IMGSEARCH_DATA ?? path.resolve(import.meta.dirname, '../../../../shared/data');

/** Real ones of people's homes and shops, and pictures large enough to be shrunk: so many of each. */
async function photos(each: number): Promise<string[]> {
  const files: string[] = [];
  for (const set of ['clothing/images', 'salient/images', 'diy', 'storefront/images']) {
    const names = (await readdir(path.join(data, set)))
      .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
      .sort();
    const step = Math.floor(names.length / each);
    for (let at = 0; at < each; at++) files.push(path.join(data, set, names[at * step]!));
  }
  return files;
}

/** What main.ts leaves for tests. */
declare const looker: Promise<Looker>;

const folder = (name: string) => fileURLToPath(new URL(`../.cache/${name}`, import.meta.url));
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0);
let shop: Shop;
let server: Server;
let browser: Browser;
let address: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  const [made, page] = await Promise.all([createShop(folder('e2e'), 39), buildPage()]);
  shop = made;
  server = createShopServer(shop, page);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser();
}, 600_000);

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  await shop?.close();
});

interface Visit {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: 'light' | 'dark';
  /** Before the page is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** What a visit that something is done to may complain of; nothing else. */
  readonly mayComplain?: RegExp;
}

/** A fresh visit; fails for anything that the page complains of. */
async function visit(
  { colorScheme, prepare, mayComplain, ...viewport }: Visit,
  check: (page: Page, sent: { method: string; url: string; body: string }[]) => Promise<void>,
): Promise<void> {
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
}

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
    await page.screenshot({ path: `${folder('screenshots')}/wide-light.png`, fullPage: true });

    const posts = sent.filter(({ method }) => method !== 'GET');
    expect(posts.map(({ url }) => new URL(url).pathname)).toEqual(Array(3).fill('/api/search'));
    for (const { body } of posts) {
      expect(Object.keys(JSON.parse(body)).sort()).toEqual(['fingerprint', 'limit', 'vector']);
      expect(body.length).toBeLessThan(8_000);
    }
    expect(
      sent.every(({ url }) => url.startsWith(address) || url.startsWith('blob:') || url.startsWith('data:')),
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
    const [file] = [...shop.samples.values()];
    const photo = await sharp(await readFile(file!))
      .resize(3000)
      .rotate(-90)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    await page.locator('#pick').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo });
    await answered(page);
    const { matches } = await shop.pipeline.search({ image: photo, limit: 12 });
    const first = await page.locator('#matches img').first().getAttribute('src');
    expect(first).toBe(`/pictures/${encodeURIComponent(matches[0]!.productId)}`);
    await page.screenshot({ path: `${folder('screenshots')}/narrow-dark.png`, fullPage: true });
    // One that is none takes the answer of the one before away, and says why.
    await page
      .locator('#pick')
      .setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no photo') });
    await expectProblem(page, 'no known picture format');
    await page.screenshot({ path: `${folder('screenshots')}/narrow-dark-problem.png` });
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
    await page.screenshot({ path: `${folder('screenshots')}/wide-dark-down.png` });
    await page.unroute('**/api/search');
    await page.getByRole('button', { name: 'Try again' }).click();
    await answered(page);
    expect(await page.locator('#problem').isVisible()).toBe(false);
    await page.screenshot({ path: `${folder('screenshots')}/wide-dark.png`, fullPage: true });
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
      await page.screenshot({ path: `${folder('screenshots')}/narrow-light-no-model.png` });
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
    await page.screenshot({ path: `${folder('screenshots')}/narrow-light-old.png` });
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

inBrowser('browser and server make the same vectors, under one fingerprint', () =>
  visit({ width: 1280, height: 900, colorScheme: 'dark' }, async (page) => {
    const inPage = (bytes: Uint8Array) =>
      page.evaluate(async (text) => {
        const { pipeline } = await looker;
        const image = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const { vector, fingerprint, background } = await pipeline.embed({ image });
        return { vector: [...vector], fingerprint, removed: background.removed };
      }, base64(bytes));
    const inNode = (image: Uint8Array) => shop.pipeline.embed({ image });

    const compare = async (
      name: string,
      files: Iterable<string>,
      change: (bytes: Uint8Array) => Promise<Uint8Array> = async (bytes) => bytes,
    ) => {
      const all: number[] = [];
      for (const file of files) {
        const bytes = await change(await readFile(file));
        const [here, there] = [await inPage(bytes), await inNode(bytes)];
        expect(here.fingerprint.space).toBe(there.fingerprint.space);
        expect(here.removed).toBe(there.background.removed);
        all.push(cosine(here.vector, there.vector));
      }
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
      console.log(
        `${name}: ${all.length} photos, cosine at least ${Math.min(...all).toFixed(5)}, mean ${mean.toFixed(5)}`,
      );
      return all;
    };
    const drawn = [...shop.samples.values()];
    const asTheyAre = await compare('drawn, as they are', drawn);
    expect(asTheyAre.length).toBeGreaterThanOrEqual(24);
    expect(Math.min(...asTheyAre)).toBeGreaterThanOrEqual(0.995);
    if (!existsSync(data)) console.warn(`!! SKIPPED: no photos at ${data} (set IMGSEARCH_DATA).`);
    else expect(Math.min(...(await compare('photos', await photos(12))))).toBeGreaterThanOrEqual(0.995);
    const phone = await compare('drawn, as a phone takes them, 12 megapixels', drawn, async (bytes) =>
      sharp(bytes).resize({ width: 4000, height: 3000, fit: 'inside' }).jpeg({ quality: 92 }).toBuffer(),
    );
    // Chroma at half the size is shrunk otherwise by a JPEG decoder that shrinks as it decodes, which browsers do not let
    // theirs do; where that moves the edge of the cut-out, it moves the crop.
    expect(phone.reduce((sum, one) => sum + one, 0) / phone.length).toBeGreaterThanOrEqual(0.995);
    // Without a decoder that differs and without shrinking, what is left is the models' own arithmetic.
    const lossless = await compare('drawn, PNG at the working size', drawn, async (bytes) =>
      sharp(bytes).resize(512, 512, { fit: 'inside' }).png().toBuffer(),
    );
    expect(Math.min(...lossless)).toBeGreaterThanOrEqual(0.9999);
  }),
);
