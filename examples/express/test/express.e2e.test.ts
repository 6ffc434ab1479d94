// One index and one server for all of them, which take longer than most of these tests. Hence the length.
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDemoCatalog } from '../src/catalog/load-demo-catalog.ts';
import { createApp } from '../src/create-app.ts';
import { createPipeline } from '../src/create-pipeline.ts';
import { type Demo, startDemo } from '../src/demo.ts';
import { listen } from '../src/listen.ts';
import { readCalibration } from '../src/read-calibration.ts';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const executablePath = places.find((place) => place && existsSync(place));
if (!executablePath) {
  const message = 'No Chromium found: install one, or set CHROMIUM_PATH.';
  if (process.env.CI) throw new Error(message);
  console.warn(`!! SKIPPED: the page is not tested. ${message}`);
}
const inBrowser = test.skipIf(!executablePath);

const folder = (name: string) => fileURLToPath(new URL(`../.cache/${name}`, import.meta.url));
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const calibration = fileURLToPath(import.meta.resolve('@imgsearch/demo-catalog/calibration.json'));
const wait = { timeout: 60_000 };
let demo: Demo;
let server: Server;
let browser: Browser;
let address: string;

beforeAll(async () => {
  if (!executablePath) return;
  await rm(folder('e2e-index'), { recursive: true, force: true });
  demo = startDemo({
    createPipeline: () => createPipeline(folder('e2e-index'), 'demo', readCalibration(calibration)),
    loadCatalog: (onProgress, signal) =>
      loadDemoCatalog({
        directory: folder('e2e'),
        products: 39,
        signal,
        onProgress: ({ done, total }) => onProgress(done, total),
      }),
  });
  const listening = await listen(createApp(demo), 0, 'localhost');
  server = listening.server;
  address = `http://localhost:${listening.port}`;
  const quiet = ['quic', 'background-networking', 'component-update', 'sync', 'gpu'].map(
    (it) => `--disable-${it}`,
  );
  browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--no-first-run', ...quiet],
  });
  await demo.ready;
}, 600_000);

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
  await demo?.close();
});

/** Runs in a page of its own, and fails for anything that the page complains of. */
async function onPage(options: BrowserContextOptions, check: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(wait.timeout);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // A refused photo is an answer, though Chromium writes it down as an error.
    if (message.type() === 'error' && !/status of (415|503)/.test(message.text()))
      complaints.push(message.text());
  });
  await page.goto(address);
  await check(page);
  expect(complaints).toEqual([]);
  await context.close();
}

const cards = (page: Page) => page.locator('.cards .card:not(.waiting)');

/** Waits until what was asked for last is shown. */
async function settled(page: Page): Promise<void> {
  await cards(page).first().waitFor();
  await page.locator('#answer:not([aria-busy])').waitFor({ state: 'attached' });
}

async function afterSearch(page: Page, act: () => Promise<unknown>): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().includes('/api/search'));
  await act();
  await answered;
  await page.locator('#answer:not([aria-busy])').waitFor({ state: 'attached' });
}

const trySample = async (page: Page, index = 0): Promise<void> => {
  await page.locator('#sample-list button').nth(index).click();
  await settled(page);
};

/** What axe finds wrong for those who cannot see or use a mouse. */
async function violations(page: Page): Promise<string[]> {
  // The page's own policy allows no script but its own.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: library } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await library.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

const shoot = (page: Page, name: string, fullPage = false) =>
  page.screenshot({ path: `${folder('screenshots')}/${name}.png`, fullPage });

inBrowser('a sample leads to its cut-out, its category and similar products', () =>
  onPage({ viewport: { width: 1360, height: 860 } }, async (page) => {
    expect(await page.title()).toBe('imgsearch');
    expect(await page.locator('#shelf-text').textContent()).toBe('39 products');
    await shoot(page, 'welcome');
    await trySample(page);
    expect(await cards(page).count()).toBe(12);
    expect(await page.locator('#steps img').count()).toBe(3);
    const sizes = await page
      .locator('#steps img')
      .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth));
    expect(Math.min(...sizes)).toBeGreaterThan(20);
    expect(await page.locator('#category-report .meter').count()).toBe(5);
    expect(await page.locator('#timings .meter').count()).toBeGreaterThan(5);
    expect(await cards(page).first().textContent()).toMatch(/\$[\d,]+\.\d\d\d+% similar/);
    expect(await page.locator('#announcer').textContent()).toMatch(/^12 similar products\. Category: /);
    await shoot(page, 'results');
  }),
);

