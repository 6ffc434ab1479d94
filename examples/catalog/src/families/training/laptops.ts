import { tint } from '../../drawing/colour.ts';
import { ellipse, line, type Point, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { keyboard, wallpaper } from './electronics-details.ts';
import { trainingFamily } from './training-family.ts';

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
