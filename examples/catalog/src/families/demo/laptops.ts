import { tint } from '../../drawing/colour.ts';
import { ellipse, line, type Point, rectangle, rounded } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';
import { keys } from './electronics-details.ts';

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
