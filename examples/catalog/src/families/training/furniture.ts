import { tint } from '../../drawing/colour.ts';
import type { Draft } from '../../drawing/draft.ts';
import { ellipse, line, type Point, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

const woods = ['#a9743f', '#6a4526', '#d8b98a', '#3a2c24', '#f0ece4'] as const;

function leg(
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

function pillow(d: Draft, x: number, y: number, width: number, height: number, fill: string): void {
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
