import { type Colour, tint } from '../../drawing/colour.ts';
import type { Draft } from '../../drawing/draft.ts';
import { ellipse, line, type Point, rectangle, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

function camera(d: Draft, x: number, y: number, radius: number, rim: Colour): void {
  d.part(ellipse(x, y, radius), rim, { form: 'ball', rim: 2 });
  d.part(ellipse(x, y, radius * 0.78), '#16181d', { rim: 4 });
  d.part(ellipse(x, y, radius * 0.42), '#26335a', { form: 'ball', rim: 2 });
  d.part(ellipse(x - radius * 0.3, y - radius * 0.34, radius * 0.16), '#dfe8ff', { rim: 0, outline: 0 });
}

/** Keys in a four-cornered field, row by row. */
function keys(
  d: Draft,
  corners: readonly [Point, Point, Point, Point],
  rows: number,
  columns: number,
  colour: Colour,
): void {
  const [a, b, c, e] = corners;
  const at = (u: number, v: number): Point => [
    (a[0] * (1 - u) + b[0] * u) * (1 - v) + (e[0] * (1 - u) + c[0] * u) * v,
    (a[1] * (1 - u) + b[1] * u) * (1 - v) + (e[1] * (1 - u) + c[1] * u) * v,
  ];
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const [u0, u1] = [(column + 0.1) / columns, (column + 0.9) / columns];
      const [v0, v1] = [(row + 0.12) / rows, (row + 0.88) / rows];
      d.part(rounded([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], 1.5), colour, {
        rim: 0,
        outline: 0.4,
      });
    }
}

