import type { Draft } from '../../drawing/draft.ts';
import { rounded, smooth } from '../../drawing/path.ts';

export const woods = ['#a9743f', '#6a4526', '#d8b98a', '#3a2c24', '#f0ece4'] as const;

export function leg(
  d: Draft,
  x: number,
  top: number,
  bottom: number,
  wide: number,
  colour: string,
  splay = 0,
): void {
  d.part(
    rounded(
      [
        [x - wide / 2, top],
        [x + wide / 2, top],
        [x + wide / 3 + splay, bottom],
        [x - wide / 3 + splay, bottom],
      ],
      2,
    ),
    colour,
    { form: 'standing', rim: 3 },
  );
}

export function pillow(d: Draft, x: number, y: number, width: number, height: number, fill: string): void {
  d.part(
    smooth([
      [x, y],
      [x + width / 2, y - 5],
      [x + width, y],
      [x + width + 5, y + height / 2],
      [x + width, y + height],
      [x + width / 2, y + height + 4],
      [x, y + height],
      [x - 5, y + height / 2],
    ]),
    fill,
    {
      form: 'soft',
      material: 'fabric',
      folds: [
        [
          [x + width * 0.3, y + height * 0.3],
          [x + width * 0.5, y + height * 0.5],
          [x + width * 0.7, y + height * 0.4],
        ],
      ],
    },
  );
}
