import { type Colour, tint } from '../../drawing/colour.ts';
import type { Draft } from '../../drawing/draft.ts';
import { ellipse, line, type Point, rectangle, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

const timber = ['#8f5f35', '#d9bf94', '#4a3022', '#e9e5dc', '#2c2b2c'] as const;

function cushion(d: Draft, x: number, y: number, size: number, squash: number, fill: string): void {
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

function taper(
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

export const chairs: readonly Family[] = [
  demoFamily('chair', 'Shell chair', '쉘 체어', 'furniture', (d) => {
    const { main, second } = d.paint;
    const top = d.range(50, 100);
    const wood = d.pick(timber);
    const wire = d.chance(0.5);
    for (const [x, y, lean] of [
      [160, 250, -44],
      [240, 250, 44],
      [172, 246, -10],
      [228, 246, 10],
    ] as const) {
      if (wire) d.tube(line([x, y], [x + lean, 372]), '#4a4d54', 6);
      else taper(d, x, y, 372, lean, wood, 14);
    }
    if (wire)
      for (const [a, b] of [
        [146, 262],
        [262, 146],
      ] as const)
        d.tube(line([a, 262], [b, 330]), '#4a4d54', 4);
    d.part(
      smooth([
        [116, 150],
        [124, top + 20],
        [160, top],
        [240, top],
        [276, top + 20],
        [284, 150],
        [300, 196],
        [274, 240],
        [200, 256],
        [126, 240],
        [100, 196],
      ]),
      d.fill,
      { form: 'ball', material: 'fabric' },
    );
    d.part(
      smooth([
        [126, 208],
        [150, 190],
        [200, 184],
        [250, 190],
        [274, 208],
        [250, 240],
        [200, 250],
        [150, 240],
      ]),
      tint(main, 0.16),
      { form: 'soft' },
    );
    if (d.chance(0.5))
      d.part(
        smooth([
          [140, 206],
          [200, 192],
          [260, 206],
          [244, 234],
          [200, 242],
          [156, 234],
        ]),
        second,
        { form: 'soft', material: 'knit' },
      );
  }),
  demoFamily('chair', 'Wingback chair', '윙백 체어', 'furniture', (d) => {
    const { main, material, second } = d.paint;
    const top = d.range(30, 70);
    const wood = d.pick(timber);
    const buttons = d.chance(0.5);
    for (const [x, lean] of [
      [110, -8],
      [290, 8],
    ] as const)
      taper(d, x, 330, 376, lean, wood, 20);
    d.part(
      smooth([
        [122, 260],
        [116, top + 40],
        [150, top + 6],
        [200, top],
        [250, top + 6],
        [284, top + 40],
        [278, 260],
      ]),
      d.fill,
      { form: 'soft', material },
    );
    if (buttons)
      for (let row = 0; row < 3; row += 1)
        for (let column = 0; column < 3 - (row % 2); column += 1)
          d.part(ellipse(166 + column * 34 + (row % 2) * 17, top + 50 + row * 34, 4), tint(main, -0.5), {
            rim: 2,
          });
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        smooth([
          [x(78), top + 30],
          [x(116), top + 50],
          [x(122), 130],
          [x(106), 210],
          [x(82), 220],
          [x(84), 120],
        ]),
        tint(main, -0.1),
        { form: 'soft', material },
      );
      d.part(
        rounded(
          [
            [x(76), 214, 16],
            [x(128), 200, 26],
            [x(124), 340, 8],
            [x(84), 340, 8],
          ],
          12,
        ),
        d.fill,
        { form: 'soft', material, rim: 14 },
      );
    }
    d.part(
      rounded(
        [
          [118, 240],
          [282, 240],
          [286, 292],
          [114, 292],
        ],
        20,
      ),
      second,
      { form: 'lying', material },
    );
    d.part(
      rounded(
        [
          [116, 286],
          [284, 286],
          [280, 340],
          [120, 340],
        ],
        6,
      ),
      d.fill,
      { form: 'soft', material },
    );
    d.seam(line([120, 328], [280, 328]), undefined, 2, '4 3');
  }),
  demoFamily('chair', 'Director chair', '디렉터 체어', 'cloth', (d) => {
    const { main } = d.paint;
    const wood = d.pick(timber);
    const back = d.range(60, 100);
    const high = d.pick([300, 330]);
    d.part(
      rounded(
        [
          [104, back],
          [296, back],
          [298, back + d.range(50, 80)],
          [102, back + 60],
        ],
        4,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [140, back + 6],
            [150, back + 34],
            [140, back + 56],
          ],
        ],
      },
    );
    for (const x of [100, 300]) {
      d.tube(line([x, back - 6], [x, high - 84]), wood, 12);
      d.tube(line([x - 22, high - 130], [x + 22, high - 130]), wood, 13);
    }
    d.tube(line([104, high - 60], [290, high + 40]), tint(wood, -0.2), 11);
    d.tube(line([296, high - 60], [110, high + 40]), wood, 11);
    d.part(
      rounded(
        [
          [92, high - 88],
          [308, high - 88],
          [318, high - 58],
          [82, high - 58],
        ],
        5,
      ),
      d.fill,
      { form: 'lying', material: 'fabric' },
    );
    d.tube(line([84, high + 42], [140, high + 42]), wood, 12);
    d.tube(line([260, high + 42], [316, high + 42]), wood, 12);
    d.tube(line([86, high - 56], [92, high - 124]), wood, 11);
    d.tube(line([314, high - 56], [308, high - 124]), wood, 11);
    d.seam(line([108, back + 8], [292, back + 8]), tint(main, -0.5), 1.6, '5 3');
  }),
  demoFamily('chair', 'Bistro chair', '비스트로 의자', 'wood', (d) => {
    const { main, second } = d.paint;
    const top = d.range(36, 80);
    const cane = d.chance(0.5);
    taper(d, 156, 230, 360, -6, tint(main, -0.35));
    taper(d, 244, 230, 360, 6, tint(main, -0.35));
    d.tube(
      smooth(
        [
          [138, 226],
          [128, 140],
          [140, top + 20],
          [200, top],
          [260, top + 20],
          [272, 140],
          [262, 226],
        ],
        false,
      ),
      main,
      13,
    );
    if (cane)
      d.part(
        smooth([
          [146, 190],
          [142, 130],
          [160, top + 36],
          [200, top + 22],
          [240, top + 36],
          [258, 130],
          [254, 190],
        ]),
        '#dcc08d',
        { material: 'quilt', form: 'soft' },
      );
    else {
      d.tube(
        smooth(
          [
            [150, 214],
            [150, 130],
            [200, top + 34],
            [250, 130],
            [250, 214],
          ],
          false,
        ),
        tint(main, -0.1),
        9,
      );
      if (d.chance(0.5)) d.tube(line([200, top + 34], [200, 210]), main, 8);
    }
    d.part(ellipse(200, 240, 86, 27), tint(main, -0.35), { rim: 3 });
    d.part(ellipse(200, 230, 86, 27), d.fill, { form: 'soft', material: 'wood' });
    d.part(ellipse(200, 229, 64, 18), cane ? '#dcc08d' : tint(second, 0.1), {
      form: 'soft',
      material: cane ? 'quilt' : 'leather',
      rim: 5,
    });
    taper(d, 130, 244, 378, -16, main, 15);
    taper(d, 270, 244, 378, 16, main, 15);
    d.part(ring(200, 312, 78, 70, 0.24), main, { rim: 3 });
  }),
];

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
