// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

export const outers: readonly Family[] = [
  trainingFamily('outer', 'puffer', 'cloth', (d) => {
    const { main, second } = d.paint;
    const width = d.range(92, 112);
    const rows = d.pick([4, 5, 6]);
    const step = 240 / rows;
    for (const side of [-1, 1]) {
      for (let row = 0; row < rows; row += 1) {
        const y = 96 + row * step * 0.96;
        const out = 200 + side * (width + 30 + row * 6);
        d.part(
          smooth([
            [200 + side * (width - 10), y],
            [out, y + 4],
            [out + side * 6, y + step * 0.6],
            [out - side * 2, y + step + 4],
            [200 + side * (width - 4), y + step],
          ]),
          d.fill,
          { form: 'lying', rim: 8 },
        );
      }
    }
    for (let row = 0; row < rows; row += 1)
      d.part(
        rounded(
          mirrored([
            [width - (row === 0 ? 8 : 0), 86 + row * step, 12],
            [width + 4, 86 + row * step + step / 2, 30],
            [width, 90 + (row + 1) * step, 12],
          ]),
          12,
        ),
        d.fill,
        { form: 'lying', rim: 8 },
      );
    d.part(
      rounded(
        [
          [152, 44],
          [248, 44],
          [254, 92],
          [146, 92],
        ],
        14,
      ),
      tint(main, -0.12),
      { form: 'lying' },
    );
    if (d.chance(0.5))
      d.part(
        smooth([
          [148, 60],
          [160, 24],
          [200, 14],
          [240, 24],
          [252, 60],
          [226, 46],
          [200, 42],
          [174, 46],
        ]),
        second,
        { form: 'soft' },
      );
    d.tube(line([200, 50], [200, 326]), tint(second, -0.1), 6);
    d.mark(248, 140, 18, second);
  }),
  trainingFamily('outer', 'trench', 'cloth', (d) => {
    const { main, material } = d.paint;
    const hem = d.range(92, 118);
    const length = d.range(350, 376);
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 60, 66],
            [200 + side * 92, 84],
            [200 + side * 128, 260],
            [200 + side * 96, 270],
            [200 + side * 60, 150],
          ],
          10,
        ),
        d.fill,
        { form: 'standing', material },
      );
    d.part(
      rounded(
        mirrored([
          [40, 50, 6],
          [78, 70, 14],
          [66, 196, 20],
          [hem, length, 4],
        ]),
        6,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [170, 220],
            [150, 290],
            [130, length],
          ],
          [
            [240, 220],
            [262, 290],
            [270, length],
          ],
        ],
      },
    );
    d.seam(line([184, 110], [176, length]), undefined, 2);
    d.part(
      rounded(
        [
          [160, 42],
          [200, 60],
          [184, 130],
          [142, 100],
          [146, 60],
        ],
        4,
      ),
      tint(main, -0.1),
      { material, rim: 5 },
    );
    d.part(
      rounded(
        [
          [240, 42],
          [200, 60],
          [216, 130],
          [258, 100],
          [254, 60],
        ],
        4,
      ),
      tint(main, -0.06),
      { material, rim: 5 },
    );
    d.part(rectangle(128, 192, 144, 20, 3), tint(main, -0.2), { material, rim: 4 });
    d.part(rectangle(188, 188, 26, 28, 5), tint(main, -0.55), { rim: 3 });
    for (const y of [150, 176, 236, 266])
      for (const x of [176, 226]) d.part(ellipse(x, y, 6), '#4d3524', { form: 'ball', rim: 2 });
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 44, 236],
            [200 + side * 56, 232],
            [200 + side * 68, 282],
            [200 + side * 56, 286],
          ],
          3,
        ),
        tint(main, -0.12),
        { rim: 4 },
      );
  }),
  trainingFamily('outer', 'hoodie-zip', 'cloth', (d) => {
    const { main, second, material } = d.paint;
    const width = d.range(80, 100);
    d.part(
      smooth([
        [140, 84],
        [138, 40],
        [200, 12],
        [262, 40],
        [260, 84],
        [200, 110],
      ]),
      tint(main, -0.1),
      { form: 'soft', material },
    );
    d.part(
      smooth([
        [160, 74],
        [164, 44],
        [200, 32],
        [236, 44],
        [240, 74],
        [200, 116],
      ]),
      tint(main, -0.5),
      { rim: 8 },
    );
    d.part(
      rounded(
        mirrored([
          [40, 78, 10],
          [100, 98, 20],
          [148, 220, 20],
          [156, 320, 4],
          [120, 326, 4],
          [106, 220, 10],
          [width, 170, 8],
          [width, 340, 4],
        ]),
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [110, 150],
            [96, 220],
            [76, 310],
          ],
          [
            [290, 150],
            [304, 220],
            [322, 310],
          ],
          [
            [130, 190],
            [160, 230],
            [150, 280],
          ],
        ],
      },
    );
    for (const side of [-1, 1]) {
      d.part(
        rounded(
          [
            [200 + side * 16, 262],
            [200 + side * 48, 240],
            [200 + side * 74, 262],
            [200 + side * 74, 318],
            [200 + side * 16, 318],
          ],
          6,
        ),
        tint(main, -0.08),
        { material, rim: 5 },
      );
      d.part(
        rounded(
          [
            [200 + side * 118, 314],
            [200 + side * 158, 308],
            [200 + side * 156, 338],
            [200 + side * 122, 344],
          ],
          4,
        ),
        tint(main, -0.25),
        { material: 'knit' },
      );
      d.tube(`M${200 + side * 22} 108Q${200 + side * 28} 150 ${200 + side * 20} 186`, tint(second, 0.3), 5);
    }
    d.part(rectangle(200 - width, 332, width * 2, 26, 4), tint(main, -0.25), { material: 'knit' });
    d.seam(line([200, 114], [200, 356]), '#dfe1e4', 5, '2 2');
    if (d.chance(0.5)) d.print(200 - 46, 190, 50, 2, second);
  }),
  trainingFamily('outer', 'biker', 'leather', (d) => {
    const { main, material } = d.paint;
    const hem = d.range(70, 88);
    const zip = '#c7cacf';
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 60, 70],
            [200 + side * 102, 84],
            [200 + side * 142, 290],
            [200 + side * 104, 300],
            [200 + side * 70, 160],
          ],
          14,
        ),
        d.fill,
        {
          form: 'standing',
          material,
          folds: [
            [
              [200 + side * 100, 150],
              [200 + side * 112, 158],
              [200 + side * 122, 154],
            ],
            [
              [200 + side * 102, 180],
              [200 + side * 116, 188],
              [200 + side * 126, 182],
            ],
          ],
        },
      );
    d.part(
      rounded(
        mirrored([
          [44, 56, 6],
          [84, 78, 16],
          [hem + 6, 190, 20],
          [hem, 300, 5],
        ]),
        8,
      ),
      d.fill,
      { form: 'soft', material },
    );
    d.part(
      rounded(
        [
          [200, 70],
          [252, 56],
          [266, 120],
          [228, 170],
          [206, 140],
        ],
        6,
      ),
      tint(main, 0.1),
      { material, form: 'gloss' },
    );
    d.part(
      rounded(
        [
          [194, 76],
          [150, 54],
          [134, 116],
          [160, 160],
          [186, 132],
        ],
        6,
      ),
      tint(main, 0.08),
      { material, form: 'gloss' },
    );
    d.seam(
      smooth(
        [
          [206, 140],
          [232, 190],
          [240, 298],
        ],
        false,
      ),
      zip,
      5,
      '3 2',
    );
    d.seam(line([138, 214], [176, 196]), zip, 4, '3 2');
    d.seam(line([250, 214], [268, 240]), zip, 4, '3 2');
    d.part(rectangle(200 - hem, 284, hem * 2, 24, 4), tint(main, -0.2), { material });
    d.part(rectangle(d.pick([140, 210]), 284, 28, 24, 4), zip, { form: 'gloss', rim: 3 });
    for (const [x, y] of [
      [162, 76],
      [238, 76],
      [154, 120],
      [246, 120],
    ] as const)
      d.part(ellipse(x, y, 4), zip, { form: 'ball', rim: 1 });
  }),
  trainingFamily('outer', 'cardigan', 'cloth', (d) => {
    const { main, accent } = d.paint;
    const width = d.range(76, 98);
    const hem = d.range(300, 356);
    const deep = d.range(150, 220);
    d.part(
      smooth([
        [164, 60],
        [236, 60],
        [224, 110],
        [200, deep],
        [176, 110],
      ]),
      tint(main, -0.55),
      { rim: 0 },
    );
    d.part(
      rounded(
        [
          ...mirrored([
            [34, 54, 6],
            [96, 80, 20],
            [152, 220, 20],
            [156, 310, 6],
            [120, 316, 6],
            [100, 210, 14],
            [width, 166, 8],
            [width + 4, hem, 8],
          ]),
          [164, 54, 2],
          [200, deep, 6],
          [236, 54, 2],
        ].slice(0, 16) as [number, number][],
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'knit',
        folds: [
          [
            [112, 150],
            [90, 220],
            [70, 300],
          ],
          [
            [288, 150],
            [310, 220],
            [330, 300],
          ],
        ],
      },
    );
    d.part(
      `M160 54Q170 ${deep - 60} 196 ${deep}L196 ${hem}H208V${deep}Q232 ${deep - 60} 240 54L232 50Q222 ${deep - 70} 200 ${deep - 14}Q178 ${deep - 70} 168 50Z`,
      tint(main, -0.2),
      { material: 'knit', rim: 4 },
    );
    d.part(
      smooth([
        [172, 52],
        [228, 52],
        [218, 100],
        [200, deep - 18],
        [182, 100],
      ]),
      tint(main, -0.6),
      { rim: 6 },
    );
    for (let y = deep + 10; y < hem - 6; y += 34)
      d.part(ellipse(202, y, 7), accent, { form: 'ball', rim: 2 });
    for (const side of [-1, 1])
      d.part(rectangle(200 + side * 52 - 24, hem - 78, 48, 52, 5), tint(main, -0.06), {
        material: 'knit',
        rim: 5,
      });
  }),
];
