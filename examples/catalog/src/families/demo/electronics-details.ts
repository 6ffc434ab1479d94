import type { Colour } from '../../drawing/colour.ts';
import type { Draft } from '../../drawing/draft.ts';
import { ellipse, type Point, rounded } from '../../drawing/path.ts';

export function camera(d: Draft, x: number, y: number, radius: number, rim: Colour): void {
  d.part(ellipse(x, y, radius), rim, { form: 'ball', rim: 2 });
  d.part(ellipse(x, y, radius * 0.78), '#16181d', { rim: 4 });
  d.part(ellipse(x, y, radius * 0.42), '#26335a', { form: 'ball', rim: 2 });
  d.part(ellipse(x - radius * 0.3, y - radius * 0.34, radius * 0.16), '#dfe8ff', { rim: 0, outline: 0 });
}

/** Keys in a four-cornered field, row by row. */
export function keys(
  d: Draft,
  corners: readonly [Point, Point, Point, Point],
  rows: number,
  columns: number,
  colour: Colour,
): void {
  const [a, b, c, e] = corners;
  const at = (u: number, v: number): Point => [
    (a[0] * (1 - u) + b[0] * u) * (1 - v) + (e[0] * (1 - u) + c[0] * u) * v,
    (a[1] * (1 - u) + b[1] * u) * (1 - v) + (e[1] * (1 - u) + c[1] * u) * v,
  ];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [u0, u1] = [(column + 0.1) / columns, (column + 0.9) / columns];
      const [v0, v1] = [(row + 0.12) / rows, (row + 0.88) / rows];
      d.part(rounded([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], 1.5), colour, {
        rim: 0,
        outline: 0.4,
      });
    }
}
