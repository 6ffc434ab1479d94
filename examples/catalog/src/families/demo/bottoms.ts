import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

export const bottoms: readonly Family[] = [
  demoFamily('bottom', 'Cargo trousers', '카고 팬츠', 'cloth', (d) => {
    const { main, material, accent } = d.paint;
    const length = d.pick([262, 372]);
    const knee = d.range(66, 84);
    d.part(
      rounded(
        mirrored([
          [60, 46, 4],
          [84, 120, 30],
          [knee + 4, length - 20, 20],
          [knee, length, 6],
          [14, length, 6],
          [0, 150, 4],
        ]),
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [176, 140],
            [156, 160],
            [128, 164],
          ],
          [
            [224, 140],
            [246, 162],
            [274, 164],
          ],
          [
            [140, length - 40],
            [156, length - 30],
            [172, length - 42],
          ],
        ],
      },
    );
    d.part(rectangle(138, 38, 124, 22, 4), tint(main, -0.15), { material, rim: 4 });
    for (const x of [152, 176, 224, 248])
      d.part(rectangle(x - 4, 34, 8, 28, 2), tint(main, -0.05), { rim: 2 });
    for (const side of [-1, 1]) {
      const x = Math.min(200 + side * 40, 200 + side * 90);
      d.part(rectangle(x, 178, 50, 60, 5), tint(main, -0.08), { material, rim: 6 });
      d.part(
        rounded(
          [
            [x - 2, 172],
            [x + 54, 172],
            [x + 54, 194, 8],
            [x + 26, 202],
            [x - 2, 194, 8],
          ],
          3,
        ),
        tint(main, 0.06),
        { material, rim: 5 },
      );
      d.part(ellipse(x + 26, 192, 4), accent, { form: 'ball', rim: 1 });
      d.seam(`M${200 + side * 30} 62L${200 + side * 76} 116`, undefined, 2.4, '5 3');
    }
    d.seam(line([200, 58], [200, 150]), undefined, 2);
  }),
  demoFamily('bottom', 'Buttoned A-line skirt', '버튼 A라인 스커트', 'denim', (d) => {
    const { main, material } = d.paint;
    const hem = d.range(104, 150);
    const length = d.range(230, 346);
    const button = d.pick(['#c8a24f', '#e9e4d8', '#3a2c24']);
    d.part(
      smooth([
        [200 - 58, 80],
        [200 + 58, 80],
        [200 + hem * 0.8, (length + 80) / 2],
        [200 + hem, length],
        [200, length + 14],
        [200 - hem, length],
        [200 - hem * 0.8, (length + 80) / 2],
      ]),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [166, 130],
            [146, 200],
            [130, length],
          ],
          [
            [240, 130],
            [258, 200],
            [276, length],
          ],
        ],
      },
    );
    d.part(rectangle(138, 68, 124, 24, 5), tint(main, -0.15), { material, form: 'lying', rim: 4 });
    d.seam(line([190, 92], [188, length + 10]), undefined, 1.6, '4 3');
    for (let y = 80; y < length - 4; y += 34) d.part(ellipse(200, y, 6), button, { form: 'ball', rim: 2 });
    const patch = d.chance(0.6);
    for (const side of [-1, 1]) {
      if (patch)
        d.part(
          rounded(
            [
              [200 + side * 30, 120],
              [200 + side * 72, 120],
              [200 + side * 74, 168, 12],
              [200 + side * 34, 168, 12],
            ],
            3,
          ),
          tint(main, -0.06),
          { material, rim: 5 },
        );
      else
        d.seam(`M${200 + side * 28} 94Q${200 + side * 36} 130 ${200 + side * 68} 132`, undefined, 2.4, '5 3');
    }
  }),
  demoFamily('bottom', 'Leggings', '레깅스', 'gear', (d) => {
    const { main, second } = d.paint;
    const ankle = d.range(15, 21);
    const length = d.pick([300, 370]);
    const band = d.range(30, 54);
    const striped = d.chance(0.6);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        smooth([
          [x(0), 60],
          [x(54), 46],
          [x(64), 110],
          [x(60), 180],
          [x(46), 240],
          [x(44), 290],
          [x(24 + ankle), length],
          [x(24 - ankle / 2), length],
          [x(16), 260],
          [x(8), 190],
          [x(0), 150],
        ]),
        d.fill,
        {
          form: 'standing',
          material: 'fabric',
          folds: [
            [
              [x(14), 230],
              [x(26), 238],
              [x(40), 234],
            ],
            [
              [x(16), 246],
              [x(28), 254],
              [x(40), 250],
            ],
          ],
        },
      );
      if (striped)
        d.part(
          smooth([
            [x(52), 90],
            [x(62), 130],
            [x(56), 190],
            [x(44), 250],
            [x(40), 190],
          ]),
          second,
          { form: 'soft', rim: 4 },
        );
    }
    d.part(
      rounded(
        [
          [143, 40],
          [257, 40],
          [262, 40 + band],
          [138, 40 + band],
        ],
        6,
      ),
      tint(main, -0.2),
      { form: 'lying' },
    );
    d.mark(228, 54, 14, second);
  }),
  demoFamily('bottom', 'Dungarees', '멜빵바지', 'denim', (d) => {
    const { main, second, material } = d.paint;
    const length = d.pick([290, 372]);
    const wide = d.range(52, 70);
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 34, 24],
            [200 + side * 50, 24],
            [200 + side * 44, 104],
            [200 + side * 28, 104],
          ],
          4,
        ),
        tint(main, -0.1),
        { material, rim: 4 },
      );
    d.part(
      rounded(
        mirrored([
          [46, 92, 6],
          [52, 150, 10],
          [70, 172, 10],
          [78, 230, 20],
          [34 + wide, length, 4],
          [18, length, 4],
          [0, 250, 4],
        ]),
        6,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [180, 240],
            [156, 252],
            [132, 250],
          ],
          [
            [220, 240],
            [246, 254],
            [268, 250],
          ],
        ],
      },
    );
    d.part(rectangle(170, 112, 60, 46, 6), tint(main, 0.08), { material, rim: 5 });
    d.seam(line([170, 124], [230, 124]), '#d9a55a', 2, '4 3');
    d.seam(line([130, 178], [270, 178]), '#d9a55a', 2.4, '5 3');
    const coloured = d.chance(0.5);
    for (const side of [-1, 1]) {
      d.part(ellipse(200 + side * 37, 102, 8), '#c8a24f', { form: 'ball', rim: 2 });
      d.seam(`M${200 + side * 40} 186Q${200 + side * 46} 218 ${200 + side * 76} 220`, '#d9a55a', 2.4, '5 3');
      d.part(
        rounded(
          [
            [200 + side * 20, length - 20],
            [200 + side * (34 + wide), length - 22],
            [200 + side * (35 + wide), length + 2],
            [200 + side * 18, length + 2],
          ],
          3,
        ),
        coloured ? second : tint(main, 0.3),
        { rim: 4 },
      );
    }
  }),
];
