// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, rectangle, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

export const sports: readonly Family[] = [
  demoFamily('sports', 'Beach volleyball', '비치발리볼 공', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const radius = d.range(136, 150);
    const bend = d.range(30, 60);
    const r = radius - 2;
    d.part(ellipse(200, 200, radius), d.fill, { form: 'ball', material: 'leather', rim: 18 });
    const panels = [second, tint(main, 0.6), accent];
    for (let panel = 0; panel < 3; panel += 1) {
      const turn = (panel * 2 * Math.PI) / 3 + 0.4;
      const at = (angle: number, share: number): [number, number] => [
        200 + r * share * Math.cos(turn + angle),
        200 + r * share * Math.sin(turn + angle),
      ];
      d.part(
        smooth([
          at(0.4, 0.12),
          at(0.1, 0.55),
          at(-0.3, 0.97),
          at(0, 0.99),
          at(0.3, 0.97),
          at(0.62, bend / 80),
        ]),
        panels[panel]!,
        { form: 'ball', rim: 5 },
      );
      for (const offset of [0.35, 0.75, 1.5])
        d.seam(
          smooth([at(offset, 0.1), at(offset - 0.2, 0.55), at(offset - 0.5, 0.98)], false),
          '#1b1b20',
          3,
        );
    }
    d.mark(200, 200, 26, accent);
  }),
  demoFamily('sports', 'Table tennis bat', '탁구 라켓', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const wide = d.range(88, 108);
    const grip = d.pick(['#c99a5b', '#8f5f35', '#e2c79a']);
    d.part(
      rounded(
        [
          [182, 250],
          [218, 250],
          [226, 372],
          [174, 372],
        ],
        8,
      ),
      grip,
      { form: 'standing', material: 'wood' },
    );
    d.seam(line([192, 270], [190, 366]), tint(second, -0.2), 7);
    d.seam(line([208, 270], [210, 366]), tint(second, -0.2), 7);
    d.part(
      smooth([
        [200 - wide, 140],
        [200 - wide * 0.7, 60],
        [200, 34],
        [200 + wide * 0.7, 60],
        [200 + wide, 140],
        [200 + wide * 0.62, 226],
        [222, 262],
        [178, 262],
        [200 - wide * 0.62, 226],
      ]),
      '#d9b47c',
      { material: 'wood' },
    );
    d.part(
      smooth([
        [206 - wide, 140],
        [206 - wide * 0.7, 66],
        [200, 40],
        [194 + wide * 0.7, 66],
        [194 + wide, 140],
        [200 + wide * 0.6, 214],
        [200, 230],
        [200 - wide * 0.6, 214],
      ]),
      d.fill,
      { form: 'soft', rim: 10 },
    );
    if (d.chance(0.6))
      d.part(ellipse(d.pick([300, 100]), 316, 30), d.chance(0.5) ? '#f7f4ec' : '#e58a2b', { form: 'ball' });
    d.mark(200, 200, 20, tint(accent, 0.4));
    d.seam(line([170, 228], [230, 228]), tint(main, -0.6), 3);
  }),
  demoFamily('sports', 'Kettlebell', '케틀벨', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const radius = d.range(96, 118);
    const arch = d.range(62, 80);
    d.part(
      `M${200 - arch} 210C${160 - arch} 70 ${170 - arch * 0.4} 44 200 44C${230 + arch * 0.4} 44 ${240 + arch} 70 ${200 + arch} 210L${200 + arch - 34} 200C${200 + arch * 0.72} 96 ${200 + arch * 0.4} 82 200 82C${200 - arch * 0.4} 82 ${200 - arch * 0.72} 96 ${234 - arch} 200Z`,
      d.chance(0.5) ? '#8d9198' : tint(main, -0.35),
      { form: 'gloss', material: 'metal', rim: 12 },
    );
    d.part(
      smooth([
        [200 - radius, 250],
        [200 - radius * 0.7, 170],
        [200, 148],
        [200 + radius * 0.7, 170],
        [200 + radius, 250],
        [200 + radius * 0.66, 346],
        [200, 360],
        [200 - radius * 0.66, 346],
      ]),
      d.fill,
      { form: 'ball', material: 'leather', rim: 16 },
    );
    const band = d.chance(0.5);
    if (band)
      d.part(
        rounded(
          [
            [204 - radius, 252],
            [196 + radius, 252],
            [192 + radius, 284],
            [208 - radius, 284],
          ],
          8,
        ),
        second,
        { form: 'standing' },
      );
    d.part(ellipse(200, 250, 38), tint(second, 0.2), { form: 'soft', rim: 5 });
    d.mark(200, 250, 34, accent);
  }),
  demoFamily('sports', 'Skateboard', '스케이트보드', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const wide = d.range(44, 66);
    const cruiser = d.chance(0.5);
    const pale = d.chance(0.5);
    for (const y of [100, 300]) {
      d.part(rectangle(200 - wide - 16, y - 6, wide * 2 + 32, 12, 4), '#a8acb3', { form: 'lying' });
      for (const side of [-1, 1])
        d.part(rectangle(200 + side * (wide + 14) - 12, y - 18, 24, 36, 8), pale ? '#f0ead8' : accent, {
          form: 'lying',
        });
    }
    d.part(
      cruiser
        ? smooth([
            [200, 20],
            [200 + wide * 0.8, 70],
            [200 + wide * 1.1, 160],
            [200 + wide, 280],
            [200 + wide * 0.7, 372],
            [200 - wide * 0.7, 372],
            [200 - wide, 280],
            [200 - wide * 1.1, 160],
            [200 - wide * 0.8, 70],
          ])
        : rectangle(200 - wide, 18, wide * 2, 364, wide),
      d.fill,
      { form: 'soft', rim: 8 },
    );
    const art = d.pick([0, 1, 2]);
    if (art === 0)
      for (const y of [160, 200, 240])
        d.seam(
          smooth(
            [
              [204 - wide, y],
              [180, y - 14],
              [220, y + 14],
              [196 + wide, y],
            ],
            false,
          ),
          second,
          12,
        );
    if (art === 1) d.part(ellipse(200, 200, wide * 0.74), second, { form: 'soft' });
    if (art === 2)
      d.part(
        rounded(
          [
            [200, 140],
            [200 + wide * 0.7, 200],
            [200, 260],
            [200 - wide * 0.7, 200],
          ],
          4,
        ),
        second,
        { form: 'soft' },
      );
    d.mark(200, 200, wide * 0.7, accent);
    for (const y of [84, 116, 284, 316])
      for (const x of [190, 210]) d.part(ellipse(x, y, 3.4), '#d5d8dc', { rim: 1 });
    d.seam(line([200, 30], [200, 60]), tint(main, -0.5), 2);
  }),
  demoFamily('sports', 'Boxing glove', '복싱 글러브', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const big = d.range(0, 22);
    const cuff = d.range(70, 100);
    d.part(
      rounded(
        [
          [148, 260],
          [270, 260],
          [278, 270 + cuff],
          [140, 270 + cuff],
        ],
        14,
      ),
      second,
      { form: 'standing', material: 'leather' },
    );
    d.part(rectangle(136, 282 + cuff * 0.2, 146, cuff * 0.5, 8), tint(second, -0.25), { form: 'standing' });
    d.part(
      smooth([
        [140, 268],
        [118, 190],
        [124 - big, 110],
        [170, 50 - big * 0.4],
        [240, 48 - big * 0.4],
        [292 + big, 100],
        [290, 190],
        [276, 268],
        [208, 280],
      ]),
      d.fill,
      {
        form: 'ball',
        material: 'leather',
        rim: 18,
        folds: [
          [
            [150, 236],
            [200, 248],
            [262, 236],
          ],
        ],
      },
    );
    d.part(
      smooth([
        [140, 150],
        [104, 140],
        [84, 176],
        [96, 224],
        [136, 256],
        [170, 240],
        [176, 196],
      ]),
      tint(main, 0.04),
      { form: 'ball', material: 'leather', rim: 14 },
    );
    d.seam(
      smooth(
        [
          [176, 196],
          [170, 240],
          [140, 262],
        ],
        false,
      ),
      undefined,
      3,
    );
    d.mark(226, 142, 54, d.chance(0.5) ? accent : tint(second, 0.3));
    d.print(208, 300 + cuff * 0.2, 70, 1, accent);
  }),
  demoFamily('sports', 'Ball glove', '야구 글러브', 'leather', (d) => {
    const { main, second, material } = d.paint;
    const spread = d.range(0, 16);
    const lace = tint(second, 0.2);
    d.part(
      smooth([
        [92, 250],
        [62 - spread, 180],
        [70 - spread, 130],
        [98, 134],
        [124, 190],
      ]),
      d.fill,
      { form: 'ball', material },
    );
    for (const [x, top, lean] of [
      [150, 62, -12 - spread],
      [198, 44, -2],
      [246, 54, 10],
      [292, 92, 22 + spread],
    ] as const)
      d.part(
        smooth([
          [x - 24, 240],
          [x - 24 + lean, top + 20],
          [x + lean, top],
          [x + 26 + lean, top + 20],
          [x + 26, 240],
        ]),
        d.fill,
        { form: 'standing', material, rim: 12 },
      );
    d.part(
      smooth([
        [88, 226],
        [126, 196],
        [206, 190],
        [290, 196],
        [318, 240],
        [300, 320],
        [220, 362],
        [140, 348],
        [96, 300],
      ]),
      d.fill,
      { form: 'ball', material, rim: 16 },
    );
    d.part(
      smooth([
        [136, 240],
        [200, 226],
        [266, 244],
        [254, 300],
        [200, 324],
        [150, 300],
      ]),
      tint(main, -0.3),
      { form: 'soft', material, rim: 14 },
    );
    for (const y of [120, 146, 172]) d.seam(line([92, y + 16], [140, y]), lace, 5);
    d.part(
      rounded(
        [
          [176, 332],
          [250, 322],
          [256, 350],
          [182, 362],
        ],
        6,
      ),
      second,
      { rim: 4 },
    );
    if (d.chance(0.6)) {
      d.part(ellipse(204, 262, 40), '#f4f0e6', { form: 'ball' });
      d.seam('M176 240Q200 262 178 288', '#bf2f37', 3, '4 3');
      d.seam('M232 240Q208 262 230 288', '#bf2f37', 3, '4 3');
    } else d.seam(ring(200, 270, 20, 19), lace, 3);
  }),
];