export const smartphones: readonly Family[] = [
  demoFamily('smartphone', 'Round-lens phone', '원형 카메라 스마트폰', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const width = d.range(150, 178);
    const x = 200 - width / 2;
    d.part(rectangle(x - 4, 24, width + 8, 352, 28), tint(main, -0.3), { form: 'gloss', material: 'metal' });
    d.part(rectangle(x, 28, width, 344, 24), d.fill, { form: 'gloss', material });
    const radius = d.range(44, 60);
    const centre = d.pick([200, x + radius + 12]);
    const ringColour = d.pick(['#c8a24f', '#3a3d44', '#d5d8dc']);
    d.part(ellipse(centre, 102, radius), ringColour, { form: 'ball', material: 'metal' });
    d.part(ellipse(centre, 102, radius - 7), '#15171b', { form: 'gloss', rim: 6 });
    for (let spot = 0; spot < 3; spot += 1)
      camera(
        d,
        centre + radius * 0.48 * Math.cos(spot * 2.094 - 1.57),
        102 + radius * 0.48 * Math.sin(spot * 2.094 - 1.57),
        radius * 0.28,
        '#4b4f57',
      );
    if (d.chance(0.5)) d.seam(line([200, 176], [200, 370]), tint(second, 0.1), 10);
    d.mark(200, 320, 26, accent);
  }),
  demoFamily('smartphone', 'Triple-column phone', '세로 트리플 카메라 스마트폰', 'device', (d) => {
    const { main, material, accent, second } = d.paint;
    const width = d.range(148, 172);
    const x = 200 - width / 2;
    const square = d.pick([6, 20]);
    d.part(rectangle(x - 4, 24, width + 8, 352, square + 4), tint(main, -0.22), {
      material: 'metal',
      form: 'gloss',
    });
    d.part(rectangle(x, 28, width, 344, square), d.fill, { form: 'gloss', material });
    const lenses = d.pick([3, 2, 4]);
    const size = d.range(17, 22);
    for (let spot = 0; spot < lenses; spot += 1) camera(d, x + 34, 64 + spot * 46, size, tint(main, 0.35));
    d.part(ellipse(x + 70, 88, 8), '#fff1c9', { rim: 2 });
    d.part(ellipse(x + 70, 122, 5), '#16181d', { rim: 1 });
    if (d.chance(0.5)) d.part(rectangle(x, 292, width, 46, 1), second, { form: 'gloss', rim: 3 });
    d.print(200, 352, 44, 1, tint(accent, -0.2));
    d.part(rectangle(x + width + 3, 140, 5, 70, 2), tint(main, -0.4), { rim: 1 });
  }),
  demoFamily('smartphone', 'Edge-screen phone', '엣지 스크린 스마트폰', 'device', (d) => {
    const { main, accent, second } = d.paint;
    const width = d.range(152, 176);
    const x = 200 - width / 2;
    d.part(rectangle(x - 5, 24, width + 10, 352, 38), main, { form: 'standing', material: 'metal' });
    d.part(rectangle(x, 28, width, 344, 34), '#0b0c0f', { rim: 2 });
    const inner = rectangle(x + 4, 33, width - 8, 334, 30);
    d.part(inner, d.paint.pattern === 'solid' ? tint(second, -0.25) : d.fill, {
      form: 'gloss',
      rim: 8,
      outline: 0,
    });
    const art = d.pick([0, 1, 2]);
    if (art === 0)
      for (const [cx, cy, r] of [
        [170, 280, 46],
        [232, 236, 30],
        [228, 310, 22],
      ] as const)
        d.part(ellipse(cx, cy, r), tint(accent, 0.1), { form: 'ball', rim: 6, outline: 0 });
    if (art === 1)
      for (let petal = 0; petal < 6; petal += 1)
        d.part(
          ellipse(200 + 34 * Math.cos(petal * 1.047), 270 + 34 * Math.sin(petal * 1.047), 26),
          tint(accent, petal * 0.06),
          { form: 'ball', rim: 5, outline: 0 },
        );
    if (art === 2)
      d.part(
        smooth([
          [x + 6, 300],
          [170, 230],
          [220, 300],
          [260, 250],
          [x + width - 6, 290],
          [x + width - 6, 356],
          [x + 6, 356],
        ]),
        accent,
        { form: 'soft', outline: 0 },
      );
    d.part(ellipse(200, 50, 6), '#050506', { rim: 0 });
    d.print(200, 110, 96, 1, '#ffffff');
    d.part(rectangle(200 - 40, 84, 80, 16, 4), '#ffffff', { rim: 0, opacity: 0.85, outline: 0 });
    d.part(rectangle(x + 18, 146, width - 36, 34, 10), '#ffffff', { rim: 0, opacity: 0.35, outline: 0 });
    d.seam(line([172, 358], [228, 358]), '#ffffff', 4);
  }),
  demoFamily('smartphone', 'Book-fold phone', '북폴드 스마트폰', 'device', (d) => {
    const { main, accent, material, second } = d.paint;
    const bend = d.range(14, 34);
    const left: Point[] = [
      [62, 60 + bend],
      [198, 50],
      [198, 350],
      [62, 340 - bend],
    ];
    d.part(rounded(left, 16), d.fill, { form: 'gloss', material });
    camera(d, 96, 112 + bend, 17, tint(main, 0.3));
    camera(d, 96, 156 + bend, 17, tint(main, 0.3));
    if (d.chance(0.5)) camera(d, 96, 200 + bend, 17, tint(main, 0.3));
    d.mark(140, 270, 26, accent);
    d.part(rectangle(192, 50, 16, 300, 4), tint(main, -0.35), { form: 'standing', material: 'metal' });
    d.part(
      rounded(
        [
          [202, 50],
          [340, 66 + bend],
          [340, 334 - bend],
          [202, 350],
        ],
        16,
      ),
      tint(main, 0.1),
      { form: 'gloss', material: 'metal' },
    );
    d.part(
      rounded(
        [
          [209, 60],
          [332, 76 + bend],
          [332, 324 - bend],
          [209, 340],
        ],
        10,
      ),
      tint(second, -0.2),
      { form: 'gloss', rim: 3 },
    );
    d.part(
      smooth([
        [212, 250],
        [260, 210],
        [328, 240],
        [328, 310],
        [212, 334],
      ]),
      accent,
      { form: 'soft', rim: 3, outline: 0 },
    );
    d.part(ellipse(270, 92 + bend, 5), '#050506', { rim: 0 });
  }),
];

