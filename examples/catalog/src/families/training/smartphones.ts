import { tint } from '../../drawing/colour.ts';
import { ellipse, line, rectangle, rounded } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { lens, wallpaper } from './electronics-details.ts';
import { trainingFamily } from './training-family.ts';

export const smartphones: readonly Family[] = [
  trainingFamily('smartphone', 'back-square-island', 'device', (d) => {
    const { main, material, accent } = d.paint;
    const width = d.range(150, 176);
    const x = 200 - width / 2;
    const radius = d.range(14, 34);
    d.part(rectangle(x - 4, 26, width + 8, 348, radius + 3), tint(main, 0.25), {
      form: 'gloss',
      material: 'metal',
    });
    d.part(rectangle(x, 30, width, 340, radius), d.fill, { form: 'gloss', material });
    const size = d.range(66, 84);
    d.part(rectangle(x + 12, 42, size, size, 20), tint(main, -0.15), { form: 'gloss' });
    const spots = [
      [0.28, 0.28],
      [0.72, 0.72],
      [0.28, 0.72],
    ].slice(0, d.pick([2, 3]));
    for (const [u, v] of spots) lens(d, x + 12 + size * u!, 42 + size * v!, 15);
    d.part(ellipse(x + 12 + size * 0.74, 42 + size * 0.26, 6), '#fff3cf', { rim: 2 });
    d.mark(200, 210, 34, accent);
    d.part(rectangle(x + width + 3, 120, 5, 46, 2), tint(main, -0.3), { rim: 1 });
  }),
  trainingFamily('smartphone', 'front-notch', 'device', (d) => {
    const { main } = d.paint;
    const width = d.range(152, 178);
    const x = 200 - width / 2;
    d.part(rectangle(x, 26, width, 348, 30), tint(main, 0.1), { form: 'gloss', material: 'metal' });
    d.part(rectangle(x + 4, 30, width - 8, 340, 27), '#0c0d10', { rim: 3 });
    wallpaper(d, x + 9, 36, width - 18, 328);
    d.part(rectangle(200 - 30, 34, 60, 18, 8), '#0c0d10', { rim: 0 });
    const columns = d.pick([3, 4]);
    for (let row = 0; row < 3; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const cell = (width - 30) / columns;
        const colour = ['#f0f2f5', '#4f8ef0', '#57c07a', '#f0b23f', '#e4575a', '#8f6be0'][
          (row * columns + column) % 6
        ]!;
        d.part(
          rectangle(x + 15 + column * cell + cell * 0.15, 90 + row * 50, cell * 0.7, cell * 0.7, 8),
          colour,
          { form: 'gloss', rim: 0, outline: 0.5 },
        );
      }
    d.print(200, 70, 50, 1, '#ffffff');
  }),
  trainingFamily('smartphone', 'back-bar', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const width = d.range(156, 176);
    const x = 200 - width / 2;
    const y = d.range(62, 90);
    d.part(rectangle(x - 3, 27, width + 6, 346, 34), tint(main, -0.4), { material: 'metal' });
    d.part(rectangle(x, 30, width, 340, 32), d.fill, { form: 'gloss', material });
    d.part(rectangle(x, y, width, 56, 3), tint(second, -0.5), { form: 'lying' });
    const lenses = d.pick([2, 3]);
    for (let spot = 0; spot < lenses; spot += 1) lens(d, x + 34 + spot * 40, y + 28, 17);
    d.part(ellipse(x + width - 22, y + 28, 7), '#fff3cf', { rim: 2 });
    d.mark(200, 250, 28, accent);
    d.print(200, 340, 50, 1, tint(main, -0.4));
  }),
  trainingFamily('smartphone', 'flip-open', 'device', (d) => {
    const { main, accent } = d.paint;
    const width = d.range(140, 160);
    const x = 200 - width / 2;
    const fold = d.range(184, 216);
    d.part(rectangle(x - 4, 24, width + 8, fold - 26, 24), main, { form: 'gloss', material: 'metal' });
    d.part(rectangle(x - 4, fold + 2, width + 8, 372 - fold, 24), tint(main, -0.1), {
      form: 'gloss',
      material: 'metal',
    });
    d.part(rectangle(x - 6, fold - 7, width + 12, 14, 5), tint(main, -0.35), { form: 'lying' });
    d.part(rectangle(x + 4, 32, width - 8, 336, 18), '#0d0f13', { rim: 2 });
    wallpaper(d, x + 8, 38, width - 16, 324);
    d.seam(line([x + 4, fold], [x + width - 4, fold]), '#000000', 4);
    d.part(ellipse(200, 48, 5), '#0a0a0c', { rim: 0 });
    d.part(rectangle(x + 22, 230, width - 44, 90, 10), '#fbfbfb', { opacity: 0.8, rim: 0 });
    d.print(200, 250, width - 70, 4, accent);
  }),
  trainingFamily('smartphone', 'rugged', 'gear', (d) => {
    const { main, second } = d.paint;
    const width = d.range(150, 168);
    const x = 200 - width / 2;
    d.part(
      rounded(
        [
          [x - 8, 50],
          [x + 18, 22],
          [x + width - 18, 22],
          [x + width + 8, 50],
          [x + width + 8, 350],
          [x + width - 18, 378],
          [x + 18, 378],
          [x - 8, 350],
        ],
        8,
      ),
      main,
      { form: 'soft', material: 'leather' },
    );
    d.part(
      rounded(
        [
          [x + 8, 62],
          [x + 30, 40],
          [x + width - 30, 40],
          [x + width - 8, 62],
          [x + width - 8, 338],
          [x + width - 30, 360],
          [x + 30, 360],
          [x + 8, 338],
        ],
        6,
      ),
      '#2b2e33',
      { form: 'gloss', material: 'fabric' },
    );
    d.part(rectangle(200 - 30, 56, 60, d.range(80, 120), 16), '#14161a', { form: 'gloss' });
    for (let spot = 0; spot < d.pick([2, 3]); spot += 1) lens(d, 200, 80 + spot * 34, 15);
    for (const y of [120, 200, 280])
      for (const side of [-1, 1])
        d.part(rectangle(200 + side * (width / 2 + 4) - 4, y, 8, 34, 3), tint(second, -0.1), { rim: 2 });
    d.mark(200, 260, 36, second);
    d.print(200, 320, 60, 2, second);
  }),
];
