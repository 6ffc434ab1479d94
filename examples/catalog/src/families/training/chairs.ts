import { tint } from '../../drawing/colour.ts';
import { ellipse, line, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { leg, pillow, woods } from './furniture-details.ts';
import { trainingFamily } from './training-family.ts';

export const chairs: readonly Family[] = [
  trainingFamily('chair', 'spindle', 'wood', (d) => {
    const { main } = d.paint;
    const top = d.range(40, 80);
    const wide = d.range(66, 84);
    leg(d, 150, 234, 352, 14, tint(main, -0.3), -12);
    leg(d, 250, 234, 352, 14, tint(main, -0.3), 12);
    const spindles = d.pick([4, 5, 7]);
    for (let bar = 0; bar < spindles; bar += 1) {
      const u = bar / (spindles - 1) - 0.5;
      d.tube(
        line([200 + u * wide * 1.9, top + 16], [200 + u * wide * 1.5, 224]),
        main,
        bar === 0 || bar === spindles - 1 ? 11 : 7,
      );
    }
    d.part(
      smooth([
        [200 - wide - 12, top + 24],
        [200 - wide, top - 4],
        [200, top - 14],
        [200 + wide, top - 4],
        [200 + wide + 12, top + 24],
        [200, top + 12],
      ]),
      d.fill,
      { material: 'wood', form: 'lying' },
    );
    d.part(
      smooth([
        [200 - wide - 20, 232],
        [200 - wide, 214],
        [200, 208],
        [200 + wide, 214],
        [200 + wide + 20, 232],
        [200 + wide, 252],
        [200, 258],
        [200 - wide, 252],
      ]),
      d.fill,
      { material: 'wood', form: 'soft' },
    );
    leg(d, 140, 250, 374, 16, main, -20);
    leg(d, 260, 250, 374, 16, main, 20);
    d.tube(line([128, 320], [272, 320]), main, 7);
  }),
  trainingFamily('chair', 'armchair', 'furniture', (d) => {
    const { main, second, material } = d.paint;
    const top = d.range(60, 110);
    const wood = d.pick(woods);
    for (const x of [86, 314]) leg(d, x, 320, 366, 18, wood, x < 200 ? -6 : 6);
    d.part(
      rounded(
        [
          [96, top, 40],
          [304, top, 40],
          [312, 300, 10],
          [88, 300, 10],
        ],
        20,
      ),
      d.fill,
      { form: 'soft', material },
    );
    if (d.chance(0.5))
      for (const x of [160, 200, 240]) d.part(ellipse(x, top + 60, 5), tint(main, -0.4), { rim: 2 });
    d.part(
      rounded(
        [
          [98, 226],
          [302, 226],
          [306, 286],
          [94, 286],
        ],
        18,
      ),
      tint(main, 0.1),
      { form: 'lying', material },
    );
    d.part(
      rounded(
        [
          [96, 276],
          [304, 276],
          [300, 328],
          [100, 328],
        ],
        8,
      ),
      d.fill,
      { form: 'soft', material },
    );
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 92, 188, 20],
            [200 + side * 146, 182, 26],
            [200 + side * 142, 330, 8],
            [200 + side * 96, 330, 8],
          ],
          10,
        ),
        d.fill,
        { form: 'soft', material, rim: 14 },
      );
    if (d.chance(0.5)) pillow(d, 164, 176, 74, 62, second);
  }),
  trainingFamily('chair', 'office', 'furniture', (d) => {
    const { second, material } = d.paint;
    const top = d.range(36, 64);
    const mesh = d.chance(0.5);
    for (const [x, y] of [
      [110, 346],
      [150, 366],
      [200, 372],
      [250, 366],
      [290, 346],
    ] as const) {
      d.tube(line([200, 322], [x, y - 8]), '#3b3e44', 10);
      d.part(ellipse(x, y, 9), '#1f2125', { form: 'ball' });
    }
    d.part(rectangle(190, 250, 20, 80, 4), '#8b8f96', { form: 'standing' });
    d.part(
      rounded(
        [
          [140, top, 26],
          [260, top, 26],
          [272, 200, 20],
          [128, 200, 20],
        ],
        20,
      ),
      d.fill,
      { form: 'soft', material: mesh ? 'quilt' : material },
    );
    if (d.chance(0.5))
      d.part(
        rounded(
          [
            [160, top - 30],
            [240, top - 30],
            [244, top + 4],
            [156, top + 4],
          ],
          12,
        ),
        tint(second, -0.2),
        { form: 'soft' },
      );
    d.part(
      rounded(
        [
          [108, 226, 24],
          [292, 226, 24],
          [304, 262, 20],
          [96, 262, 20],
        ],
        16,
      ),
      d.fill,
      { form: 'soft', material },
    );
    for (const side of [-1, 1]) {
      d.tube(line([200 + side * 100, 250], [200 + side * 112, 188]), '#3b3e44', 9);
      d.part(rectangle(200 + side * 112 - 20, 176, 40, 14, 6), '#26282d', { form: 'lying' });
    }
  }),
  trainingFamily('chair', 'bar-stool', 'furniture', (d) => {
    const { main, material } = d.paint;
    const metal = d.pick(['#c9ccd1', '#26282c', '#b08d4f']);
    const seat = d.range(96, 140);
    const wide = d.range(60, 80);
    if (d.chance(0.5))
      d.part(
        rounded(
          [
            [200 - wide, seat - 60, 22],
            [200 + wide, seat - 60, 22],
            [200 + wide - 6, seat + 4, 8],
            [206 - wide, seat + 4, 8],
          ],
          12,
        ),
        d.fill,
        { form: 'soft', material },
      );
    for (const side of [-1, 1]) {
      d.tube(line([200 + side * 30, seat + 20], [200 + side * 50, 356]), tint(metal, -0.2), 8);
      d.tube(line([200 + side * 44, seat + 20], [200 + side * 84, 372]), metal, 10);
    }
    d.tube(`M${200 - 66} 290Q200 310 ${200 + 66} 290`, metal, 8);
    d.part(
      smooth([
        [200 - wide - 8, seat + 12],
        [200 - wide + 10, seat - 8],
        [200, seat - 12],
        [200 + wide - 10, seat - 8],
        [200 + wide + 8, seat + 12],
        [200, seat + 32],
      ]),
      tint(main, 0.08),
      { form: 'soft', material },
    );
  }),
  trainingFamily('chair', 'rocker', 'wood', (d) => {
    const { main, second } = d.paint;
    const top = d.range(40, 70);
    d.tube(
      smooth(
        [
          [60, 330],
          [150, 366],
          [260, 366],
          [352, 322],
        ],
        false,
      ),
      main,
      13,
    );
    d.tube(line([120, 356], [140, 240]), main, 11);
    d.tube(line([282, 360], [268, 240]), main, 11);
    d.part(
      rounded(
        [
          [136, 224],
          [290, 234],
          [296, 254],
          [130, 248],
        ],
        8,
      ),
      d.fill,
      { material: 'wood', form: 'lying' },
    );
    const slats = d.pick([3, 4, 5]);
    d.tube(line([140, 240], [96, top]), main, 12);
    d.tube(line([176, 240], [140, top - 6]), main, 12);
    for (let slat = 0; slat < slats; slat += 1) {
      const y = top + 14 + (slat * 150) / slats;
      d.part(
        rounded(
          [
            [100 + slat * 9, y],
            [146 + slat * 8, y - 6],
            [150 + slat * 8, y + 12],
            [104 + slat * 9, y + 18],
          ],
          4,
        ),
        main,
        { material: 'wood' },
      );
    }
    d.tube(line([122, 168], [262, 176]), main, 12);
    d.tube(line([258, 176], [266, 236]), main, 9);
    if (d.chance(0.6))
      d.part(
        rounded(
          [
            [140, 206],
            [280, 216],
            [284, 238],
            [136, 230],
          ],
          10,
        ),
        second,
        { form: 'soft', material: 'fabric' },
      );
  }),
];
