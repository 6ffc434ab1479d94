// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { line, type Point, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';
import { cushion, timber } from './furniture-details.ts';

export const beds: readonly Family[] = [
  demoFamily('bed', 'Four-poster bed', '캐노피 침대', 'furniture', (d) => {
    const { main, second } = d.paint;
    const wood = d.pick(timber);
    const drape = d.chance(0.5);
    const top = d.range(36, 60);
    for (const x of [92, 300])
      d.part(rectangle(x - 6, top + 22, 12, 200, 2), tint(wood, -0.3), {
        material: 'wood',
        form: 'standing',
      });
    d.tube(line([92, top + 24], [300, top + 24]), tint(wood, -0.25), 9);
    d.part(
      rounded(
        [
          [92, 140],
          [300, 140],
          [300, 220],
          [92, 220],
        ],
        d.pick([4, 26]),
      ),
      wood,
      { material: 'wood' },
    );
    if (drape)
      for (const [a, b] of [
        [92, 124],
        [300, 268],
      ] as const)
        d.part(
          smooth([
            [a, top + 24],
            [b, top + 24],
            [(a + b) / 2, 150],
            [a + (b - a) * 0.3, 230],
            [a, 230],
          ]),
          tint(second, 0.35),
          {
            form: 'soft',
            opacity: 0.9,
            folds: [
              [
                [a + (b - a) * 0.5, top + 30],
                [a + (b - a) * 0.3, 140],
                [a + (b - a) * 0.2, 228],
              ],
            ],
          },
        );
    cushion(d, 148, 190, 42, 0.5, '#f8f5ee');
    cushion(d, 246, 190, 42, 0.5, '#f8f5ee');
    d.part(
      rounded(
        [
          [90, 208],
          [304, 208],
          [344, 292],
          [52, 292],
        ],
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [140, 220],
            [120, 260],
            [100, 290],
          ],
          [
            [220, 216],
            [226, 260],
            [222, 290],
          ],
        ],
      },
    );
    d.part(
      rounded(
        [
          [50, 286],
          [346, 286],
          [346, 330],
          [50, 330],
        ],
        6,
      ),
      tint(main, -0.14),
      { form: 'lying', material: 'fabric' },
    );
    d.part(rectangle(46, 322, 306, 18, 3), wood, { material: 'wood', form: 'lying' });
    for (const x of [50, 348])
      d.part(rectangle(x - 8, top - 10, 16, 376 - top, 3), wood, { material: 'wood', form: 'standing' });
    d.tube(line([50, top - 4], [348, top - 4]), wood, 11);
    d.tube(line([50, top - 4], [92, top + 24]), tint(wood, -0.15), 8);
    d.tube(line([348, top - 4], [300, top + 24]), tint(wood, -0.15), 8);
  }),
  demoFamily('bed', 'Platform bed', '플랫폼 침대', 'furniture', (d) => {
    const { main, second } = d.paint;
    const wood = d.pick(timber);
    const head = d.range(70, 120);
    const slats = d.chance(0.5);
    d.part(
      rounded(
        [
          [188, head],
          [356, head + 46],
          [356, 232],
          [188, 186],
        ],
        6,
      ),
      slats ? wood : main,
      { material: slats ? 'wood' : 'leather', form: 'soft' },
    );
    if (slats)
      for (let bar = 1; bar < 5; bar += 1)
        d.seam(line([188 + bar * 33, head + bar * 9], [188 + bar * 33, 186 + bar * 9]), '#000000', 4);
    else
      for (let bar = 1; bar < 3; bar += 1)
        d.seam(line([188, head + bar * 40], [356, head + 46 + bar * 40]), '#000000', 4);
    d.part(
      rounded(
        [
          [30, 268],
          [204, 330],
          [204, 350],
          [30, 288],
        ],
        2,
      ),
      wood,
      { material: 'wood', rim: 3 },
    );
    d.part(
      rounded(
        [
          [204, 330],
          [366, 232],
          [366, 252],
          [204, 350],
        ],
        2,
      ),
      tint(wood, -0.3),
      { material: 'wood', rim: 3 },
    );
    d.part(
      rounded(
        [
          [44, 232, 14],
          [206, 288, 14],
          [206, 332],
          [44, 274],
        ],
        8,
      ),
      '#efece4',
      { form: 'soft' },
    );
    d.part(
      rounded(
        [
          [206, 288, 14],
          [356, 206, 14],
          [356, 240],
          [206, 332],
        ],
        8,
      ),
      '#d8d4ca',
      { form: 'soft' },
    );
    d.part(
      rounded(
        [
          [44, 232],
          [196, 150],
          [356, 204],
          [206, 290],
        ],
        14,
      ),
      '#f7f4ed',
      { form: 'soft' },
    );
    cushion(d, 224, 170, 34, 0.5, '#fcfbf7');
    cushion(d, 292, 192, 34, 0.5, '#fcfbf7');
    if (d.chance(0.5)) cushion(d, 244, 200, 26, 0.6, second);
    const u = d.range(0.55, 0.85);
    const x0 = 44 + 152 * u;
    const y0 = 232 - 82 * u;
    d.part(
      rounded(
        [
          [40, 232, 10],
          [x0, y0, 6],
          [x0 + 162, y0 + 56, 8],
          [210, 292, 10],
          [210, 326, 4],
          [40, 266, 4],
        ],
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [100, 216],
            [140, 240],
            [150, 300],
          ],
          [
            [150, 190],
            [200, 220],
            [240, 250],
          ],
        ],
      },
    );
    d.part(
      rounded(
        [
          [208, 292, 8],
          [x0 + 162, y0 + 56, 6],
          [x0 + 162, y0 + 92, 4],
          [208, 326, 4],
        ],
        4,
      ),
      tint(main, -0.28),
      { material: 'fabric' },
    );
  }),
  demoFamily('bed', 'Daybed', '데이베드', 'furniture', (d) => {
    const { main, second } = d.paint;
    const wood = d.pick(timber);
    const back = d.range(100, 150);
    const curve = d.chance(0.5);
    const outline: Point[] = curve
      ? [
          [40, 190],
          [52, back + 30],
          [120, back + 14],
          [200, back - 14],
          [280, back + 14],
          [348, back + 30],
          [360, 190],
          [360, 290],
          [40, 290],
        ]
      : [
          [44, back],
          [356, back],
          [360, 290],
          [40, 290],
        ];
    d.part(curve ? smooth(outline) : rounded(outline, 5), wood, { material: 'wood', form: 'soft' });
    if (!curve)
      for (let x = 66; x < 350; x += 30)
        d.part(rectangle(x, back + 16, 10, 100, 2), tint(wood, -0.4), { rim: 3 });
    for (const [x, fill] of [
      [106, d.fill],
      [200, second],
      [294, d.fill],
    ] as const)
      cushion(d, x, 214, 44, 0.76, fill);
    d.part(
      rounded(
        [
          [48, 244],
          [352, 244],
          [362, 296],
          [38, 296],
        ],
        12,
      ),
      '#f3f0e8',
      { form: 'lying' },
    );
    d.part(
      rounded(
        [
          [50, 246],
          [350, 246],
          [362, 284],
          [358, 320],
          [42, 320],
          [38, 284],
        ],
        10,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [110, 260],
            [104, 290],
            [110, 318],
          ],
          [
            [210, 258],
            [218, 290],
            [208, 318],
          ],
          [
            [300, 258],
            [296, 290],
            [306, 318],
          ],
        ],
      },
    );
    d.part(rectangle(34, 308, 332, 26, 4), tint(wood, -0.1), { material: 'wood', form: 'lying' });
    for (const x of [36, 346])
      d.part(
        rounded(
          [
            [x - 4, 170, 10],
            [x + 22, 170, 10],
            [x + 22, 356, 3],
            [x - 4, 356, 3],
          ],
          6,
        ),
        wood,
        { material: 'wood', form: 'standing' },
      );
    d.seam(line([44, 322], [356, 322]), tint(main, -0.5), 2);
  }),
  demoFamily('bed', 'Wing-headboard divan', '윙 헤드보드 침대', 'furniture', (d) => {
    const { main, second, material } = d.paint;
    const head = d.range(50, 90);
    const channels = d.pick([4, 6, 9]);
    for (let channel = 0; channel < channels; channel += 1) {
      const step = 240 / channels;
      d.part(rectangle(80 + channel * step, head, step, 170, Math.min(14, step / 3)), main, {
        form: 'standing',
        material,
      });
    }
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 118, head - 10, 10],
            [200 + side * 150, head + 8, 20],
            [200 + side * 154, 250, 4],
            [200 + side * 122, 250, 4],
          ],
          8,
        ),
        tint(main, -0.12),
        { form: 'soft', material },
      );
    cushion(d, 146, 178, 48, 0.5, '#f9f7f2');
    cushion(d, 254, 178, 48, 0.5, '#f9f7f2');
    cushion(d, 200, 196, 34, d.pick([0.5, 0.9]), second);
    d.part(
      rounded(
        [
          [84, 206],
          [316, 206],
          [340, 300],
          [60, 300],
        ],
        14,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [140, 216],
            [126, 260],
            [110, 298],
          ],
          [
            [250, 214],
            [264, 256],
            [280, 298],
          ],
        ],
      },
    );
    d.part(
      rounded(
        [
          [70, 258],
          [330, 258],
          [342, 306],
          [58, 306],
        ],
        8,
      ),
      tint(second, 0.1),
      { form: 'lying', material: 'knit' },
    );
    d.part(rectangle(56, 296, 288, 60, 10), tint(main, -0.08), { form: 'lying', material });
    d.seam(line([200, 300], [200, 354]), undefined, 2);
    for (const x of [64, 322]) d.part(rectangle(x, 354, 14, 14, 3), '#2d231d', { rim: 2 });
  }),
];
