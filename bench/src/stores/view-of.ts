import type { RasterImage } from '@imgsearch/core';
import { seeded } from '../lib/seeded.ts';

/** Part of a photo that a view shows, how far its sides are stretched, and how far light and colours are off. */
const VIEW = { area: [0.25, 1], stretch: [3 / 4, 4 / 3], light: 0.3, colour: 0.15 } as const;

/** For the notes of a result. */
export const VIEW_TEXT =
  'a crop of a quarter to the whole of it, its sides stretched by up to a third, half of them mirrored, ' +
  'brightness up to 30 % and each colour up to 15 % off';

/** A photo as another shopper might have taken it; the same for the same seed. The photo stays as it is. */
export function viewOf(photo: RasterImage, seed: number): RasterImage {
  const random = seeded(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  const area = between(...VIEW.area) * photo.width * photo.height;
  const stretch = Math.exp(between(Math.log(VIEW.stretch[0]), Math.log(VIEW.stretch[1])));
  const width = Math.min(photo.width, Math.round(Math.sqrt(area * stretch)));
  const height = Math.min(photo.height, Math.round(Math.sqrt(area / stretch)));
  const left = Math.floor(random() * (photo.width - width + 1));
  const top = Math.floor(random() * (photo.height - height + 1));
  const mirrored = random() < 0.5;
  const light = between(1 - VIEW.light, 1 + VIEW.light);
  const tables = Array.from({ length: 3 }, () => {
    const gain = light * between(1 - VIEW.colour, 1 + VIEW.colour);
    return Uint8ClampedArray.from({ length: 256 }, (_, value) => value * gain);
  });
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = ((top + y) * photo.width + left + (mirrored ? width - 1 - x : x)) * 3;
      for (let channel = 0; channel < 3; channel++)
        data[to++] = tables[channel]![photo.data[from + channel]!]!;
    }
  return { width, height, channels: 3, data };
}