inBrowser('a photo is chosen from a file, and background removal is switched and compared', () =>
  onPage({}, async (page) => {
    await page.locator('#sample-list button').first().waitFor();
    await page.locator('#pick').setInputFiles(demo.catalog!.products[0]!.images[0]!);
    await settled(page);
    expect(await cards(page).first().textContent()).toContain(demo.catalog!.products[0]!.name);
    await afterSearch(page, () => page.getByLabel('Off', { exact: true }).check());
    expect(await page.locator('#background-note').textContent()).toMatch(/removal is off/);
    expect(await page.locator('#steps img').count()).toBe(1);
    await afterSearch(page, () => page.getByLabel('Always').check());
    expect(await page.locator('#steps img').count()).toBe(3);
    await page.getByLabel('Compare off and on').check();
    await page.locator('.columns.two .column').nth(1).waitFor();
    expect(await page.locator('.column').count()).toBe(2);
    await shoot(page, 'compare', true);
  }),
);

inBrowser('a part of a photo is framed, by pointer and by keys, and searched for', () =>
  onPage({ viewport: { width: 1360, height: 860 } }, async (page) => {
    await page.locator('#sample-list button').first().waitFor();
    // Two products side by side: whichever is framed comes first.
    const pictures = demo.catalog!.products.slice(0, 2).map(({ images }) => images[0]!);
    const halves = await Promise.all(
      pictures.map((file) =>
        sharp(file).resize(400, 400, { fit: 'contain', background: 'white' }).toBuffer(),
      ),
    );
    const both = await sharp({ create: { width: 800, height: 400, channels: 3, background: 'white' } })
      .composite(halves.map((input, at) => ({ input, left: 400 * at, top: 0 })))
      .jpeg()
      .toBuffer();
    await page.locator('#pick').setInputFiles({ name: 'both.jpg', mimeType: 'image/jpeg', buffer: both });
    await settled(page);
    const drag = async (from: [number, number], to: [number, number]): Promise<void> => {
      const { x, y, width, height } = (await page.locator('#part-image').boundingBox())!;
      await page.mouse.move(x + width * from[0], y + height * from[1]);
      await page.mouse.down();
      await page.mouse.move(x + width * to[0], y + height * to[1]);
      await page.mouse.up();
    };
    for (const [at, { name }] of demo.catalog!.products.slice(0, 2).entries()) {
      await page.getByRole('button', { name: 'Search for a part of it' }).click();
      await drag([at / 2 + 0.06, 0.06], [at / 2 + 0.48, 0.96]);
      if (at === 0) await shoot(page, 'part');
      await afterSearch(page, () => page.getByRole('button', { name: 'Search for this part' }).click());
      expect(await cards(page).first().textContent()).toContain(name);
    }
    await page.getByRole('button', { name: 'Search for a part of it' }).click();
    const frame = page.locator('#part-frame');
    await drag([0.02, 0.02], [0.4, 0.4]);
    const said = () => frame.getAttribute('aria-label');
    expect(await said()).toMatch(/: 2% from the left, 2% from the top, 38% wide, 38% high/);
    await drag([0.2, 0.2], [0.5, 0.3]);
    expect(await said()).toMatch(/32% from the left, 12% from the top, 38% wide, 38% high/);
    await drag([0.7, 0.5], [0.9, 0.9]);
    expect(await said()).toMatch(/32% from the left, 12% from the top, 58% wide, 78% high/);
    const before = await frame.getAttribute('aria-label');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Shift+ArrowUp');
    expect(await frame.getAttribute('aria-label')).not.toBe(before);
    const asked = page.waitForRequest((request) => request.url().includes('/api/search'));
    await page.getByRole('button', { name: 'The whole photo' }).click();
    expect((await asked).url()).not.toContain('box');
  }),
);

