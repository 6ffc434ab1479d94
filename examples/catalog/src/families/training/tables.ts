import { tint } from '../../drawing/colour.ts';
import { ellipse, line, type Point, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { leg } from './furniture-details.ts';
import { trainingFamily } from './training-family.ts';

export const tables: readonly Family[] = [
  trainingFamily('table', 'dining-four-legs', 'wood', (d) => {
    const { main } = d.paint;
    const depth = d.range(50, 80);
    const thick = d.range(12, 24);
    for (const x of [90, 330]) leg(d, x, 170, 300, 15, tint(main, -0.35));
    d.block(40, 190, 280 - depth * 0.4, thick, depth, d.fill, main, { material: 'wood' });
    for (const x of [54, 304 - depth * 0.4])
      leg(d, x, 190 + thick, 350, d.range(15, 22), main, d.pick([0, x < 200 ? -8 : 8]));
  }),
  trainingFamily('table', 'round-pedestal', 'wood', (d) => {
    const { main, second } = d.paint;
    const wide = d.range(130, 160);
    const squash = d.range(0.24, 0.34);
    for (const [x, y] of [
      [120, 350],
      [200, 368],
      [280, 350],
    ] as const)
      d.tube(`M200 300Q${(x + 200) / 2} 320 ${x} ${y}`, tint(main, -0.2), 14);
    d.part(
      smooth([
        [182, 150],
        [218, 150],
        [212, 220],
        [226, 260],
        [216, 320],
        [184, 320],
        [174, 260],
        [188, 220],
      ]),
      tint(main, -0.1),
      { form: 'standing', material: 'wood' },
    );
    d.part(ellipse(200, 150, wide, wide * squash), tint(main, -0.4), { rim: 4 });
    d.part(ellipse(200, 138, wide, wide * squash), d.chance(0.4) ? second : d.fill, {
      form: 'soft',
      material: 'wood',
    });
    d.seam(ellipse(200, 138, wide - 12, (wide - 12) * squash), tint(main, -0.5), 2);
  }),
  trainingFamily('table', 'desk-drawers', 'wood', (d) => {
    const { main, second } = d.paint;
    const drawers = d.pick([2, 3, 4]);
    const side = d.pick([60, 220]);
    d.block(40, 150, 290, 16, 44, d.fill, main, { material: 'wood' });
    for (const x of [52, 318]) leg(d, x, 166, 346, 16, tint(main, -0.15));
    d.part(rectangle(side, 166, 104, 170, 3), main, { material: 'wood' });
    for (let row = 0; row < drawers; row += 1) {
      const high = 160 / drawers;
      d.part(
        rectangle(side + 6, 172 + row * high, 92, high - 6, 3),
        d.chance(0.5) ? tint(second, 0.1) : tint(main, 0.12),
        { material: 'wood', rim: 5 },
      );
      d.part(rectangle(side + 38, 172 + row * high + high / 2 - 6, 28, 6, 3), '#c7a867', {
        form: 'lying',
        rim: 1,
      });
    }
  }),
  trainingFamily('table', 'glass-coffee', 'wood', (d) => {
    const { main } = d.paint;
    const metal = d.pick(['#c9ccd1', '#26282c', '#b08d4f']);
    const low = d.range(270, 320);
    const top: Point[] = [
      [50, 210],
      [130, 150],
      [370, 150],
      [300, 210],
    ];
    for (const [x, y] of [
      [136, 150],
      [362, 150],
    ] as const)
      d.tube(line([x, y], [x, low - 40]), tint(metal, -0.2), 9);
    d.part(
      rounded(
        [
          [60, low - 14],
          [140, low - 60],
          [352, low - 60],
          [292, low - 14],
        ],
        3,
      ),
      main,
      { material: 'wood' },
    );
    d.part(rounded(top, d.pick([3, 18])), '#bfe0e2', { form: 'gloss', opacity: 0.75 });
    d.seam(rounded(top, 6), '#6fa8ac', 5);
    d.seam(line([150, 200], [210, 160]), '#ffffff', 6);
    for (const [x, y] of [
      [58, 208],
      [296, 208],
    ] as const)
      d.tube(line([x, y], [x, low]), metal, 10);
    d.tube(line([58, low - 12], [296, low - 12]), metal, 8);
  }),
  trainingFamily('table', 'side-with-shelf', 'wood', (d) => {
    const { main, second } = d.paint;
    const wide = d.range(130, 190);
    const x = 190 - wide / 2;
    const top = d.range(90, 150);
    leg(d, x + 40, top, 320, 12, tint(main, -0.35));
    leg(d, x + wide + 24, top, 320, 12, tint(main, -0.35));
    d.block(x + 6, 290, wide - 10, 10, 30, tint(second, 0.1), second, { material: 'wood' });
    d.block(x, top, wide, d.range(14, 44), 36, d.fill, main, { material: 'wood' });
    leg(d, x + 8, top + 20, 356, 14, main);
    leg(d, x + wide - 8, top + 20, 356, 14, main);
    if (d.chance(0.4)) d.part(ellipse(x + wide / 2, top + 24, 6), '#c7a867', { form: 'ball', rim: 2 });
  }),
];
