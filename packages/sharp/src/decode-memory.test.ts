// What decoders need whole pictures for, by files of sharp's own making, and that these are not decoded all at once.
import { type DecodeLimits, ImageSearchError } from '@imgsearch/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { createMemoryRoom } from './create-memory-room.ts';
import { createSharpImageProcessor } from './create-sharp-image-processor.ts';
import { decodeCost, gifHeaderCost } from './decode-cost.ts';

const canvas = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: '#c33' } });
const cost = (format: 'jpeg' | 'png', bytes: Uint8Array): number =>
  decodeCost(format, bytes, undefined, 50e6);

describe('the cost of decoding', () => {
  it('of a JPEG is that of its coefficients, where they come in several scans', async () => {
    const picture = canvas(300, 200);
    expect(cost('jpeg', await picture.jpeg().toBuffer())).toBe(0);
    expect(cost('jpeg', await picture.jpeg({ progressive: true }).toBuffer())).toBe(300 * 200 * 3 * 2);
    const grey = await picture.toColourspace('b-w').jpeg({ progressive: true }).toBuffer();
    expect(cost('jpeg', grey)).toBe(300 * 200 * 2);
    // A baseline file whose first scan has one of three components.
    const apart = await canvas(300, 200).jpeg().toBuffer();
    apart[apart.indexOf(Buffer.from([0xff, 0xda])) + 4] = 1;
    expect(cost('jpeg', apart)).toBe(300 * 200 * 3 * 2);
  });

  it('of a JPEG is the worst where its marks are not found', async () => {
    const jpeg = await canvas(30, 20).jpeg().toBuffer();
    const odd = Buffer.concat([jpeg.subarray(0, 2), Buffer.from('rubbish'), jpeg.subarray(2)]);
    expect(cost('jpeg', odd)).toBe(400e6);
    for (let length = 0; length < jpeg.length; length += 7)
      expect([0, 400e6]).toContain(cost('jpeg', jpeg.subarray(0, length)));
  });

  it('of a GIF begins with its header', async () => {
    const gif = await canvas(300, 200).gif().toBuffer();
    expect(gifHeaderCost(gif, 50e6)).toBe(300 * 200 * 4);
    expect(gifHeaderCost(gif, 1000)).toBe(4000);
    expect(gifHeaderCost(gif.subarray(0, 9), 50e6)).toBe(0);
  });

  it('of a PNG is that of all passes, where it is interlaced', async () => {
    expect(cost('png', await canvas(300, 200).png().toBuffer())).toBe(0);
    expect(cost('png', await canvas(300, 200).png({ progressive: true }).toBuffer())).toBe(300 * 200 * 8);
    expect(cost('png', new Uint8Array(12))).toBe(0);
  });
});

describe('room for memory', () => {
  it('is for small work always, and for large work one after the other', async () => {
    const room = createMemoryRoom(160);
    const log: string[] = [];
    const ends: Record<string, () => void> = {};
    const work = (name: string) => () => {
      log.push(name);
      return new Promise<void>((end) => {
        ends[name] = end;
      });
    };
    const tasks = [room(100, work('a')), room(100, work('b')), room(60, work('c')), room(9, work('small'))];
    await expect.poll(() => log).toEqual(['small', 'a']);
    ends.a!();
    await expect.poll(() => log).toEqual(['small', 'a', 'b', 'c']);
    const alone = room(1000, work('beyond'));
    ends.b!();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(log).not.toContain('beyond');
    ends.c!();
    await expect.poll(() => log).toContain('beyond');
    for (const end of Object.values(ends)) end();
    await Promise.all([...tasks, alone]);
    await expect(room(100, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await room(160, async () => 'again')).toBe('again');
  });
});

it('pictures that are decoded as a whole wait for each other, and one that is given up is not decoded', async () => {
  const limits: DecodeLimits = {
    maxBytes: 25e6,
    maxPixels: 50e6,
    maxFrames: 1000,
    timeout: 60_000,
    workingSize: 64,
  };
  const large = await canvas(5700, 5700).png({ progressive: true, compressionLevel: 1 }).toBuffer();
  const processor = createSharpImageProcessor();
  const before = sharp.counters().process;
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, sharp.counters().process - before);
  }, 1);
  const givenUp = processor.decode(large, limits, { deadline: Date.now() + 50 });
  const stop = new AbortController();
  const aborted = processor.decode(large, limits, { signal: stop.signal });
  stop.abort();
  const [first, second] = await Promise.all([
    processor.decode(large, limits),
    processor.decode(large, limits),
    expect(aborted).rejects.toSatisfy(ImageSearchError.isInstance),
    givenUp.catch(() => undefined),
  ]);
  clearInterval(watch);
  expect(first).toEqual(second);
  expect(most).toBe(1);
}, 60_000);

it('an AVIF may have half the pixels, because its decoder holds twice as much of each', async () => {
  const limits = { maxBytes: 25e6, maxPixels: 10_000, maxFrames: 1, timeout: 60_000, workingSize: 64 };
  const processor = createSharpImageProcessor();
  const large = canvas(100, 80);
  await expect(processor.decode(await large.avif({ effort: 0 }).toBuffer(), limits)).rejects.toMatchObject({
    code: 'IMAGE_TOO_LARGE',
    message: 'The picture has 100 by 80 pixels, more than 5000.',
  });
  for (const allowed of [large.webp(), canvas(100, 50).avif({ effort: 0 })])
    expect(await processor.decode(await allowed.toBuffer(), limits)).toMatchObject({ width: 64 });
});

it('nothing of a large picture stays in the cache, whose settings are the host’s', async () => {
  const settings = { memory: 40, files: 10, items: 90 };
  sharp.cache(settings);
  const jpeg = await canvas(2400, 2400).jpeg({ progressive: true }).toBuffer();
  const processor = createSharpImageProcessor();
  const limits = { maxBytes: 25e6, maxPixels: 50e6, maxFrames: 1, timeout: 60_000, workingSize: 64 };
  await processor.decode(jpeg, limits);
  expect(sharp.cache().items).toEqual({ current: 0, max: 90 });
  await expect(processor.decode(jpeg.subarray(0, jpeg.length - 500), limits)).rejects.toThrow();
  expect(sharp.cache()).toMatchObject({
    memory: { max: 40 },
    files: { max: 10 },
    items: { current: 0, max: 90 },
  });
});
