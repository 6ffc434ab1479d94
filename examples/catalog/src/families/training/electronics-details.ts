import { tint } from '../../drawing/colour.ts';
import type { Draft } from '../../drawing/draft.ts';
import { ellipse, type Point, rectangle, rounded } from '../../drawing/path.ts';

export function lens(d: Draft, x: number, y: number, radius: number): void {
  d.part(ellipse(x, y, radius), '#30343b', { form: 'ball', rim: 4 });
  d.part(ellipse(x, y, radius * 0.66), '#101318', { rim: 3 });
  d.part(ellipse(x - radius * 0.14, y - radius * 0.14, radius * 0.3), '#3b4f86', {
    form: 'ball',
    rim: 0,
    outline: 0,
  });
}

export function wallpaper(d: Draft, x: number, y: number, width: number, height: number): void {
  d.part(rectangle(x, y, width, height, 12), tint(d.paint.second, -0.2), { form: 'gloss', rim: 0 });
  const wave = (from: number): Point[] => [
    [x, y + height],
    [x, y + height * from],
    [x + width * 0.4, y + height * (from - 0.14)],
    [x + width, y + height * (from + 0.1)],
    [x + width, y + height],
  ];
  d.part(rounded(wave(0.55), 24), d.paint.accent, { form: 'soft', rim: 0, outline: 0 });
  d.part(rounded(wave(0.74), 24), tint(d.paint.main, 0.2), { form: 'soft', rim: 0, outline: 0 });
}

export function keyboard(
  d: Draft,
  left: number,
  right: number,
  y: number,
  bottomLeft: number,
  bottomRight: number,
  bottom: number,
  colour: string,
): void {
  const rows = 5;
  for (let row = 0; row < rows; row += 1) {
    const [v0, v1] = [row / rows + 0.02, (row + 0.8) / rows];
    for (let key = 0; key < 13; key += 1) {
      const at = (u: number, v: number): Point => [
        left + (bottomLeft - left) * v + u * (right - left + (bottomRight - bottomLeft - right + left) * v),
        y + (bottom - y) * v,
      ];
      d.part(
        rounded(
          [at(key / 13, v0), at((key + 0.84) / 13, v0), at((key + 0.84) / 13, v1), at(key / 13, v1)],
          1.5,
        ),
        colour,
        { rim: 0, outline: 0.4 },
      );
    }
  }
}
