import type { ImageFormat } from '@imgsearch/core';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { BROWSER_FORMATS, readHeader } from './read-header.ts';

const photo = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({
    create: { width, height, channels, background: { r: 90, g: 20, b: 200, alpha: 0.4 } },
  });

describe.each(BROWSER_FORMATS)('the header of %s', (format) => {
  it.each([
    [1, 1],
    [17, 300],
    [1234, 567],
  ])('says %i by %i, as sharp does', async (width, height) => {
    for (const channels of [3, 4] as const) {
      const bytes = await photo(width, height, channels)
        .toFormat(format as ImageFormat)
        .toBuffer();
      const { hasAlpha } = await sharp(bytes).metadata();
      expect(readHeader(bytes, format)).toEqual({
        width,
        height,
        frames: 1,
        // Any frame of a GIF may be transparent.
        alpha: format === 'gif' || hasAlpha,
        complete: true,
      });
    }
  });

  it('ends on anything, and calls nothing complete that was cut', async () => {
    const whole = await photo(60, 40).toFormat(format).toBuffer();
    // What a GIF or a JPEG has after its picture is nobody's.
    for (let length = 16; length < whole.length - 3; length++)
      expect(readHeader(whole.subarray(0, length), format).complete, `${length} bytes`).toBe(false);
    let state = 7;
    for (let round = 0; round < 300; round++) {
      const broken = Buffer.from(whole);
      for (let i = 0; i < 8; i++) {
        state = (state * 48_271) % 2_147_483_647;
        broken[12 + (state % (broken.length - 12))] = state >> 8;
      }
      const { width, height, frames } = readHeader(broken, format);
      expect(width * height).toBeGreaterThanOrEqual(0);
      expect(frames).toBeGreaterThanOrEqual(1);
    }
  });
});

it('takes the picture for the picture, not the thumbnail in its EXIF', async () => {
  const thumbnail = await photo(16, 16).jpeg().toBuffer();
  const whole = await photo(640, 480).jpeg().toBuffer();
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), thumbnail]);
  segment.writeUInt16BE(segment.length - 2, 2);
  const bytes = Buffer.concat([whole.subarray(0, 2), segment, whole.subarray(2)]);
  expect(readHeader(bytes, 'jpeg')).toMatchObject({ width: 640, height: 480, complete: true });
  expect(readHeader(bytes.subarray(0, segment.length + 20), 'jpeg').complete).toBe(false);
});

it.each(['gif', 'webp'] as const)('counts the frames of a moving %s', async (format) => {
  const frames = await Promise.all([1, 2, 3].map(() => photo(8, 8).png().toBuffer()));
  const bytes = await sharp(frames, { join: { animated: true } })
    .toFormat(format)
    .toBuffer();
  const pages = (await sharp(bytes).metadata()).pages ?? 1;
  expect(readHeader(bytes, format).frames).toBe(pages);
});
