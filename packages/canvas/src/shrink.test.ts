import type { ImageFormat } from '@imgsearch/core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { addRows, boxCount, boxSize, filterLevels, type Levels } from './shrink.ts';

/** What decode.ts does between the browser's pixels and the raster, here over the pixels that sharp decodes. */
async function shrink(bytes: Uint8Array, format: ImageFormat, channels: 3 | 4, workingSize: number) {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const scale = Math.max(info.width, info.height) / workingSize;
  const size = boxSize(scale, format);
  const [wide, deep] = [info.width, info.height].map((side) => boxCount(side, size, format)) as [
    number,
    number,
  ];
  const boxes: Levels = {
    width: wide,
    height: deep,
    channels,
    data: new Float32Array(wide * deep * channels),
  };
  const band = size * 7;
  for (let top = 0; top < info.height; top += band) {
    const rows = data.subarray(top * info.width * 4, (top + band) * info.width * 4);
    addRows(boxes, new Uint8ClampedArray(rows), info.width, top, size);
  }
  return filterLevels(boxes, Math.round(info.width / scale), Math.round(info.height / scale));
}

/** Soft noise with hard edges, about as sharp as a photo. */
async function picture(width: number, height: number, format: ImageFormat, channels: 3 | 4) {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const small = await sharp({
    create: {
      width: Math.ceil(width / 6),
      height: Math.ceil(height / 6),
      channels: 3,
      background: '#888',
      noise,
    },
  })
    .png()
    .toBuffer();
  let large = sharp(small).resize(width, height, { fit: 'fill', kernel: 'nearest' });
  if (channels === 4) {
    const alpha = await sharp(small)
      .resize(width, height, { fit: 'fill' })
      .extractChannel(0)
      .raw()
      .toBuffer();
    large = large.joinChannel(alpha, { raw: { width, height, channels: 1 } });
  }
  const uncompressed = { compressionLevel: 0 };
  return sharp(await large.png(uncompressed).toBuffer())
    .toFormat(format, format === 'jpeg' ? { quality: 95, chromaSubsampling: '4:4:4' } : uncompressed)
    .toBuffer();
}

it.each([
  [800, 640, 'png', 3, 0.005],
  [640, 801, 'png', 3, 0.005],
  [1500, 1100, 'png', 3, 0.005],
  [2600, 1950, 'png', 3, 0.1],
  [800, 640, 'png', 4, 1],
  [2600, 1950, 'png', 4, 1],
  [800, 640, 'jpeg', 3, 0.005],
  [1500, 1100, 'jpeg', 3, 0.005],
  [2600, 1950, 'jpeg', 3, 0.6],
  [4032, 3024, 'jpeg', 3, 0.6],
] as const)(
  'shrinks %i by %i %s with %i channels as sharp does',
  async (width, height, format, channels, tolerance) => {
    const bytes = await picture(width, height, format, channels);
    const ours = await shrink(bytes, format, channels, 512);
    const theirs = await sharp(bytes).resize(512, 512, { fit: 'inside' }).raw().toBuffer();
    expect(ours.length).toBe(theirs.length);
    let off = 0;
    for (let at = 0; at < ours.length; at++) {
      // Colours count by how much of them is seen.
      const seen = channels === 4 && at % 4 < 3 ? theirs[at - (at % 4) + 3]! / 255 : 1;
      off += Math.abs(ours[at]! - theirs[at]!) * seen;
    }
    expect(off / ours.length).toBeLessThan(tolerance);
  },
);
