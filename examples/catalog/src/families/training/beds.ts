// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { leg, pillow, woods } from './furniture-details.ts';
import { trainingFamily } from './training-family.ts';

export const beds: readonly Family[] = [
  trainingFamily('bed', 'front-panel', 'furniture', (d) => {
    const { main, second } = d.paint;
    const wood = d.pick(woods);
    const head = d.range(60, 110);
    d.part(rectangle(70, head, 260, 150, d.pick([4, 30])), wood, { material: 'wood', form: 'soft' });
    d.part(
      rounded(
        [
          [80, 176],
          [320, 176],
          [356, 280],
          [44, 280],
        ],
        8,
      ),
      '#f2efe9',
      { form: 'soft' },
    );
    pillow(d, 96, 142, 92, 44, '#f7f5f0');
    pillow(d, 212, 142, 92, 44, '#f7f5f0');
    if (d.chance(0.6)) pillow(d, 156, 160, 86, 38, second);
    const edge = d.range(194, 222);
    d.part(
      rounded(
        [
          [86 - (edge - 176) * 0.3, edge, 4],
          [314 + (edge - 176) * 0.3, edge, 4],
          [362, 286, 10],
          [362, 318, 8],
          [38, 318, 8],
          [38, 286, 10],
        ],
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [120, 230],
            [110, 270],
            [90, 312],
          ],
          [
            [200, 236],
            [214, 280],
            [208, 314],
          ],
          [
            [290, 226],
            [306, 270],
            [312, 312],
          ],
        ],
      },
    );
    d.part(
      rounded(
        [
          [86 - (edge - 176) * 0.3, edge],
          [314 + (edge - 176) * 0.3, edge],
          [316 + (edge - 158) * 0.3, edge + 18],
          [84 - (edge - 158) * 0.3, edge + 18],
        ],
        4,
      ),
      tint(main, 0.5),
      { rim: 4 },
    );
    d.part(rectangle(34, 314, 332, 24, 4), wood, { material: 'wood', form: 'lying' });
    for (const x of [44, 346]) leg(d, x + 5, 338, 364, 18, tint(wood, -0.3));
  }),
  trainingFamily('bed', 'side-low', 'furniture', (d) => {
    const { second, main } = d.paint;
    const wood = d.pick(woods);
    const head = d.range(90, 160);
    const high = d.range(36, 56);
    d.part(
      rounded(
        [
          [30, head, 14],
          [62, head, 14],
          [66, 330, 2],
          [34, 330, 2],
        ],
        6,
      ),
      wood,
      { material: 'wood', form: 'standing' },
    );
    d.block(60, 268, 290, 34, 30, wood, wood, { material: 'wood' });
    d.part(
      rounded(
        [
          [62, 250, 14],
          [90, 244 - high, 14],
          [382, 244 - high, 18],
          [356, 262, 14],
          [352, 272, 10],
          [62, 272, 10],
        ],
        10,
      ),
      '#f4f2ec',
      { form: 'soft' },
    );
    d.part(
      rounded(
        [
          [150, 240 - high, 10],
          [384, 240 - high, 20],
          [362, 262, 10],
          [358, 290, 10],
          [140, 290, 10],
          [132, 250, 10],
        ],
        10,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [180, 230],
            [190, 260],
            [184, 286],
          ],
          [
            [260, 226],
            [256, 260],
            [266, 288],
          ],
          [
            [330, 226],
            [330, 260],
            [322, 288],
          ],
        ],
      },
    );
    pillow(d, 74, 216 - high, 60, 40, '#fbfaf6');
    if (d.chance(0.5)) pillow(d, 100, 226 - high, 52, 34, second);
    for (const x of [52, 330]) leg(d, x, 302, 338, 16, tint(wood, -0.2));
    d.seam(line([140, 272], [352, 272]), tint(main, -0.5), 2);
  }),
  trainingFamily('bed', 'bunk', 'furniture', (d) => {
    const wood = d.pick(woods);
    const gap = d.range(120, 140);
    for (const y of [96, 96 + gap]) {
      d.part(
        rounded(
          [
            [62, y + 6],
            [330, y + 6],
            [330, y + 44],
            [62, y + 44],
          ],
          6,
        ),
        '#f3f0ea',
        { form: 'lying' },
      );
      d.part(rectangle(150, y, 182, 50, 10), d.fill, {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [200, y + 6],
            [210, y + 28],
            [202, y + 48],
          ],
          [
            [280, y + 6],
            [272, y + 28],
            [284, y + 48],
          ],
        ],
      });
      pillow(d, 76, y - 6, 60, 24, d.paint.second);
      d.part(rectangle(48, y + 40, 306, 26, 3), wood, { material: 'wood', form: 'lying' });
    }
    d.part(rectangle(120, 62, 230, 16, 3), wood, { material: 'wood', form: 'lying' });
    for (const x of [48, 340])
      d.part(rectangle(x, 40, 18, 320, 3), wood, { material: 'wood', form: 'standing' });
    const ladder = d.pick([76, 284]);
    for (const x of [ladder, ladder + 40])
      d.part(rectangle(x, 60, 10, 300, 3), tint(wood, -0.15), { form: 'standing', rim: 3 });
    for (let y = 110; y < 350; y += 44)
      d.part(rectangle(ladder, y, 50, 9, 3), tint(wood, 0.1), { form: 'lying', rim: 2 });
  }),
  trainingFamily('bed', 'tufted', 'furniture', (d) => {
    const { main, second } = d.paint;
    const top = d.range(50, 80);
    d.part(
      smooth([
        [60, 220],
        [58, top + 30],
        [100, top + 10],
        [200, top - 14],
        [300, top + 10],
        [342, top + 30],
        [340, 220],
      ]),
      main,
      { form: 'soft', material: 'leather' },
    );
    for (let row = 0; row < 3; row += 1)
      for (let column = 0; column < 7 - (row % 2); column += 1)
        d.part(ellipse(86 + column * 38 + (row % 2) * 19, top + 44 + row * 30, 4), tint(main, -0.45), {
          rim: 2,
        });
    pillow(d, 84, 150, 104, 50, '#f8f6f1');
    pillow(d, 212, 150, 104, 50, '#f8f6f1');
    pillow(d, 110, 172, 74, 40, second);
    pillow(d, 216, 172, 74, 40, second);
    d.part(
      rounded(
        [
          [72, 212],
          [328, 212],
          [360, 300],
          [360, 330],
          [40, 330],
          [40, 300],
        ],
        10,
      ),
      d.fill,
      { form: 'soft', material: d.pick(['quilt', 'fabric'] as const) },
    );
    d.part(rectangle(34, 320, 332, 30, 8), tint(main, -0.15), { form: 'lying', material: 'leather' });
    for (const x of [54, 346]) leg(d, x, 350, 368, 14, '#3a2a20');
  }),
  trainingFamily('bed', 'iron-frame', 'furniture', (d) => {
    const metal = d.pick(['#26282c', '#e9e7e2', '#b08d4f']);
    const top = d.range(60, 90);
    d.tube(`M60 340V${top + 40}Q60 ${top} 100 ${top}H300Q340 ${top} 340 ${top + 40}V340`, metal, 10);
    const step = d.pick([27, 36]);
    for (let x = 92; x < 330; x += step) d.tube(line([x, top + 4], [x, 200]), metal, 5);
    d.part(ellipse(60, top + 34, 9), metal, { form: 'ball' });
    pillow(d, 84, 148, 100, 46, '#f8f6f1');
    pillow(d, 216, 148, 100, 46, d.paint.second);
    d.part(
      rounded(
        [
          [70, 196],
          [330, 196],
          [352, 286],
          [48, 286],
        ],
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [130, 210],
            [120, 250],
            [104, 284],
          ],
          [
            [220, 206],
            [226, 250],
            [220, 284],
          ],
          [
            [300, 206],
            [304, 240],
            [324, 284],
          ],
        ],
      },
    );
    d.part(
      rounded(
        [
          [48, 278],
          [352, 278],
          [350, 316],
          [50, 316],
        ],
        6,
      ),
      tint(d.paint.main, -0.15),
      { form: 'lying', material: 'fabric' },
    );
    const foot = d.range(236, 262);
    d.tube(`M40 364V${foot}H360V364`, metal, 11);
    for (let x = 70; x < 350; x += 36) d.tube(line([x, foot], [x, 330]), metal, 5);
    d.tube(line([40, 330], [360, 330]), metal, 7);
  }),
];