inBrowser('prices and categories narrow the results', () =>
  onPage({}, async (page) => {
    await trySample(page, 3);
    await afterSearch(page, () => page.getByLabel('Highest price').fill('120'));
    const prices = await page.locator('.card-price').allTextContents();
    expect(prices.length).toBeGreaterThan(0);
    for (const price of prices)
      expect(Number(price.replace('$', '').replace(',', ''))).toBeLessThanOrEqual(120);
    await afterSearch(page, () => page.getByLabel('Highest price').fill(''));
    await afterSearch(page, () => page.getByLabel('Search in').selectOption('chair'));
    const inChairs = await page.locator('.cards .card:not(:has(.mark))').count();
    expect(inChairs).toBe(demo.catalog!.products.filter(({ category }) => category === 'chair').length);
    await afterSearch(page, () => page.getByLabel('Lowest price').fill('99999'));
    expect(await page.locator('#found-title').textContent()).toBe('Nothing matches');
  }),
);

inBrowser('what is no picture is refused in words, and the next photo works', () =>
  onPage({}, async (page) => {
    await page.locator('#sample-list button').first().waitFor();
    for (const mimeType of ['text/plain', 'image/jpeg']) {
      const file = { name: 'note.txt', mimeType, buffer: Buffer.from('hello') };
      await afterSearch(page, () => page.locator('#pick').setInputFiles(file));
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toMatch(/not a picture.*Choose a JPEG/s);
    }
    await trySample(page, 1);
    expect(await page.getByRole('alert').isVisible()).toBe(false);
  }),
);

inBrowser('a picture is pasted, and dropped', () =>
  onPage({}, async (page) => {
    await page.locator('#sample-list button').first().waitFor();
    const send = (kind: 'paste' | 'drop') =>
      page.evaluate(async (type) => {
        const [sample] = await (await fetch('/api/samples')).json();
        const blob = await (await fetch(sample.url)).blob();
        const data = new DataTransfer();
        data.items.add(new File([blob], 'photo.jpg', { type: 'image/jpeg' }));
        const event =
          type === 'paste'
            ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
            : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
        document.body.dispatchEvent(event);
      }, kind);
    await afterSearch(page, () => send('paste'));
    expect(await cards(page).count()).toBe(12);
    await afterSearch(page, () => send('drop'));
    expect(await cards(page).count()).toBe(12);
  }),
);

inBrowser('everything can be reached and used with the keyboard alone', () =>
  onPage({}, async (page) => {
    await page.locator('#sample-list button').first().waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.tagName);
    const reached: (string | undefined)[] = [];
    for (let index = 0; index < 4; index++) {
      await page.keyboard.press('Tab');
      reached.push(await focused());
    }
    // Skip link, brand, file input, first sample.
    expect(reached).toEqual(['A', 'A', 'pick', 'BUTTON']);
    await afterSearch(page, () => page.keyboard.press('Enter'));
    expect(await cards(page).count()).toBe(12);
    await page.getByLabel('Auto', { exact: true }).focus();
    await afterSearch(page, () => page.keyboard.press('ArrowRight'));
    expect(await page.getByLabel('Off', { exact: true }).isChecked()).toBe(true);
    const outline = await page.evaluate(
      () => getComputedStyle(document.querySelector('.segments :focus-visible + span')!).outlineStyle,
    );
    expect(outline).toBe('solid');
  }),
);