export const laptops: readonly Family[] = [
  demoFamily('laptop', 'Ultrabook from behind', '울트라북', 'device', (d) => {
    const { main, material, accent } = d.paint;
    const tilt = d.range(16, 60);
    d.part(
      rounded(
        [
          [40, 288],
          [230, 330],
          [370, 284],
          [372, 294],
          [232, 344],
          [38, 300],
        ],
        4,
      ),
      tint(main, -0.45),
      { rim: 3 },
    );
    d.part(
      rounded(
        [
          [40, 286],
          [230, 330],
          [370, 284],
          [190, 250],
        ],
        6,
      ),
      tint(main, -0.25),
      { material },
    );
    const lid: Point[] = [
      [40, 286],
      [230, 330],
      [230 + tilt * 0.4, 112],
      [40 + tilt * 0.4, 76],
    ];
    d.part(
      rounded(
        [
          [44, 286],
          [234, 330],
          [238 + tilt * 0.4, 114],
          [230 + tilt * 0.4, 110],
        ],
        3,
      ),
      tint(main, -0.5),
      { rim: 0 },
    );
    d.part(rounded(lid, d.pick([5, 18])), d.fill, { form: 'gloss', material });
    d.mark(136 + tilt * 0.2, 200, d.range(30, 44), accent);
    if (d.chance(0.5)) d.seam(line([60 + tilt * 0.3, 130], [226 + tilt * 0.3, 162]), tint(accent, -0.2), 5);
    d.part(
      rounded(
        [
          [70, 288],
          [110, 297],
          [110, 304],
          [70, 295],
        ],
        2,
      ),
      '#1d1f23',
      { rim: 1 },
    );
    d.part(
      rounded(
        [
          [166, 310],
          [206, 319],
          [206, 326],
          [166, 317],
        ],
        2,
      ),
      '#1d1f23',
      { rim: 1 },
    );
  }),
  demoFamily('laptop', 'Notebook from above', '노트북', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const wide = d.range(126, 150);
    const x = 200 - wide;
    const screen = d.range(140, 164);
    d.part(rectangle(x, 34, wide * 2, screen, 8), tint(main, -0.2), { material });
    d.part(rectangle(x + 6, 40, wide * 2 - 12, screen - 10, 4), '#0c0d10', { rim: 0 });
    d.part(rectangle(x + 10, 44, wide * 2 - 20, screen - 22, 2), tint(second, -0.1), {
      form: 'gloss',
      rim: 0,
    });
    const art = d.pick([0, 1]);
    if (art === 0)
      for (let bar = 0; bar < 6; bar += 1)
        d.part(
          rectangle(x + 34 + bar * 36, 44 + screen - 40 - ((bar * 37) % 60), 22, 16 + ((bar * 37) % 60), 2),
          tint(accent, bar * 0.08),
          { rim: 2, outline: 0 },
        );
    else d.part(ellipse(200, 44 + screen * 0.42, 44), accent, { form: 'ball', outline: 0 });
    d.part(rectangle(x + 30, 30 + screen, wide * 2 - 60, 12, 4), tint(main, -0.5), { form: 'lying' });
    d.part(rectangle(x - 2, 40 + screen, wide * 2 + 4, 170, d.pick([6, 18])), d.fill, {
      form: 'soft',
      material,
    });
    const top = 54 + screen;
    keys(
      d,
      [
        [x + 16, top],
        [184 + wide, top],
        [184 + wide, top + 78],
        [x + 16, top + 78],
      ],
      5,
      d.pick([12, 15]),
      tint(main, d.pick([-0.75, 0.55])),
    );
    const pad = d.range(40, 60);
    d.part(rectangle(200 - pad, top + 88, pad * 2, 58, 5), tint(main, -0.14), { form: 'gloss', rim: 3 });
  }),
  demoFamily('laptop', 'Studio laptop', '스튜디오 노트북', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const lean = d.range(-14, 26);
    const tall = d.range(128, 156);
    const base: Point[] = [
      [40, 236],
      [236, 180],
      [368, 268],
      [166, 338],
    ];
    d.part(
      rounded(
        [
          [40, 236],
          [166, 338],
          [368, 268],
          [368, 280],
          [166, 352],
          [40, 248],
        ],
        3,
      ),
      tint(main, -0.45),
      { rim: 2 },
    );
    d.part(rounded(base, 7), d.fill, { form: 'soft', material });
    keys(
      d,
      [
        [74, 232],
        [232, 187],
        [316, 243],
        [158, 296],
      ],
      5,
      d.pick([11, 14]),
      tint(main, d.pick([-0.75, 0.55])),
    );
    d.part(
      rounded(
        [
          [206, 284],
          [268, 263],
          [304, 288],
          [242, 309],
        ],
        3,
      ),
      tint(main, -0.16),
      { form: 'gloss', rim: 2 },
    );
    const up = (u: number, v: number): Point => [40 + 196 * u - lean * v, 236 - 56 * u - tall * v];
    d.part(rounded([up(0, 0), up(1, 0), up(1, 1), up(0, 1)], 7), tint(main, -0.12), { material });
    d.part(rounded([up(0.03, 0.05), up(0.97, 0.05), up(0.97, 0.96), up(0.03, 0.96)], 4), '#0c0d10', {
      rim: 0,
    });
    d.part(rounded([up(0.06, 0.1), up(0.94, 0.1), up(0.94, 0.91), up(0.06, 0.91)], 2), tint(second, -0.15), {
      form: 'gloss',
      rim: 0,
    });
    const art = d.pick([0, 1]);
    if (art === 0)
      d.part(rounded([up(0.06, 0.1), up(0.94, 0.1), up(0.8, 0.5), up(0.6, 0.3), up(0.35, 0.75)], 4), accent, {
        form: 'soft',
        outline: 0,
      });
    else
      for (const [u, v, radius] of [
        [0.3, 0.4, 20],
        [0.62, 0.56, 30],
      ] as const)
        d.part(ellipse(...(up(u, v) as [number, number]), radius), accent, { form: 'ball', outline: 0 });
  }),
];

