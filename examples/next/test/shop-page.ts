// The shop's page in Chromium, for the tests that open it.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { project } from './shop.ts';

export const executablePath: string | undefined = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((place) => place && existsSync(place));
if (!executablePath) {
  const message = 'No Chromium found: install one, or set CHROMIUM_PATH.';
  if (process.env.CI) throw new Error(message);
  console.warn(`!! SKIPPED: the page of examples/next is not tested. ${message}`);
}

export const data: string = path.join(project, '.cache/e2e');
export const photoOf = (at: number): string => {
  const folder = path.join(data, 'catalogue/samples');
  const names = readdirSync(folder).filter((name) => name.endsWith('.jpg'));
  return path.join(folder, names[at]!);
};

export function launchBrowser(): Promise<Browser> {
  const quiet = ['quic', 'background-networking', 'component-update', 'sync', 'gpu'].map(
    (it) => `--disable-${it}`,
  );
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ['--headless', '--no-sandbox', '--no-first-run', ...quiet, ...camera],
  });
}

export const cards = (page: Page): Locator => page.locator('.card:not(.waiting)');
export const settled = (page: Page): Promise<void> =>
  page.locator('.results[aria-busy=false] .card:not(.waiting)').first().waitFor();
export const choose = (page: Page, file: string): Promise<void> =>
  page.getByLabel('Photo file').setInputFiles(file);
export const idsOf = (page: Page): Promise<string[]> =>
  page
    .locator('.card:not(.waiting) img')
    .evaluateAll((images) =>
      images.map((image) => /%2Fpictures%2F([\w-]+)/.exec((image as HTMLImageElement).srcset)![1]!),
    );

/** Runs in a page of its own, and fails for anything that the page complains of, but what is expected. */
export async function onPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions,
  check: (page: Page) => Promise<void>,
  expected?: RegExp,
): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected?.test(message.text())) complaints.push(message.text());
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  await check(page);
  expect(complaints).toEqual([]);
  await context.close();
}

/** From a photo to products, further products and more like one of them. */
export async function shopByPhoto(page: Page): Promise<void> {
  await choose(page, photoOf(4));
  await settled(page);
  expect(await cards(page).count()).toBe(12);
  expect(await page.getByRole('status').textContent()).toMatch(/^12 similar products\./);
  expect(await page.locator('.question').textContent()).toMatch(
    /We looked (among|everywhere)|looked everywhere/,
  );
  await expect
    .poll(() =>
      page
        .locator('.card:not(.waiting) img')
        .first()
        .evaluate((image) => (image as HTMLImageElement).naturalWidth),
    )
    .toBeGreaterThan(50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => cards(page).count()).toBe(24);
  expect(new Set(await idsOf(page)).size).toBe(24);
  const name = await page.locator('.card h3').first().textContent();
  await page.getByRole('button', { name: `More like this: ${name}` }).click();
  await page.getByRole('heading', { name: `More like ${name}` }).waitFor();
  await settled(page);
  expect(await page.locator('.card h3').allTextContents()).not.toContain(name);
  // Back to the answer before, with all that had been shown.
  await page.goBack();
  await page.getByRole('heading', { name: 'Your photo' }).waitFor();
  expect(await cards(page).count()).toBe(24);
}
