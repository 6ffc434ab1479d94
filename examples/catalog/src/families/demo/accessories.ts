// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

const metals = ['#c8a24f', '#c9ccd1', '#3a3c42'] as const;

export const accessories: readonly Family[] = [
  demoFamily('accessories', 'Top-handle handbag', '탑핸들 핸드백', 'leather', (d) => {
    const { main, material } = d.paint;
    const metal = d.pick(metals);
    const top = d.range(70, 96);
    const bottom = d.range(120, 150);
    const flap = d.range(220, 270);
    d.tube(
      `M150 168Q150 ${168 - d.range(90, 130)} 200 ${168 - 118}Q250 ${168 - 118} 250 168`,
      tint(main, -0.2),
      14,
    );
    d.part(
      rounded(
        mirrored([
          [top, 150, 12],
          [bottom, 340, 14],
        ]),
        10,
      ),
      d.fill,
      { form: 'soft', material },
    );
    d.part(
      rounded(
        mirrored([
          [top + 2, 146, 14],
          [top + (bottom - top) * 0.4, flap - 20, 30],
          [30, flap, 10],
        ]),
        12,
      ),
      tint(main, 0.08),
      { form: 'gloss', material },
    );
    d.seam(
      smooth(
        [
          [200 - top - 14, flap - 34],
          [168, flap - 8],
          [232, flap - 8],
          [200 + top + 14, flap - 34],
        ],
        false,
      ),
      undefined,
      1.6,
      '4 3',
    );
    d.part(rectangle(182, flap - 24, 36, 34, 6), metal, { form: 'gloss', rim: 3 });
    d.part(ellipse(200, flap - 8, 6), '#2a2622', { rim: 1 });
    for (const x of [150, 250]) d.part(ellipse(x, 166, 10), metal, { form: 'ball', rim: 2 });
  }),
  demoFamily('accessories', 'Bucket hat', '버킷햇', 'cloth', (d) => {
    const { main, second, material } = d.paint;
    const brim = d.range(126, 160);
    const crown = d.range(80, 120);
    d.part(
      smooth([
        [120, 240],
        [126, 240 - crown],
        [160, 222 - crown],
        [240, 222 - crown],
        [274, 240 - crown],
        [280, 240],
        [200, 262],
      ]),
      d.fill,
      { form: 'soft', material },
    );
    d.part(ellipse(200, 230 - crown, 70, 13), tint(main, 0.12), { material, rim: 4 });
    d.part(
      smooth([
        [118, 226],
        [200, 250],
        [282, 226],
        [200 + brim, 286],
        [200 + brim - 10, 306],
        [200, 334],
        [210 - brim, 306],
        [200 - brim, 286],
      ]),
      d.fill,
      { form: 'lying', material },
    );
    for (const drop of [18, 34, 50, 66])
      d.seam(
        smooth(
          [
            [120 - drop * 0.9, 230 + drop],
            [200, 254 + drop],
            [280 + drop * 0.9, 230 + drop],
          ],
          false,
        ),
        undefined,
        1.4,
        '4 3',
      );
    if (d.chance(0.5))
      d.seam(
        smooth(
          [
            [119, 226],
            [200, 250],
            [281, 226],
          ],
          false,
        ),
        second,
        12,
      );
    else d.mark(236, 196, 24, second);
  }),
  demoFamily('accessories', 'Square smart watch', '사각 스마트워치', 'gear', (d) => {
    const { second, accent } = d.paint;
    const wide = d.range(62, 80);
    const tall = d.range(72, 88);
    const metal = d.pick(metals);
    for (const side of [-1, 1]) {
      const y = (offset: number): number => 200 + side * offset;
      d.part(
        rounded(
          [
            [200 - wide * 0.7, y(tall - 10)],
            [200 + wide * 0.7, y(tall - 10)],
            [200 + wide * 0.5, y(172)],
            [200 - wide * 0.5, y(172)],
          ],
          10,
        ),
        d.fill,
        { form: 'standing', material: 'fabric' },
      );
      if (side > 0)
        for (let hole = 0; hole < 4; hole += 1)
          d.part(ellipse(200, 300 + hole * 18, 5), '#15161a', { rim: 0 });
    }
    d.part(rectangle(200 + wide - 2, 176, 12, 34, 5), metal, { form: 'lying', rim: 2 });
    d.part(rectangle(200 - wide, 200 - tall, wide * 2, tall * 2, 28), metal, {
      form: 'gloss',
      material: 'metal',
    });
    d.part(rectangle(208 - wide, 208 - tall, wide * 2 - 16, tall * 2 - 16, 22), '#0c0d10', { rim: 4 });
    const face = d.pick([0, 1]);
    if (face === 0)
      for (const [r, share, colour] of [
        [40, 0.75, accent],
        [29, 0.5, second],
        [18, 0.9, '#f0f2f5'],
      ] as const)
        d.seam(
          `M200 ${200 - r}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${(200 + r * Math.sin(share * 6.28)).toFixed(1)} ${(200 - r * Math.cos(share * 6.28)).toFixed(1)}`,
          colour,
          9,
        );
    else {
      d.part(rectangle(166, 168, 28, 44, 4), '#f0f2f5', { rim: 0 });
      d.part(rectangle(206, 168, 28, 44, 4), '#f0f2f5', { rim: 0 });
      d.print(200, 232, 60, 2, accent);
    }
  }),
  demoFamily('accessories', 'Cat-eye sunglasses', '캣아이 선글라스', 'device', (d) => {
    const { main, second } = d.paint;
    const lift = d.range(10, 44);
    const tall = d.range(64, 96);
    const lens = d.pick(['#3b3026', '#2b3340', '#5c3d52', '#3d4b3a']);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        rounded(
          [
            [x(146), 158 - lift * 0.6],
            [x(184), 150],
            [x(190), 166],
            [x(176), 240],
            [x(164), 240],
            [x(168), 178],
            [x(142), 180],
          ],
          6,
        ),
        tint(main, -0.2),
        { form: 'gloss', rim: 4 },
      );
      d.part(
        rounded(
          [
            [x(10), 160, 12],
            [x(60), 150 - lift * 0.3, 30],
            [x(160), 146 - lift, 8],
            [x(150), 180 + tall * 0.4, 40],
            [x(96), 168 + tall, 40],
            [x(40), 160 + tall * 0.9, 40],
            [x(14), 190, 14],
          ],
          20,
        ),
        d.fill,
        { form: 'gloss' },
      );
      d.part(
        rounded(
          [
            [x(26), 172, 12],
            [x(66), 162 - lift * 0.2, 30],
            [x(138), 162 - lift * 0.5, 14],
            [x(132), 178 + tall * 0.34, 40],
            [x(92), 156 + tall, 36],
            [x(46), 150 + tall * 0.86, 36],
          ],
          18,
        ),
        lens,
        { form: 'gloss', rim: 6 },
      );
      d.part(ellipse(x(146), 156 - lift * 0.6, 5), second, { form: 'ball', rim: 1 });
    }
    d.tube('M186 176Q200 162 214 176', main, 11);
  }),
  demoFamily('accessories', 'Fringed scarf', '프린지 스카프', 'cloth', (d) => {
    const { main, second } = d.paint;
    const long = d.range(280, 350);
    const fringe = d.chance(0.5) ? second : tint(main, -0.2);
    for (const [x, bottom, lean] of [
      [164, long, -26],
      [222, long - d.range(20, 70), 30],
    ] as const) {
      for (let thread = 0; thread < 9; thread += 1)
        d.tube(
          line([x - 26 + lean + thread * 8, bottom - 6], [x - 28 + lean * 1.1 + thread * 8.4, bottom + 24]),
          fringe,
          3,
        );
      d.part(
        rounded(
          [
            [x - 32, 130],
            [x + 34, 130],
            [x + 42 + lean, bottom],
            [x - 32 + lean, bottom],
          ],
          4,
        ),
        d.fill,
        {
          form: 'standing',
          material: 'knit',
          folds: [
            [
              [x, 150],
              [x + lean * 0.5, 220],
              [x + lean, bottom],
            ],
          ],
        },
      );
    }
    d.part(
      smooth([
        [110, 92],
        [150, 54],
        [200, 44],
        [250, 54],
        [290, 92],
        [276, 140],
        [200, 168],
        [124, 140],
      ]),
      d.fill,
      {
        form: 'lying',
        material: 'knit',
        folds: [
          [
            [120, 104],
            [200, 130],
            [280, 104],
          ],
          [
            [128, 130],
            [200, 152],
            [272, 130],
          ],
        ],
      },
    );
    d.part(
      smooth([
        [150, 78],
        [200, 62],
        [250, 78],
        [200, 98],
      ]),
      tint(main, -0.5),
      { rim: 8 },
    );
    d.part(
      smooth([
        [176, 128],
        [216, 122],
        [232, 160],
        [214, 192],
        [180, 188],
        [168, 158],
      ]),
      tint(main, 0.06),
      { form: 'soft', material: 'knit' },
    );
  }),
  demoFamily('accessories', 'Saddle crossbody bag', '새들 크로스백', 'leather', (d) => {
    const { main, material, second } = d.paint;
    const metal = d.pick(metals);
    const wide = d.range(100, 130);
    const chain = d.chance(0.5);
    if (chain)
      for (let step = 0; step <= 26; step += 1) {
        const angle = Math.PI * (1 + step / 26);
        d.part(ellipse(200 + (wide - 6) * Math.cos(angle), 200 + 150 * Math.sin(angle), 8, 6), metal, {
          form: 'ball',
          rim: 2,
        });
      }
    else
      d.tube(`M${206 - wide} 200C${200 - wide} 0 ${200 + wide} 0 ${194 + wide} 200`, tint(main, -0.25), 11);
    d.part(
      smooth([
        [204 - wide, 184],
        [200, 176],
        [196 + wide, 184],
        [200 + wide, 250],
        [200 + wide * 0.7, 330],
        [200, 352],
        [200 - wide * 0.7, 330],
        [200 - wide, 250],
      ]),
      d.fill,
      { form: 'soft', material },
    );
    d.part(
      smooth([
        [200 - wide - 4, 182],
        [200, 168],
        [204 + wide, 182],
        [200 + wide * 0.8, 250],
        [200, d.range(276, 310)],
        [200 - wide * 0.8, 250],
      ]),
      tint(main, -0.1),
      { form: 'gloss', material },
    );
    d.part(
      rounded(
        [
          [188, 250],
          [212, 250],
          [212, 318],
          [188, 318],
        ],
        5,
      ),
      second,
      { rim: 4, material },
    );
    d.part(rectangle(180, 282, 40, 20, 5), metal, { form: 'gloss', rim: 3 });
  }),
];
