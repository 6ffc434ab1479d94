import { tint } from '../../drawing/colour.ts';
import type { Draft } from '../../drawing/draft.ts';
import { ellipse, line, type Point, rectangle, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

function lens(d: Draft, x: number, y: number, radius: number): void {
  d.part(ellipse(x, y, radius), '#30343b', { form: 'ball', rim: 4 });
  d.part(ellipse(x, y, radius * 0.66), '#101318', { rim: 3 });
  d.part(ellipse(x - radius * 0.14, y - radius * 0.14, radius * 0.3), '#3b4f86', {
    form: 'ball',
    rim: 0,
    outline: 0,
  });
}

function wallpaper(d: Draft, x: number, y: number, width: number, height: number): void {
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

function keyboard(
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

export const laptops: readonly Family[] = [
  trainingFamily('laptop', 'open-front', 'device', (d) => {
    const { main, material } = d.paint;
    const height = d.range(170, 200);
    const top = 250 - height;
    d.part(rectangle(70, top, 260, height, 12), tint(main, -0.05), { material });
    d.part(rectangle(76, top + 6, 248, height - 14, 8), '#0d0e11', { rim: 0 });
    wallpaper(d, 84, top + 14, 232, height - 34);
    if (d.chance(0.5)) {
      d.part(rectangle(110, top + 40, 110, 70, 5), '#fafafa', { rim: 0, opacity: 0.9 });
      d.print(165, top + 56, 80, 5, '#333840');
    }
    d.part(
      rounded(
        [
          [64, 250, 3],
          [336, 250, 3],
          [372, 322, 6],
          [28, 322, 6],
        ],
        4,
      ),
      d.fill,
      { form: 'soft', material },
    );
    keyboard(d, 84, 316, 258, 66, 334, 294, tint(main, d.pick([-0.75, 0.5])));
    d.part(
      rounded(
        [
          [166, 298],
          [234, 298],
          [240, 317],
          [160, 317],
        ],
        3,
      ),
      tint(main, -0.12),
      { rim: 2 },
    );
    d.part(rectangle(26, 320, 348, 12, 5), tint(main, -0.3), { form: 'lying' });
  }),
  trainingFamily('laptop', 'three-quarter', 'device', (d) => {
    const { main, material, accent } = d.paint;
    const lean = d.range(10, 50);
    const base: Point[] = [
      [60, 230],
      [262, 276],
      [372, 216],
      [170, 176],
    ];
    d.part(
      rounded(
        [
          [60, 230],
          [262, 276],
          [372, 216],
          [372, 226],
          [262, 290],
          [60, 242],
        ],
        3,
      ),
      tint(main, -0.4),
      { rim: 2 },
    );
    d.part(rounded(base, 5), d.fill, { form: 'soft', material });
    for (let row = 0; row < 5; row += 1)
      for (let key = 0; key < 11; key += 1) {
        const at = (u: number, v: number): Point => [92 + u * 168 + v * 82, 228 + u * 38 - v * 42];
        const [u, v] = [key / 11, 0.32 + row * 0.135];
        d.part(
          rounded([at(u, v), at(u + 0.075, v), at(u + 0.075, v + 0.1), at(u, v + 0.1)], 1),
          tint(main, -0.7),
          { rim: 0, outline: 0.3 },
        );
      }
    const up: Point[] = [
      [170, 176],
      [372, 216],
      [372 + lean * 0.5, 70],
      [170 + lean * 0.5, 36],
    ];
    d.part(rounded(up, 6), tint(main, -0.1), { material });
    d.part(
      rounded(
        [
          [178, 170],
          [364, 206],
          [364 + lean * 0.46, 82],
          [178 + lean * 0.46, 50],
        ],
        3,
      ),
      '#101216',
      { rim: 0 },
    );
    d.part(
      rounded(
        [
          [184, 164],
          [358, 198],
          [358 + lean * 0.42, 90],
          [184 + lean * 0.42, 60],
        ],
        2,
      ),
      tint(accent, -0.1),
      { form: 'gloss', rim: 0 },
    );
    d.part(
      rounded(
        [
          [184, 164],
          [358, 198],
          [358 + lean * 0.2, 150],
          [270, 120],
          [184 + lean * 0.2, 120],
        ],
        12,
      ),
      tint(main, 0.2),
      { form: 'soft', rim: 0, outline: 0 },
    );
  }),
  trainingFamily('laptop', 'closed-lid', 'device', (d) => {
    const { main, material, accent } = d.paint;
    const height = d.range(190, 240);
    const radius = d.range(10, 26);
    d.part(rectangle(36, 306 - height, 328, height + 14, radius), tint(main, -0.4), { rim: 3 });
    d.part(rectangle(36, 300 - height, 328, height, radius), d.fill, { form: 'gloss', material });
    d.mark(200, 300 - height / 2, d.range(34, 60), accent);
    if (d.chance(0.5)) {
      d.part(ellipse(90, 270, 22), accent, { form: 'flat', rim: 2 });
      d.part(rectangle(280, 120, 50, 34, 6), tint(d.paint.second, 0.1), { rim: 2 });
    }
    d.part(rectangle(150, 306, 100, 8, 3), tint(main, -0.6), { rim: 0 });
  }),
  trainingFamily('laptop', 'gaming', 'device', (d) => {
    const { main, second, accent } = d.paint;
    const dark = tint(main, -0.7);
    const top = d.range(44, 76);
    d.part(
      rounded(
        [
          [66, top + 10],
          [90, top],
          [310, top],
          [334, top + 10],
          [334, 244],
          [66, 244],
        ],
        4,
      ),
      dark,
      { form: 'gloss' },
    );
    d.part(rectangle(78, top + 12, 244, 212 - top, 3), '#08090c', { rim: 0 });
    d.part(rectangle(82, top + 16, 236, 204 - top, 2), tint(second, -0.6), { form: 'gloss', rim: 0 });
    d.part(
      smooth([
        [120, 210],
        [150, top + 40],
        [210, top + 60],
        [280, top + 30],
        [260, 210],
      ]),
      accent,
      { form: 'soft', rim: 16, outline: 0 },
    );
    d.part(
      rounded(
        [
          [52, 250, 8],
          [90, 244, 2],
          [310, 244, 2],
          [348, 250, 8],
          [384, 334, 8],
          [352, 346, 4],
          [48, 346, 4],
          [16, 334, 8],
        ],
        5,
      ),
      d.fill,
      { form: 'soft', material: 'plastic' },
    );
    keyboard(d, 74, 326, 256, 48, 352, 308, '#17181c');
    d.seam(line([64, 252], [336, 252]), accent, 4);
    d.seam(line([24, 336], [376, 336]), accent, 5);
    d.part(
      rounded(
        [
          [160, 312],
          [226, 312],
          [230, 336],
          [156, 336],
        ],
        2,
      ),
      '#1d1f24',
      { rim: 2 },
    );
  }),
  trainingFamily('laptop', 'tablet-with-keyboard', 'device', (d) => {
    const { main, second, material } = d.paint;
    d.part(
      rounded(
        [
          [90, 40],
          [330, 40],
          [330, 236],
          [90, 236],
        ],
        14,
      ),
      tint(main, 0.2),
      { form: 'gloss', material: 'metal' },
    );
    d.part(rectangle(96, 46, 228, 184, 10), '#0c0d10', { rim: 0 });
    wallpaper(d, 106, 56, 208, 164);
    const wide = d.range(290, 320);
    const left = 210 - wide / 2;
    d.part(
      rounded(
        [
          [90, 236],
          [330, 236],
          [left + wide + 14, 320],
          [left - 14, 320],
        ],
        8,
      ),
      d.fill,
      { material: material === 'metal' ? 'fabric' : 'leather', form: 'soft' },
    );
    keyboard(d, 100, 320, 246, left + 10, left + wide - 10, 292, tint(second, -0.1));
    d.part(
      rounded(
        [
          [176, 296],
          [244, 296],
          [248, 314],
          [172, 314],
        ],
        3,
      ),
      tint(main, -0.25),
      { rim: 2 },
    );
    if (d.chance(0.5)) d.tube(line([352, 60], [352, 230]), '#f2f2f0', 9);
  }),
];

export const earphones: readonly Family[] = [
  trainingFamily('earphone', 'over-ear', 'device', (d) => {
    const { main, second, material } = d.paint;
    const cup = d.range(46, 62);
    const span = d.range(104, 124);
    d.tube(
      `M${200 - span} 240C${200 - span - 20} 20 ${200 + span + 20} 20 ${200 + span} 240`,
      main,
      d.range(16, 26),
    );
    d.tube(`M${200 - span * 0.6} 88Q200 46 ${200 + span * 0.6} 88`, tint(second, -0.1), 22);
    for (const side of [-1, 1]) {
      d.part(
        smooth([
          [200 + side * (span - 34), 210],
          [200 + side * (span - 12), 190],
          [200 + side * (span - 4), 260],
          [200 + side * (span - 12), 330],
          [200 + side * (span - 34), 312],
        ]),
        tint(second, -0.35),
        { form: 'soft', material: 'leather' },
      );
      d.part(
        smooth([
          [200 + side * (span - 12), 190],
          [200 + side * (span + cup * 0.5), 204],
          [200 + side * (span + cup * 0.72), 260],
          [200 + side * (span + cup * 0.5), 318],
          [200 + side * (span - 12), 332],
        ]),
        d.fill,
        { form: 'gloss', material },
      );
      d.seam(ellipse(200 + side * (span + 14), 262, 14, 36), tint(main, 0.5), 3);
      d.mark(200 + side * (span + 14), 262, 16, d.paint.accent);
    }
  }),
  trainingFamily('earphone', 'stem-buds', 'device', (d) => {
    const { main, material } = d.paint;
    const stem = d.range(90, 140);
    const gap = d.range(70, 86);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (gap + offset);
      d.part(
        rounded(
          [
            [x(-4), 150],
            [x(26), 150],
            [x(22), 200 + stem],
            [x(2), 200 + stem],
          ],
          10,
        ),
        d.fill,
        { form: 'standing', material },
      );
      d.part(
        smooth([
          [x(-20), 96],
          [x(20), 88],
          [x(48), 120],
          [x(42), 168],
          [x(10), 188],
          [x(-24), 160],
        ]),
        d.fill,
        { form: 'ball', material },
      );
      d.part(
        smooth([
          [x(-20), 108],
          [x(-44), 118],
          [x(-52), 142],
          [x(-38), 164],
          [x(-16), 160],
        ]),
        tint(main, 0.45),
        { form: 'ball' },
      );
      d.part(ellipse(x(22), 112, 12, 6), '#22252a', { rim: 1 });
      d.part(rectangle(Math.min(x(2), x(22)), 192 + stem, 20, 10, 3), '#c9ccd0', { form: 'lying', rim: 1 });
    }
  }),
  trainingFamily('earphone', 'charging-case', 'device', (d) => {
    const { main, material, accent } = d.paint;
    const width = d.range(190, 250);
    const x = 200 - width / 2;
    const tall = d.range(120, 150);
    d.part(
      rounded(
        [
          [x + 4, 60, 50],
          [x + width - 4, 60, 50],
          [x + width, 150, 8],
          [x, 150, 8],
        ],
        30,
      ),
      tint(main, -0.12),
      { form: 'gloss', material },
    );
    d.part(
      rounded(
        [
          [x + 20, 78, 36],
          [x + width - 20, 78, 36],
          [x + width - 16, 148, 6],
          [x + 16, 148, 6],
        ],
        20,
      ),
      tint(main, -0.45),
      { form: 'lying' },
    );
    d.part(rectangle(x + 8, 148, width - 16, 46, 14), tint(main, -0.5), { form: 'lying' });
    for (const side of [-1, 1]) {
      d.part(
        smooth([
          [200 + side * 22, 140],
          [200 + side * 50, 118],
          [200 + side * 78, 140],
          [200 + side * 74, 180],
          [200 + side * 30, 182],
        ]),
        tint(main, 0.25),
        { form: 'ball' },
      );
      d.part(ellipse(200 + side * 46, 136, 9, 6), '#1f2126', { rim: 1 });
    }
    d.part(
      rounded(
        [
          [x, 176, 10],
          [x + width, 176, 10],
          [x + width - 2, 176 + tall, 56],
          [x + 2, 176 + tall, 56],
        ],
        30,
      ),
      d.fill,
      { form: 'gloss', material },
    );
    d.part(ellipse(200, 206, 5), '#5fe08a', { rim: 1 });
    d.mark(200, 252, 26, accent);
  }),
  trainingFamily('earphone', 'wired', 'device', (d) => {
    const { main, second } = d.paint;
    const loop = d.range(-40, 40);
    d.tube(
      smooth(
        [
          [110, 120],
          [126, 190],
          [180, 240],
          [198, 260],
        ],
        false,
      ),
      tint(second, 0.1),
      6,
    );
    d.tube(
      smooth(
        [
          [290, 120],
          [274, 190],
          [220, 240],
          [202, 260],
        ],
        false,
      ),
      tint(second, 0.1),
      6,
    );
    d.tube(
      smooth(
        [
          [200, 258],
          [200, 290],
          [150 + loop, 320],
          [130, 362],
          [220, 366],
          [300 + loop, 330],
          [330, 350],
        ],
        false,
      ),
      tint(second, 0.1),
      6,
    );
    d.part(rectangle(190, 248, 20, 26, 6), main, { form: 'standing' });
    d.part(rectangle(326, 340, 40, 16, 4), '#c8b06a', { form: 'lying' });
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (90 + offset);
      d.part(
        rounded(
          [
            [x(-10), 76],
            [x(34), 70],
            [x(34), 112],
            [x(-4), 124],
          ],
          14,
        ),
        d.fill,
        { form: 'gloss', material: 'metal' },
      );
      d.part(
        smooth([
          [x(-10), 74],
          [x(-34), 66],
          [x(-42), 94],
          [x(-34), 122],
          [x(-8), 120],
        ]),
        tint(second, -0.4),
        { form: 'ball' },
      );
      d.part(rectangle(Math.min(x(2), x(16)), 112, 14, 26, 5), main, { form: 'standing' });
      d.part(ellipse(x(20), 92, 11), d.paint.accent, { form: 'ball', rim: 2 });
    }
  }),
  trainingFamily('earphone', 'neckband', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const wide = d.range(96, 120);
    d.tube(
      `M${200 - wide} 270C${200 - wide - 50} 60 ${200 + wide + 50} 60 ${200 + wide} 270`,
      tint(main, -0.1),
      14,
    );
    for (const side of [-1, 1]) {
      const x = 200 + side * wide;
      d.part(
        rounded(
          [
            [x - 13, 200],
            [x + 13, 200],
            [x + 11, 300],
            [x - 11, 300],
          ],
          11,
        ),
        d.fill,
        { form: 'standing' },
      );
      d.part(rectangle(x - 4, 220, 8, 30, 3), accent, { rim: 1 });
      d.tube(
        smooth(
          [
            [x, 298],
            [x - side * 14, 340],
            [x - side * 50, 344],
            [x - side * 62, 300],
          ],
          false,
        ),
        tint(second, -0.3),
        5,
      );
      d.part(
        rounded(
          [
            [x - side * 76, 268],
            [x - side * 44, 264],
            [x - side * 42, 302],
            [x - side * 74, 306],
          ],
          10,
        ),
        main,
        { form: 'gloss' },
      );
      d.part(ellipse(x - side * 78, 287, 12, 15), tint(second, -0.4), { form: 'ball' });
    }
    d.seam(ring(200, 110, 0.1, 0.05), accent, 1);
  }),
];
