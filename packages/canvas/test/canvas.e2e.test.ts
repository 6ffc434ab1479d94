// In Chromium, against the testkit, core's reference, and pictures as Pillow decodes them.
import type { DecodeLimits } from '@imgsearch/core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import {
  bundleForBrowser,
  hasBrowser,
  inBrowser,
  type OpenPage,
  openPage,
} from '../../../scripts/lib/browser-page.ts';
import golden from '../../sharp/golden/golden.json' with { type: 'json' };
import type { PageApi, PictureText } from './page.ts';

declare const api: PageApi;

const limits: DecodeLimits = {
  maxBytes: 25e6,
  maxPixels: 50e6,
  maxFrames: 1000,
  timeout: 10_000,
  workingSize: 512,
};
const here = (name: string) => `${import.meta.dirname}/${name}`;
let open: OpenPage;

beforeAll(async () => {
  if (!hasBrowser) return;
  const { files } = await bundleForBrowser({ page: here('page.ts'), worker: here('../src/worker.ts') });
  open = await openPage((request, response) => {
    const file = files.get((request.url ?? '').slice(1));
    if (file) return response.setHeader('content-type', 'text/javascript').end(file);
    response.statusCode = request.url === '/' ? 200 : 404;
    response.setHeader('content-type', 'text/html').end('<script type="module" src="/page.js"></script>');
  });
  await open.page.waitForFunction(() => 'api' in globalThis);
});
afterAll(() => open?.close());

const decode = (bytes: Uint8Array | string, more: Partial<DecodeLimits> = {}) => {
  const base64 = typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('base64');
  return open.page.evaluate(([text, how]) => api.decode(text, how), [
    base64,
    { ...limits, ...more },
  ] as const);
};
const pixelsOf = (answer: Awaited<ReturnType<typeof decode>>) => {
  if (!('data' in answer)) throw new Error(`${answer.code}: ${'message' in answer ? answer.message : ''}`);
  return { ...answer, data: Buffer.from(answer.data, 'base64') };
};
/** Browsers know no TIFF. */
const pictures = (golden as PictureText[]).filter(({ name }) => !name.startsWith('tiff'));

