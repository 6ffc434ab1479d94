import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { type DecodeLimits, ImageSearchError } from '@imgsearch/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import golden from '../golden/golden.json' with { type: 'json' };
import { createSharpImageProcessor } from './create-sharp-image-processor.ts';

const limits: DecodeLimits = {
  maxBytes: 25e6,
  maxPixels: 50e6,
  maxFrames: 1000,
  timeout: 10_000,
  workingSize: 512,
};
const processor = createSharpImageProcessor();
const codeOf = (error: unknown): string =>
  ImageSearchError.isInstance(error) ? error.code : `not one of ours: ${error}`;

describe('decode, against Pillow', () => {
  it.each(golden)('$name', async ({ bytes, width, height, channels, tolerance, pixels }) => {
    const image = await processor.decode(Buffer.from(bytes, 'base64'), limits);
    const expected = Buffer.from(pixels, 'base64');
    if (image.channels === 4 && channels === 3)
      // A GIF always comes with alpha.
      expect(image.data.filter((_, at) => at % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
    else expect(image.channels).toBe(channels);
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

  it('shrinks to the working size and never enlarges', async () => {
    const bytes = await photo(900, 300).jpeg().toBuffer();
    const image = await processor.decode(bytes, { ...limits, workingSize: 300 });
    expect([image.width, image.height, image.data.length]).toEqual([300, 100, 90_000]);
    const small = await processor.decode(await photo(20, 10).png().toBuffer(), limits);
    expect([small.width, small.height]).toEqual([20, 10]);
  });

  it('makes three channels of CMYK', async () => {
    const bytes = await photo(40, 30).toColourspace('cmyk').jpeg().toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    expect(await processor.decode(bytes, limits)).toMatchObject({ width: 40, height: 30, channels: 3 });
  });

  it('refuses by bytes, pixels and frames', async () => {
    const png = await photo(100, 100).png().toBuffer();
    const gif = await sharp([await photo(8, 8).png().toBuffer(), await photo(8, 8).png().toBuffer()], {
      join: { animated: true },
    })
      .gif()
      .toBuffer();
    for (const [bytes, more] of [
      [png, { maxBytes: png.length - 1 }],
      [png, { maxPixels: 9999 }],
      [await photo(100, 100).webp().toBuffer(), { maxPixels: 9999 }],
      [gif, { maxFrames: 1 }],
    ] as const)
      await expect(processor.decode(bytes, { ...limits, ...more })).rejects.toMatchObject({
        code: 'IMAGE_TOO_LARGE',
        hint: expect.stringContaining('max'),
      });
    await processor.decode(png, { ...limits, maxPixels: 10_000 });
  });

  it('refuses a bomb before memory is spent', async () => {
    const chunk = (kind: string, body: Uint8Array): Buffer => {
      const out = Buffer.alloc(12 + body.length);
      out.writeUInt32BE(body.length, 0);
      out.write(kind, 4, 'latin1');
      out.set(body, 8);
      let crc = -1;
      for (const byte of out.subarray(4, 8 + body.length)) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
      }
      out.writeUInt32BE(~crc >>> 0, 8 + body.length);
      return out;
    };
    const head = Buffer.alloc(13);
    head.writeUInt32BE(20_000, 0);
    head.writeUInt32BE(20_000, 4);
    head.set([8, 2, 0, 0, 0], 8);
    const bomb = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', head),
      chunk('IDAT', deflateSync(Buffer.alloc(60_001 * 200))),
      chunk('IEND', Buffer.alloc(0)),
    ]);
    const before = process.memoryUsage.rss();
    await expect(processor.decode(bomb, limits)).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect(process.memoryUsage.rss() - before).toBeLessThan(50e6);
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'PNG'],
    ['SVG', '<?xml version="1.0"?>\n<!-- x --><svg/>', 'PNG'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'JPEG'],
    ['BMP', 'BM\x36\0\0\0\0\0\0\0', 'JPEG'],
    ['PDF', '%PDF-1.7', 'JPEG'],
    ['an HTML page', '<!doctype html><html>', 'JPEG'],
    ['no known picture format', 'hello', 'JPEG'],
  ])('names %s and says what to send', async (name, text, hint) => {
    await expect(processor.decode(Buffer.from(text, 'latin1'), limits)).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      message: expect.stringContaining(name),
      hint: expect.stringContaining(hint),
    });
  });

  it('decodes only the formats it was given', async () => {
    const strict = createSharpImageProcessor({ formats: ['png'] });
    await strict.decode(await photo(4, 4).png().toBuffer(), limits);
    await expect(strict.decode(await photo(4, 4).jpeg().toBuffer(), limits)).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      hint: expect.stringContaining('PNG'),
    });
    for (const formats of [[], ['svg'], 'png'])
      expect(() => createSharpImageProcessor({ formats } as never)).toThrow(/"formats"/);
  });

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'refuses a %s that is cut short or empty',
    async (format) => {
      const bytes = await photo(96, 96).toFormat(format).toBuffer();
      for (const share of [0.6, 0]) {
        const code = await processor
          .decode(bytes.subarray(0, bytes.length * share), limits)
          .then(() => 'none', codeOf);
        expect(code).toBe('INVALID_IMAGE');
      }
    },
  );

  it('leaves its input as it was, and stops for an aborted caller', async () => {
    const bytes = await photo(50, 50).jpeg().toBuffer();
    const copy = Uint8Array.from(bytes);
    await processor.decode(bytes, limits);
    expect(copy).toEqual(Uint8Array.from(bytes));
    await expect(processor.decode(bytes, limits, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    const stop = new AbortController();
    const call = processor.decode(bytes, limits, { signal: stop.signal });
    stop.abort();
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

const hostile = path.join(
  process.env.IMGSEARCH_DATA ?? path.resolve(import.meta.dirname, '../../../../shared/data'),
  'hostile',
);
if (!existsSync(hostile)) console.warn(`SKIPPED: the hostile pictures are not at ${hostile}`);
describe.skipIf(!existsSync(hostile))('hostile pictures', () => {
  const files = existsSync(hostile)
    ? readdirSync(hostile, { recursive: true })
        .map(String)
        .filter((file) => statSync(path.join(hostile, file)).isFile())
    : [];

  it('each become a raster or one of our errors', async () => {
    const codes: Record<string, number> = {};
    for (const file of files) {
      const code = await processor
        .decode(readFileSync(path.join(hostile, file)), limits)
        .then(({ width, height, channels, data }) => {
          expect(data.length, file).toBe(width * height * channels);
          expect(Math.max(width, height), file).toBeLessThanOrEqual(512);
          return 'decoded';
        }, codeOf);
      codes[code] = (codes[code] ?? 0) + 1;
    }
    console.log(`${files.length} hostile pictures`, codes);
    expect(files.length).toBeGreaterThan(300);
    expect(codes.decoded).toBeGreaterThan(200);
    const known = ['decoded', 'INVALID_IMAGE', 'UNSUPPORTED_FORMAT', 'IMAGE_TOO_LARGE', 'TIMEOUT'];
    expect(Object.keys(codes).filter((code) => !known.includes(code))).toEqual([]);
  }, 120_000);

  it.each(['Landscape', 'Portrait'])('%s stands upright in all eight orientations', async (name) => {
    const read = (orientation: number) =>
      processor.decode(readFileSync(path.join(hostile, 'orientation', `${name}_${orientation}.jpg`)), {
        ...limits,
        workingSize: 64,
      });
    const upright = await read(1);
    expect(upright.width > upright.height).toBe(name === 'Landscape');
    for (let orientation = 2; orientation <= 8; orientation++) {
      const image = await read(orientation);
      expect([image.width, image.height], `${orientation}`).toEqual([upright.width, upright.height]);
      const off =
        image.data.reduce((sum, level, at) => sum + Math.abs(level - upright.data[at]!), 0) /
        image.data.length;
      expect(off, `orientation ${orientation}`).toBeLessThan(6);
    }
  });
});
