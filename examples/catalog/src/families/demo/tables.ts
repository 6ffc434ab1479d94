import { tint } from '../../drawing/colour.ts';
import { ellipse, line, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';
import { taper } from './furniture-details.ts';

export const tables: readonly Family[] = [
  demoFamily('table', 'Trestle table', '트레슬 테이블', 'wood', (d) => {
    const { main, second } = d.paint;
    const thick = d.range(12, 26);
    const wide = d.range(280, 316);
    const x = 190 - wide / 2;
    const height = d.pick([300, 346]);
    const legs = d.chance(0.5) ? main : second;
    for (const leg of [x + 56, x + wide - 20]) {
      d.tube(line([leg + 30, 176], [leg + 60, height - 26]), tint(legs, -0.35), 11);
      d.tube(line([leg + 26, 176], [leg + 2, height - 26]), tint(legs, -0.35), 11);
    }
    for (const leg of [x + 40, x + wide - 40]) {
      d.tube(line([leg, 190], [leg + 34, height]), legs, 13);
      d.tube(line([leg, 190], [leg - 34, height]), legs, 13);
      d.tube(line([leg - 22, height - 44], [leg + 22, height - 44]), legs, 9);
    }
    d.block(x, 180, wide - 20, thick, 46, d.fill, main, { material: 'wood' });
  }),
  demoFamily('table', 'Oval hairpin table', '헤어핀 타원 테이블', 'wood', (d) => {
    const { main, second } = d.paint;
    const wide = d.range(140, 168);
    const squash = d.range(0.3, 0.44);
    const low = d.pick([290, 340]);
    const metal = d.pick(['#26282c', '#b08d4f', '#e6e4df']);
    const boat = d.chance(0.4);
    for (const [x, lean] of [
      [-0.3, -8],
      [0.4, 12],
    ] as const) {
      d.tube(line([200 + wide * x, 180], [200 + wide * x + lean, low - 30]), tint(metal, -0.3), 5);
      d.tube(line([222 + wide * x, 180], [200 + wide * x + lean, low - 30]), tint(metal, -0.3), 5);
    }
    for (const [x, lean] of [
      [-0.7, -16],
      [0.7, 16],
    ] as const) {
      d.tube(line([200 + wide * x - 14, 200], [200 + wide * x + lean, low]), metal, 6);
      d.tube(line([200 + wide * x + 14, 200], [200 + wide * x + lean, low]), metal, 6);
    }
    const outline = (y: number): string =>
      boat
        ? smooth([
            [200 - wide, y],
            [170, y - wide * squash],
            [200 + wide * 0.8, y - wide * squash * 0.7],
            [200 + wide, y + 6],
            [200 + wide * 0.3, y + wide * squash * 0.8],
            [200 - wide * 0.6, y + wide * squash],
          ])
        : ellipse(200, y, wide, wide * squash);
    d.part(outline(182), tint(main, -0.45), { rim: 3 });
    d.part(outline(170), d.fill, { form: 'soft', material: 'wood' });
    if (d.chance(0.5))
      d.part(ellipse(200, 170, wide * 0.5, wide * squash * 0.45), tint(second, 0.1), {
        form: 'soft',
        rim: 4,
      });
  }),
  demoFamily('table', 'Drum table', '드럼 테이블', 'furniture', (d) => {
    const { main, second } = d.paint;
    const wide = d.range(90, 140);
    const high = d.range(110, 190);
    const y = 330 - high;
    const flare = d.pick([-24, 0, 26]);
    d.part(
      rounded(
        [
          [200 - wide, y],
          [200 + wide, y],
          [200 + wide + flare, 326, 6],
          [200 + wide * 0.6, 350, 60],
          [200 - wide * 0.6, 350, 60],
          [200 - wide - flare, 326, 6],
        ],
        6,
      ),
      d.fill,
      { form: 'standing', material: 'wood' },
    );
    const slats = d.chance(0.5);
    if (slats)
      for (let bar = -7; bar <= 7; bar += 1)
        d.seam(
          line([200 + (bar / 7.4) * wide, y + 20], [200 + (bar / 7.4) * (wide + flare), 336]),
          undefined,
          3,
        );
    else
      d.part(
        rounded(
          [
            [200 - wide, y + high * 0.4],
            [200 + wide, y + high * 0.4],
            [200 + wide, y + high * 0.4 + 16],
            [200 - wide, y + high * 0.4 + 16],
          ],
          3,
        ),
        second,
        { form: 'standing' },
      );
    d.part(ellipse(200, y + 8, wide + 12, (wide + 12) * 0.27), tint(main, -0.5), { rim: 3 });
    d.part(ellipse(200, y, wide + 12, (wide + 12) * 0.27), d.chance(0.5) ? '#f0eeea' : tint(main, 0.25), {
      form: 'gloss',
      material: 'leather',
    });
  }),
  demoFamily('table', 'Vanity desk', '화장대 책상', 'wood', (d) => {
    const { main, second } = d.paint;
    const mirror = d.pick([0, 1, 2]);
    const legs = d.range(100, 130);
    if (mirror === 1) {
      d.part(ellipse(200, 110, 66, 76), main, { material: 'wood' });
      d.part(ellipse(200, 110, 56, 66), '#cfe0e8', { form: 'gloss' });
    } else if (mirror === 2) {
      d.part(rectangle(110, 50, 180, 140, 6), main, { material: 'wood' });
      d.part(rectangle(122, 62, 156, 116, 3), '#cfe0e8', { form: 'gloss' });
    } else {
      d.part(rectangle(70, 130, 260, 66, 3), tint(main, -0.2), { material: 'wood' });
      for (const x of [78, 164, 250]) d.part(rectangle(x, 138, 72, 50, 2), tint(main, -0.55), { rim: 6 });
    }
    for (const [x, lean] of [
      [72, -10],
      [328, 10],
      [104, -4],
      [300, 4],
    ] as const)
      taper(d, x, 240, 250 + legs, lean, tint(main, -0.15), 15);
    d.block(44, 196, 296, 12, 26, d.fill, main, { material: 'wood' });
    d.part(rectangle(52, 208, 284, 46, 3), d.fill, { material: 'wood' });
    const drawers = d.pick([2, 3]);
    for (let drawer = 0; drawer < drawers; drawer += 1) {
      const step = 272 / drawers;
      d.part(
        rectangle(60 + drawer * step, 214, step - 6, 34, 3),
        d.chance(0.5) ? tint(second, 0.1) : tint(main, 0.12),
        { material: 'wood', rim: 5 },
      );
      d.part(ellipse(57 + drawer * step + step / 2, 231, 5), '#c8a24f', { form: 'ball', rim: 1 });
    }
  }),
];
