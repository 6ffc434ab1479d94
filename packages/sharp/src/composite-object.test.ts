import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type CutOutOptions,
  maskStatistics,
  type RasterImage,
  referenceCutOut,
  type Segmentation,
} from '@imgsearch/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createSharpImageProcessor } from './create-sharp-image-processor.ts';

const processor = createSharpImageProcessor();
let seed = 7;
const random = (): number => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
};
const rasterOf = (width: number, height: number, channels: 3 | 4): RasterImage => ({
  width,
  height,
  channels,
  data: Uint8Array.from({ length: width * height * channels }, () => 256 * random()),
});
const maskOf = (width: number, height: number, level: (x: number, y: number) => number): Segmentation => {
  const data = Uint8Array.from({ length: width * height }, (_, at) =>
    level(at % width, Math.floor(at / width)),
  );
  return { width, height, data, statistics: maskStatistics(data, width, height, 1) };
};
const masks: Record<string, (size: number) => Segmentation> = {
  noise: (size) => maskOf(size, size, () => 256 * random()),
  disc: (size) => maskOf(size, size, (x, y) => (Math.hypot(x - size / 2, y - size / 2) < size / 3 ? 255 : 0)),
  'soft edge': (size) => maskOf(size, size, (x) => Math.min(255, Math.max(0, (x - size / 4) * 20))),
  corner: (size) => maskOf(size, size, (x, y) => (x + y < size / 2 ? 255 : 0)),
  empty: (size) => maskOf(size, size, () => 0),
  full: (size) => maskOf(size, size, () => 255),
};

async function compare(image: RasterImage, mask: Segmentation, options: CutOutOptions) {
  const [is, should] = [await processor.cutOut(image, mask, options), referenceCutOut(image, mask, options)];
  expect([is.width, is.height, is.channels]).toEqual([should.width, should.height, should.channels]);
  let [worst, sum] = [0, 0];
  should.data.forEach((level, at) => {
    const off = Math.abs(level - is.data[at]!);
    worst = Math.max(worst, off);
    sum += off;
  });
  return { worst, mean: sum / should.data.length };
}

describe('cutOut, against the reference', () => {
  const cases = Object.keys(masks).flatMap((name) =>
    ([3, 4] as const).flatMap((channels) =>
      (['transparent', [255, 255, 255], [10, 200, 90]] as const).map((fill) => ({ name, channels, fill })),
    ),
  );
  it.each(cases)('$name, $channels channels, on $fill', async ({ name, channels, fill }) => {
    for (const [width, height, size] of [
      [61, 47, 32],
      [40, 90, 64],
      [33, 33, 33],
    ] as const)
      for (const feather of [0, 1, 2.5])
        for (const margin of [null, 0.08]) {
          const image = rasterOf(width, height, channels);
          const { worst, mean } = await compare(image, masks[name]!(size), { feather, margin, fill });
          const which = `${width}x${height}, mask ${size}, feather ${feather}, margin ${margin}`;
          expect(worst, which).toBeLessThanOrEqual(1);
          expect(mean, which).toBeLessThanOrEqual(0.02);
        }
  });

  it('answers calls side by side each with its own, and takes no more once it is closed', async () => {
    const own = createSharpImageProcessor();
    const mask = masks.full!(8);
    const calls = [5, 6, 7].map((size) =>
      own.cutOut(rasterOf(size, size, 3), mask, { feather: 0, margin: null, fill: 'transparent' }),
    );
    const closed = own.close?.();
    expect((await Promise.all(calls)).map(({ width }) => width)).toEqual([5, 6, 7]);
    await closed;
    await own.close?.();
    await expect(
      own.cutOut(rasterOf(4, 4, 3), mask, { feather: 0, margin: 0, fill: 'transparent' }),
    ).rejects.toMatchObject({ code: 'CLOSED' });
  });

  it('refuses a raster or mask whose size is wrong', async () => {
    const options = { feather: 0, margin: 0, fill: 'transparent' } as const;
    const raster = rasterOf(4, 4, 3);
    await expect(processor.cutOut({ ...raster, width: 5 }, masks.full!(8), options)).rejects.toThrow(
      /"image"/,
    );
    await expect(processor.cutOut(raster, { ...masks.full!(8), height: 9 }, options)).rejects.toThrow(
      /"mask"/,
    );
  });

  it('leaves its inputs as they were', async () => {
    const [image, mask] = [rasterOf(30, 30, 4), masks.disc!(16)];
    const copies = [Uint8Array.from(image.data), Uint8Array.from(mask.data)];
    await processor.cutOut(image, mask, { feather: 1, margin: 0.1, fill: 'transparent' });
    expect([image.data, mask.data]).toEqual(copies);
  });

  const photos = path.join(
    process.env.IMGSEARCH_DATA ?? path.resolve(import.meta.dirname, '../../../../shared/data'),
    'hostile/orientation',
  );
  if (!existsSync(photos)) console.warn(`SKIPPED: there are no photos at ${photos}`);
  it.skipIf(!existsSync(photos))('agrees on photos', async () => {
    for (const file of readdirSync(photos).filter((name) => name.endsWith('_1.jpg'))) {
      const image = await processor.decode(readFileSync(path.join(photos, file)), {
        maxBytes: 1e8,
        maxPixels: 1e8,
        maxFrames: 1,
        timeout: 10_000,
        workingSize: 512,
      });
      for (const name of ['disc', 'soft edge', 'noise']) {
        const options = { feather: 1, margin: 0.08, fill: [255, 255, 255] } as const;
        const { worst, mean } = await compare(image, masks[name]!(320), options);
        expect(worst, `${file} ${name}`).toBeLessThanOrEqual(1);
        expect(mean, `${file} ${name}`).toBeLessThanOrEqual(0.02);
      }
    }
  });
});

describe('encode', () => {
  it.each([3, 4] as const)('makes PNG of %i channels without loss, and WebP', async (channels) => {
    const image = rasterOf(20, 10, channels);
    const png = await processor.encode(image, 'png');
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 20, height: 10, channels });
    expect(data.equals(image.data)).toBe(true);
    const webp = await sharp(await processor.encode(image, 'webp')).metadata();
    expect(webp).toMatchObject({ format: 'webp', width: 20, height: 10, hasAlpha: channels === 4 });
  });

  it('says what is wrong with a raster that is not one', async () => {
    await expect(processor.encode({ ...rasterOf(4, 4, 3), width: 5 }, 'png')).rejects.toMatchObject({
      code: 'INVALID_IMAGE',
    });
  });
});
