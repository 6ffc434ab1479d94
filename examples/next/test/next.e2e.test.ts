// One build and one server for all of them: starting either takes longer than most of these tests. Hence the length.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  build,
  copyStandalone,
  filesBelow,
  fill,
  megabytes,
  project,
  readBytes,
  removeFolder,
  type Server,
  startServer,
} from './shop.ts';
import {
  choose,
  data,
  executablePath,
  idsOf,
  launchBrowser,
  onPage,
  photoOf,
  settled,
  shopByPhoto,
} from './shop-page.ts';

const axe = readFileSync(path.join(project, 'node_modules/axe-core/axe.min.js'), 'utf8');
const screenshots = path.join(project, '.cache/screenshots');
let folder: string;
let browser: Browser;
beforeAll(async () => {
  if (!executablePath) return;
  mkdirSync(screenshots, { recursive: true });
  fill({ IMGSEARCH_DATA: data, IMGSEARCH_PRODUCTS: '39' });
  build();
  folder = copyStandalone();
  browser = await launchBrowser();
}, 600_000);
afterAll(async () => {
  await browser?.close();
  if (folder) removeFolder(folder);
});

/** What axe finds wrong for those who cannot see or use a mouse. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: library } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await library.run();
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

describe.skipIf(!executablePath)('on a folder of LanceDB', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer(folder, { IMGSEARCH_DATA: data, PHOTOS_PER_MINUTE: '1000' });
  });
  afterAll(() => server?.close());
  const at = (options: BrowserContextOptions, check: (page: Page) => Promise<void>, expected?: RegExp) =>
    onPage(browser, server.address, options, check, expected);

  test('the copied server answers a photo, says that it is well, and describes itself', async () => {
    const answer = await fetch(`${server.address}/api/search?limit=3`, {
      method: 'POST',
      body: readBytes(photoOf(0)),
    });
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { matches: unknown[] }).matches).toHaveLength(3);
    for (const place of ['health', 'ready', 'openapi.json'])
      expect((await fetch(`${server.address}/api/${place}`)).status, place).toBe(200);
    for (const place of ['..%2f..%2fpackage.json', 'nobody', '%00'])
      expect((await fetch(`${server.address}/pictures/${place}`)).status, place).toBeGreaterThanOrEqual(400);
  });

  test('a photo leads to products, more of them, and more like one', () =>
    at({ viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.screenshot({ path: `${screenshots}/welcome.png` });
      await shopByPhoto(page);
      await page.screenshot({ path: `${screenshots}/wide-light.png`, fullPage: true });
    }));

  test('what is in the photo is told before the products are there', () =>
    at({}, async (page) => {
      await page.evaluate(() => {
        const heard: string[] = [];
        Object.assign(globalThis, { heard });
        const status = document.querySelector('[role=status]')!;
        new MutationObserver(() => heard.push(status.textContent ?? '')).observe(status, {
          childList: true,
          characterData: true,
          subtree: true,
        });
      });
      // Both may come in one piece of the answer: not each time.
      for (let photo = 0; photo < 8; photo++) {
        await choose(page, photoOf(photo));
        await settled(page);
      }
      const heard = await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
      expect(heard[0]).toBe('Searching.');
      expect(heard).toContain('We know what it is, and look for it.');
      expect(heard.at(-1)).toMatch(/^12 similar products\./);
    }));

  test('photos are pasted, dropped and taken', () =>
    at({}, async (page) => {
      const give = (how: 'paste' | 'drop', bytes: string) =>
        page.evaluate(
          async ([event, base64]) => {
            const content = Uint8Array.from(atob(base64!), (each) => each.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([content], 'photo.jpg', { type: 'image/jpeg' }));
            if (event === 'paste')
              document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
            else
              document
                .querySelector('.drop')!
                .dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true }));
          },
          [how, bytes],
        );
      const titles: string[] = [];
      for (const how of ['paste', 'drop'] as const) {
        const before = titles.at(-1);
        await give(how, readBytes(photoOf(how === 'paste' ? 0 : 9)).toString('base64'));
        await expect
          .poll(async () => {
            await settled(page);
            return page.locator('.card h3').first().textContent();
          })
          .not.toBe(before);
        titles.push((await page.locator('.card h3').first().textContent())!);
      }
      await page.getByRole('button', { name: 'Take a photo' }).click();
      await page.getByRole('button', { name: 'Search with this' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await settled(page);
      expect(
        await page.getByRole('button', { name: 'Take a photo' }).evaluate((it) => it.matches(':focus')),
      ).toBe(true);
    }));

  test('category and price narrow, and the empty shelf has words', () =>
    at({}, async (page) => {
      await choose(page, photoOf(2));
      await settled(page);
      await page.getByLabel('Category').selectOption('chair');
      await expect.poll(() => page.locator('.card .quiet').first().textContent()).toContain('Chair');
      await page.getByLabel('Highest price').fill('60');
      await expect
        .poll(async () =>
          (await page.locator('.price').allTextContents()).every(
            (price) => Number.parseFloat(price.slice(1)) <= 60,
          ),
        )
        .toBe(true);
      await page.getByLabel('Highest price').fill('0.01');
      await page.getByText('Nothing like it is in the shop.').waitFor();
      await page.getByLabel('Highest price').fill('');
      await page.getByLabel('More variety').check();
      await settled(page);
    }));

  test('a part of the photo is framed and searched for, and the back button leads to all of it', () =>
    at({ viewport: { width: 1280, height: 900 } }, async (page) => {
      // Two products side by side: whichever is framed comes first.
      const pictures = path.join(data, 'catalogue/catalog/images');
      const names = readdirSync(pictures).slice(0, 2);
      const halves = await Promise.all(
        names.map((name) =>
          sharp(path.join(pictures, name))
            .resize(400, 400, { fit: 'contain', background: 'white' })
            .toBuffer(),
        ),
      );
      const buffer = await sharp({ create: { width: 800, height: 400, channels: 3, background: 'white' } })
        .composite(halves.map((input, side) => ({ input, left: 400 * side, top: 0 })))
        .jpeg()
        .toBuffer();
      const photo = { name: 'both.jpg', mimeType: 'image/jpeg', buffer };
      await page.getByLabel('Photo file').setInputFiles(photo);
      await settled(page);
      for (const side of [0, 1]) {
        await page.getByRole('button', { name: 'Search for a part of it' }).click();
        const { x, y, width, height } = (await page.locator('.part-photo img').boundingBox())!;
        expect(width).toBeGreaterThan(300);
        await page.mouse.move(x + width * (side / 2 + 0.06), y + height * 0.06);
        await page.mouse.down();
        await page.mouse.move(x + width * (side / 2 + 0.48), y + height * 0.96);
        await page.mouse.up();
        const frame = page.locator('.part-frame');
        const before = await frame.getAttribute('aria-label');
        await frame.press('ArrowRight');
        expect(await frame.getAttribute('aria-label')).not.toBe(before);
        await frame.press('ArrowLeft');
        if (side === 0) await page.screenshot({ path: `${screenshots}/part.png` });
        await page.getByRole('button', { name: 'Search for this part' }).click();
        await page.getByRole('heading', { name: 'A part of your photo' }).waitFor();
        await settled(page);
        await expect.poll(() => idsOf(page).then(([first]) => `${first}.jpg`)).toBe(names[side]);
      }
      await page.goBack();
      await page.goBack();
      await page.getByRole('heading', { name: 'Your photo' }).waitFor();
      await page.goBack();
      await expect.poll(() => page.locator('.question').count()).toBe(0);
    }));

  test('a photo that is dropped anywhere is searched with, and what it does not have the shop says', () =>
    at({}, async (page) => {
      const noise = { type: 'gaussian', mean: 120, sigma: 50 } as const;
      const create = { width: 400, height: 300, channels: 3, background: 'grey', noise } as const;
      const bytes = (await sharp({ create }).jpeg().toBuffer()).toString('base64');
      const prevented = await page.evaluate((base64) => {
        const content = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([content], 'photo.jpg', { type: 'image/jpeg' }));
        const drop = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
        return !document.querySelector('h1')!.dispatchEvent(drop);
      }, bytes);
      expect(prevented).toBe(true);
      await settled(page);
      await page.locator('.unsure').waitFor();
      expect(await page.getByRole('status').textContent()).toMatch(/We may not have this very thing/);
      await page
        .getByLabel('Photo file')
        .setInputFiles(
          path.join(
            data,
            'catalogue/catalog/images',
            readdirSync(path.join(data, 'catalogue/catalog/images'))[0]!,
          ),
        );
      await expect.poll(() => page.locator('.unsure').count()).toBe(0);
    }));

  test('what may work in a moment can be tried again', () =>
    at(
      {},
      async (page) => {
        await page.route(
          (url) => url.pathname === '/',
          (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()),
          { times: 1 },
        );
        await choose(page, photoOf(0));
        await page.getByText('We cannot be reached right now.').waitFor();
        await page.getByRole('button', { name: 'Try again' }).click();
        await settled(page);
      },
      /ERR_FAILED/,
    ));

  test('what goes wrong is told to a shopper, in words', () =>
    at({}, async (page) => {
      const give = (name: string, buffer: Buffer) =>
        page.getByLabel('Photo file').setInputFiles({ name, mimeType: 'image/jpeg', buffer });
      await give('notes.jpg', Buffer.from('no picture at all'));
      await expect
        .poll(() => page.locator('.complaint').textContent())
        .toMatch(/not a picture that we can read/);
      await give('cut.jpg', readBytes(photoOf(0)).subarray(0, 3000));
      await expect.poll(() => page.locator('.complaint').textContent()).toMatch(/damaged|not a picture/);
      const large = path.join(folder, 'large.jpg');
      writeFileSync(large, Buffer.alloc(26_000_000));
      await choose(page, large);
      await expect.poll(() => page.locator('.complaint').textContent()).toMatch(/too large/);
      await page.screenshot({ path: `${screenshots}/complaint.png` });
      await choose(page, photoOf(0));
      await settled(page);
      expect(await page.locator('.complaint').count()).toBe(0);
    }));

  test('the keyboard reaches everything, in the order of the page', () =>
    at({}, async (page) => {
      await choose(page, photoOf(1));
      await settled(page);
      const reached: string[] = [];
      for (let presses = 0; presses < 8; presses++) {
        await page.keyboard.press('Tab');
        reached.push(
          await page.evaluate(() => {
            const { activeElement } = document;
            const label =
              activeElement?.closest('label')?.textContent ?? activeElement?.getAttribute('aria-label');
            return (label ?? activeElement?.textContent ?? '').replace(/\s+/g, ' ').trim();
          }),
        );
      }
      const places = [
        'Choose a photo',
        'Take a photo',
        'Category',
        'Highest price',
        'More variety',
        'More like',
      ].map((words) => reached.findIndex((each) => each.startsWith(words)));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places[0]).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: /^More like/ }).waitFor();
      expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
      await settled(page);
    }));

  for (const [name, options] of Object.entries({
    'wide-dark': { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
    'narrow-light': { viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: 'light' },
    'narrow-dark': { viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: 'dark' },
  } satisfies Record<string, BrowserContextOptions>))
    test(`nothing is unreadable or out of reach: ${name}`, () =>
      at(options, async (page) => {
        expect(await violations(page)).toEqual([]);
        await choose(page, photoOf(6));
        await settled(page);
        await page.waitForLoadState('networkidle');
        expect(await violations(page)).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wide).toBeLessThanOrEqual(0);
        await page.screenshot({ path: `${screenshots}/${name}.png`, fullPage: name === 'wide-dark' });
      }));

  test('an address that asks too often waits', async () => {
    const strict = await startServer(folder, { IMGSEARCH_DATA: data, PHOTOS_PER_MINUTE: '2' });
    try {
      const ask = () =>
        fetch(`${strict.address}/api/search`, { method: 'POST', body: readBytes(photoOf(0)) });
      expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
      const refused = await ask();
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      await onPage(browser, strict.address, {}, async (page) => {
        await choose(page, photoOf(0));
        await page.getByText('many photos in a short time').waitFor();
      });
    } finally {
      await strict.close();
    }
  });
});

describe.skipIf(!executablePath)('the build', () => {
  test('has no native code, weights or workers in its bundles, and says how large it is', () => {
    const bundles = ['.next/server', '.next/static'].map((place) => filesBelow(path.join(project, place)));
    for (const { name } of bundles.flat()) expect(name).not.toMatch(/\.(node|onnx|so|dll|dylib)(\.|$)/);
    const text = bundles
      .flat()
      .filter(({ name }) => name.endsWith('.js'))
      .map(({ name }) => readFileSync(name, 'utf8'))
      .join('\n');
    // What only the external packages say.
    expect(text).not.toContain('The inference worker ended before it answered');
    const scripts = bundles[1]!.filter(({ name }) => name.endsWith('.js'));
    const whole = filesBelow(folder);
    const native = whole.filter(({ name }) => /\.(node|onnx|so[.\d]*)$/.test(name));
    console.info(
      `examples/next: server bundles ${megabytes(bundles[0]!)} MB, scripts for the browser ${megabytes(scripts)} MB, standalone ${megabytes(whole)} MB, of which native code and weights ${megabytes(native)} MB`,
    );
    expect(Number(megabytes(scripts))).toBeLessThan(1.5);
  });
});