inBrowser('passes the testkit', async () => {
  const opaque = pictures.filter(({ name, channels }) => channels === 3 && !name.startsWith('gif'));
  const reports = await open.page.evaluate(([known]) => api.runSuite(known, 40), [opaque] as const);
  expect(reports.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(reports.length).toBeGreaterThan(8);
});

describe('decode, against Pillow', () => {
  inBrowser.for(pictures)('$name', async ({ bytes, width, height, channels, tolerance, pixels }) => {
    const image = pixelsOf(await decode(bytes));
    const expected = Buffer.from(pixels, 'base64');
    expect([image.width, image.height]).toEqual([width, height]);
    let worst = 0;
    for (let pixel = 0; pixel < width * height; pixel++) {
      const alpha = channels === 4 ? expected[pixel * 4 + 3]! : 255;
      for (let c = 0; c < channels; c++) {
        // What is under full transparency is nobody's.
        if (alpha === 0 && c < 3) continue;
        const off = Math.abs(image.data[pixel * image.channels + c]! - expected[pixel * channels + c]!);
        worst = Math.max(worst, off);
      }
    }
    expect(worst).toBeLessThanOrEqual(tolerance);
  });
});

describe('decode', () => {
  const photo = (width: number, height: number) =>
    sharp({
      create: {
        width,
        height,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    });

  inBrowser('reads size, frames and alpha of every format from its header, as sharp does', async () => {
    const alpha = await photo(70, 50).ensureAlpha(0.5).png().toBuffer();
    for (const format of ['jpeg', 'png', 'webp', 'avif', 'gif'] as const) {
      const bytes = await sharp(alpha).toFormat(format).toBuffer();
      expect(await decode(bytes, { maxPixels: 3499 }), format).toMatchObject({ code: 'IMAGE_TOO_LARGE' });
      const image = pixelsOf(await decode(bytes, { maxPixels: 3500, maxFrames: 1 }));
      expect([image.width, image.height, image.channels], format).toEqual([
        70,
        50,
        format === 'jpeg' ? 3 : 4,
      ]);
    }
    const lossless = await sharp(alpha).webp({ lossless: true }).toBuffer();
    expect(await decode(lossless, { maxPixels: 3499 })).toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect(pixelsOf(await decode(lossless)).channels).toBe(4);
    const opaque = await photo(70, 50).webp().toBuffer();
    expect(await decode(opaque, { maxPixels: 3499 })).toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect(pixelsOf(await decode(opaque)).channels).toBe(3);
    const frames = [await photo(8, 8).png().toBuffer(), await photo(8, 8).png().toBuffer()];
    for (const format of ['gif', 'webp'] as const) {
      const moving = await sharp(frames, { join: { animated: true } })
        .toFormat(format)
        .toBuffer();
      expect(await decode(moving, { maxFrames: 1 }), format).toMatchObject({ code: 'IMAGE_TOO_LARGE' });
      expect(pixelsOf(await decode(moving, { maxFrames: 2 })).width).toBe(8);
    }
  });

  inBrowser('makes three channels of CMYK, and of a wide gamut what sharp makes', async () => {
    const cmyk = await photo(40, 30).toColourspace('cmyk').jpeg().toBuffer();
    expect(pixelsOf(await decode(cmyk))).toMatchObject({ width: 40, height: 30, channels: 3 });
    const wide = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#c84632' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    const { data } = pixelsOf(await decode(wide));
    const expected = await sharp(wide).toColourspace('srgb').raw().toBuffer();
    for (let c = 0; c < 3; c++) expect(Math.abs(data[c]! - expected[c]!)).toBeLessThanOrEqual(2);
  });

  inBrowser('refuses what is cut short, in every format', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'avif', 'gif'] as const) {
      const whole = await photo(200, 200).toFormat(format).toBuffer();
      for (const share of [0.3, 0.6, 0.95])
        expect(
          await decode(whole.subarray(0, Math.floor(whole.length * share))),
          `${format} ${share}`,
        ).toMatchObject({
          code: 'INVALID_IMAGE',
        });
    }
  });

  inBrowser('refuses a bomb by its header', async () => {
    const bomb = await photo(64, 64).png().toBuffer();
    bomb.writeUInt32BE(20_000, 16);
    bomb.writeUInt32BE(20_000, 20);
    expect(await decode(bomb)).toMatchObject({
      code: 'IMAGE_TOO_LARGE',
      hint: expect.stringContaining('max'),
    });
  });

  inBrowser('names what it does not decode', async () => {
    const tiff = await photo(8, 8).tiff().toBuffer();
    expect(await decode(tiff)).toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      message: expect.stringContaining('TIFF'),
      hint: expect.stringContaining('JPEG'),
    });
    const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
    expect(await decode(heic)).toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      message: expect.stringContaining('HEIC'),
    });
  });

  inBrowser('shrinks about as sharp does', async () => {
    const bytes = await sharp(await photo(90, 60).png().toBuffer())
      .resize(1800, 1200, { kernel: 'cubic' })
      .jpeg({ quality: 95 })
      .toBuffer();
    const image = pixelsOf(await decode(bytes, { workingSize: 600 }));
    const expected = await sharp(bytes).resize(600, 400).raw().toBuffer();
    expect([image.width, image.height]).toEqual([600, 400]);
    const off =
      image.data.reduce((sum, level, at) => sum + Math.abs(level - expected[at]!), 0) / expected.length;
    expect(off).toBeLessThan(2);
  });

  inBrowser('gives up what takes too long, and goes on', async () => {
    const large = await photo(1500, 1500).png({ compressionLevel: 1 }).toBuffer();
    expect(await decode(large, { timeout: 1 })).toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect(pixelsOf(await decode(await photo(8, 8).png().toBuffer())).width).toBe(8);
  });
});

inBrowser('says what is wrong with its worker, with rasters, and after closing', async () => {
  expect(await open.page.evaluate(() => api.faults())).toEqual({
    lost: 'INFERENCE_FAILED',
    inFlight: 'none',
    closed: 'CLOSED',
    wrongRaster: 'INVALID_IMAGE',
  });
});
