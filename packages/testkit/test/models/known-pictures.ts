import { fakeImage } from '@imgsearch/core/testing';
import sharp from 'sharp';
import type { KnownPicture } from '../../src/index.ts';

/** A picture of the fake processor. Twelve pixels wide, by which the mutants know it. */
export function fakePictures(): KnownPicture[] {
  const [width, height] = [12, 5];
  const data = new Uint8Array(width * height * 3).fill(200);
  const bytes = fakeImage({ color: [200, 200, 200], background: [200, 200, 200], width, height });
  return [{ name: 'grey', bytes, raster: { width, height, channels: 3, data } }];
}

/** A picture that EXIF turns by a quarter, and one in shades of grey. */
export async function encodedPictures(): Promise<KnownPicture[]> {
  const upright = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9, 90, 90, 90, 200, 200, 200);
  // Three wide and two high as stored; orientation 6 asks for a quarter turn to the right.
  const stored = sharp(upright, { raw: { width: 3, height: 2, channels: 3 } });
  const turned = await stored.withMetadata({ orientation: 6 }).png().toBuffer();
  const pixel = (x: number, y: number) => [...upright.subarray((y * 3 + x) * 3, (y * 3 + x) * 3 + 3)];
  const data = Uint8Array.from([0, 1, 2].flatMap((x) => [...pixel(x, 1), ...pixel(x, 0)]));
  const shades = Uint8Array.of(0, 50, 100, 150, 200, 250);
  const grey = await sharp(shades, { raw: { width: 3, height: 2, channels: 1 } })
    .png()
    .toBuffer();
  return [
    { name: 'EXIF orientation 6', bytes: turned, raster: { width: 2, height: 3, channels: 3, data } },
    {
      name: 'shades of grey',
      bytes: grey,
      raster: {
        width: 3,
        height: 2,
        channels: 3,
        data: Uint8Array.from([...shades].flatMap((level) => [level, level, level])),
      },
    },
  ];
}