export const earphones: readonly Family[] = [
  demoFamily('earphone', 'On-ear headphones', '온이어 헤드폰', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const radius = d.range(50, 68);
    const square = d.chance(0.5);
    d.tube(`M96 230Q90 44 200 40Q310 44 304 230`, tint(main, -0.3), 9);
    d.tube(`M132 84Q200 30 268 84`, second, d.range(18, 30));
    for (const side of [-1, 1]) {
      const x = 200 + side * 104;
      d.part(rectangle(x - 8, 190, 16, 56, 5), '#b9bdc4', { form: 'standing', material: 'metal' });
      const cup = (size: number): string =>
        square
          ? rectangle(x - size * 0.86, 268 - size, size * 1.72, size * 2, size * 0.4)
          : ellipse(x, 268, size * 0.92, size);
      d.part(cup(radius), tint(second, -0.4), { form: 'soft', material: 'leather' });
      d.part(cup(radius - 9), d.fill, { form: 'gloss', material });
      d.part(cup(radius * 0.4), tint(main, -0.2), { form: 'ball', rim: 4 });
      d.mark(x, 268, 20, accent);
    }
  }),
  demoFamily('earphone', 'Ear-hook sport buds', '이어훅 스포츠 이어폰', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const reach = d.range(50, 76);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (86 + offset);
      d.tube(
        smooth(
          [
            [x(0), 196],
            [x(16), 196 - reach * 1.5],
            [x(58), 190 - reach * 1.7],
            [x(84), 200 - reach * 0.4],
            [x(76), 280],
            [x(52), 324],
          ],
          false,
        ),
        tint(main, -0.1),
        13,
      );
      d.part(
        smooth([
          [x(-34), 190],
          [x(0), 168],
          [x(32), 190],
          [x(36), 250],
          [x(14), 292],
          [x(-24), 280],
          [x(-42), 236],
        ]),
        d.fill,
        { form: 'ball' },
      );
      d.part(
        smooth([
          [x(-34), 206],
          [x(-62), 214],
          [x(-70), 238],
          [x(-58), 260],
          [x(-34), 258],
        ]),
        tint(second, -0.3),
        { form: 'ball' },
      );
      d.part(ellipse(x(4), 228, 18), tint(accent, -0.1), { form: 'gloss', rim: 4 });
      d.mark(x(4), 228, 16, tint(accent, 0.6));
    }
  }),
  demoFamily('earphone', 'Pebble-case buds', '조약돌 케이스 이어폰', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const squash = d.range(0.62, 0.92);
    const bud = (x: number, y: number, turn: number): void => {
      d.part(
        smooth([
          [x - 34, y - 4],
          [x - 6, y - 34],
          [x + 30, y - 20],
          [x + 34, y + 16],
          [x + 4, y + 34],
          [x - 26, y + 24],
        ]),
        tint(main, 0.1),
        { form: 'ball' },
      );
      d.part(ellipse(x + turn * 34, y + 12, 17, 15), tint(second, -0.1), { form: 'ball', rim: 5 });
      d.part(ellipse(x - turn * 4, y - 6, 13), d.fill, { form: 'gloss', rim: 3 });
    };
    d.part(ellipse(200, 176 - 70 * squash, 116, 70 * squash), tint(main, -0.2), { form: 'ball', material });
    d.part(ellipse(200, 184 - 60 * squash, 98, 54 * squash), tint(main, -0.5), { form: 'soft' });
    d.part(ellipse(200, 246, 126, 108 * squash), d.fill, { form: 'ball', material });
    d.part(ellipse(200, 204, 116, 66 * squash), tint(main, -0.25), { form: 'soft' });
    d.part(ellipse(158, 204, 34, 34 * squash), tint(main, -0.6), { rim: 8 });
    d.part(ellipse(242, 204, 34, 34 * squash), tint(main, -0.6), { rim: 8 });
    bud(106, 344, 1);
    bud(d.pick([242, 290]), d.pick([198, 346]), -1);
    d.mark(200, 296, 20, accent);
  }),
  demoFamily('earphone', 'Monitor earphones', '모니터링 이어폰', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const drop = d.range(300, 350);
    const braid = tint(second, 0.05);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (84 + offset);
      d.tube(
        smooth(
          [
            [x(26), 96],
            [x(56), 40],
            [x(86), 66],
            [x(78), 150],
            [x(30), 230],
            [200 + side * 4, 274],
          ],
          false,
        ),
        braid,
        7,
      );
      d.part(
        smooth([
          [x(-30), 96],
          [x(0), 74],
          [x(40), 92],
          [x(50), 134],
          [x(16), 168],
          [x(-24), 150],
        ]),
        d.fill,
        { form: 'gloss', material },
      );
      d.part(
        rounded(
          [
            [x(-56), 112],
            [x(-26), 104],
            [x(-22), 144],
            [x(-48), 148],
          ],
          6,
        ),
        '#c9ccd1',
        { form: 'lying', material: 'metal' },
      );
      d.part(ellipse(x(-58), 130, 15, 20), tint(main, -0.6), { form: 'ball' });
      d.mark(x(10), 122, 24, accent);
    }
    d.part(ellipse(200, 278, 12, 16), tint(main, -0.2), { form: 'ball' });
    d.tube(
      smooth(
        [
          [200, 290],
          [204, drop - 10],
          [160, drop + 14],
          [110, drop],
          [80, 330],
        ],
        false,
      ),
      braid,
      8,
    );
    d.part(rectangle(60, 306, 30, 40, 6), tint(main, -0.3), { form: 'standing' });
    d.part(rectangle(70, 282, 10, 28, 3), '#d8b65c', { form: 'standing' });
    d.seam(ring(200, 278, 5, 4), accent, 1);
  }),
];
