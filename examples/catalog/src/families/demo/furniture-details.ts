import type { Colour } from '../../drawing/colour.ts';
import type { Draft } from '../../drawing/draft.ts';
import { rounded, smooth } from '../../drawing/path.ts';

export const timber = ['#8f5f35', '#d9bf94', '#4a3022', '#e9e5dc', '#2c2b2c'] as const;

export function cushion(d: Draft, x: number, y: number, size: number, squash: number, fill: string): void {
  const [w, h] = [size, size * squash];
  d.part(
    smooth([
      [x - w, y - h],
      [x, y - h * 0.86],
      [x + w, y - h],
      [x + w * 0.9, y],
      [x + w, y + h],
      [x, y + h * 0.9],
      [x - w, y + h],
      [x - w * 0.9, y],
    ]),
    fill,
    { form: 'soft', material: 'fabric' },
  );
}

export function taper(
  d: Draft,
  x: number,
  top: number,
  bottom: number,
  lean: number,
  colour: Colour,
  width = 13,
): void {
  d.part(
    rounded(
      [
        [x - width / 2, top],
        [x + width / 2, top],
        [x + lean + width / 4, bottom],
        [x + lean - width / 4, bottom],
      ],
      2,
    ),
    colour,
    { form: 'standing', rim: 3 },
  );
}