inBrowser('more like this: a product picture is the next photo', () =>
  onPage({}, async (page) => {
    await trySample(page);
    const name = await page.locator('.card-name').nth(2).textContent();
    await afterSearch(page, () => page.locator('.card-picture').nth(2).click());
    expect(await page.locator('.card-name').first().textContent()).toBe(name);
  }),
);

inBrowser('says where it is not sure, and where it is says nothing', () =>
  onPage({}, async (page) => {
    await page.locator('#sample-list button').first().waitFor();
    const give = (buffer: Buffer) =>
      afterSearch(page, () =>
        page.locator('#pick').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer }),
      );
    const noise = { type: 'gaussian', mean: 120, sigma: 50 } as const;
    const create = { width: 400, height: 300, channels: 3, background: 'grey', noise } as const;
    await give(await sharp({ create }).jpeg().toBuffer());
    expect(await page.locator('#unsure').textContent()).toMatch(/^No confident match \(\d+%\)/);
    expect(await page.locator('#announcer').textContent()).toContain('No confident match');
    await give(await sharp(demo.catalog!.products[0]!.images[0]!).toBuffer());
    expect(await page.locator('#unsure').isVisible()).toBe(false);
  }),
);

inBrowser('the back button leads through the photos of this visit, to the page as it was', () =>
  onPage({}, async (page) => {
    const main = page.locator('main');
    const firstName = () => page.locator('.card-name').first().textContent();
    await trySample(page);
    const before = await firstName();
    await afterSearch(page, () => page.locator('.card-picture').nth(2).click());
    expect(await firstName()).not.toBe(before);
    await afterSearch(page, () => page.goBack());
    expect(await firstName()).toBe(before);
    await page.goBack();
    await expect.poll(() => main.getAttribute('data-view')).toBe('welcome');
    expect(await page.locator('#answer').isVisible()).toBe(false);
    await afterSearch(page, () => page.goForward());
    expect(await firstName()).toBe(before);
  }),
);

inBrowser('what may work in a moment can be tried again', () =>
  onPage({}, async (page) => {
    await trySample(page);
    const refuse = { status: 503, contentType: 'application/problem+json', body: '{"code":"QUEUE_FULL"}' };
    await page.route('**/api/search*', (route) => route.fulfill(refuse), { times: 1 });
    await page.getByLabel('Highest price').fill('500');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('Too many searches at once.');
    await afterSearch(page, () => page.getByRole('button', { name: 'Try again' }).click());
    expect(await page.getByRole('alert').isVisible()).toBe(false);
    expect(await cards(page).count()).toBe(12);
  }),
);

for (const colorScheme of ['light', 'dark'] as const)
  inBrowser(`axe finds nothing that is unreadable or unreachable: ${colorScheme}`, () =>
    onPage({ colorScheme }, async (page) => {
      await page.locator('#sample-list button').first().waitFor();
      expect(await violations(page)).toEqual([]);
      await trySample(page);
      await afterSearch(page, () => page.getByLabel('Off', { exact: true }).check());
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Search for a part of it' }).click();
      expect(await violations(page)).toEqual([]);
    }),
  );

inBrowser('a phone in Korean and in the dark', () =>
  onPage(
    {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
      locale: 'ko-KR',
      colorScheme: 'dark',
    },
    async (page) => {
      await page.locator('#sample-list button').first().waitFor();
      expect(await page.getAttribute('html', 'lang')).toBe('ko');
      expect(await page.getByText('사진 찍기').isVisible()).toBe(true);
      await shoot(page, 'phone-korean-dark-welcome');
      await trySample(page, 1);
      expect(await page.locator('#found-title').textContent()).toBe('닮은 상품 12개');
      const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      expect(dark).toBe('rgb(19, 20, 23)');
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      const texts = await page.locator('[data-text]').allTextContents();
      expect(texts.filter((text) => !/[가-힣]/.test(text))).toEqual([]);
      await shoot(page, 'phone-korean-dark', true);
    },
  ),
);
