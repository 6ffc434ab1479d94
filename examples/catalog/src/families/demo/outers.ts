// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

export const outers: readonly Family[] = [
  demoFamily('outer', 'Bomber jacket', '봄버 재킷', 'cloth', (d) => {
    const { main, second, material, accent } = d.paint;
    const varsity = d.chance(0.5);
    const hem = d.range(280, 320);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        smooth([
          [x(50), 76],
          [x(104), 96],
          [x(146), 170],
          [x(158), 262],
          [x(118), 274],
          [x(96), 200],
        ]),
        varsity ? second : d.fill,
        {
          form: 'standing',
          material,
          folds: [
            [
              [x(104), 180],
              [x(122), 188],
              [x(138), 180],
            ],
            [
              [x(110), 214],
              [x(128), 220],
              [x(146), 212],
            ],
          ],
        },
      );
      d.part(
        rounded(
          [
            [x(112), 264],
            [x(160), 252],
            [x(156), 288],
            [x(120), 296],
          ],
          8,
        ),
        tint(main, -0.35),
        { material: 'knit', form: 'lying' },
      );
    }
    d.part(
      smooth([
        [148, 70],
        [200, 84],
        [252, 70],
        [300, 110],
        [308, 220],
        [298, hem],
        [200, hem + 6],
        [102, hem],
        [92, 220],
        [100, 110],
      ]),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [140, 210],
            [150, 250],
            [138, hem],
          ],
          [
            [262, 210],
            [250, 250],
            [264, hem],
          ],
        ],
      },
    );
    d.part(
      rounded(
        [
          [104, hem - 8],
          [296, hem - 8],
          [286, hem + 30],
          [114, hem + 30],
        ],
        10,
      ),
      tint(main, -0.35),
      { material: 'knit', form: 'lying' },
    );
    d.part(
      smooth([
        [144, 74],
        [156, 52],
        [200, 62],
        [244, 52],
        [256, 74],
        [228, 90],
        [200, 96],
        [172, 90],
      ]),
      tint(main, -0.35),
      { material: 'knit' },
    );
    d.seam(line([200, 92], [200, hem + 28]), '#d9dbe0', 6, '3 2');
    for (const side of [-1, 1]) d.seam(line([200 + side * 40, 236], [200 + side * 66, 204]), '#111111', 5);
    if (varsity) d.mark(242, 140, 36, accent);
  }),
  demoFamily('outer', 'Trucker jacket', '트러커 재킷', 'denim', (d) => {
    const { main, second, material } = d.paint;
    const hem = d.range(290, 324);
    const fleece = d.chance(0.5);
    const stitch = '#d9a55a';
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        rounded(
          [
            [x(64), 80, 10],
            [x(100), 94, 20],
            [x(140), 290, 6],
            [x(104), 298, 6],
            [x(82), 180, 10],
          ],
          8,
        ),
        d.fill,
        {
          form: 'standing',
          material,
          folds: [
            [
              [x(96), 190],
              [x(110), 198],
              [x(122), 192],
            ],
          ],
        },
      );
      d.part(
        rounded(
          [
            [x(102), 276],
            [x(140), 270],
            [x(144), 300],
            [x(106), 308],
          ],
          4,
        ),
        fleece ? second : tint(main, -0.12),
        { material: fleece ? 'knit' : material },
      );
    }
    d.part(
      rounded(
        mirrored([
          [40, 68, 4],
          [88, 86, 14],
          [80, hem, 4],
        ]),
        6,
      ),
      d.fill,
      { form: 'soft', material },
    );
    for (const side of [-1, 1]) {
      d.seam(line([200 + side * 24, 104], [200 + side * 84, 128]), stitch, 2.4, '5 3');
      d.seam(line([200 + side * 28, 150], [200 + side * 38, hem]), stitch, 2, '5 3');
      d.seam(line([200 + side * 60, 164], [200 + side * 50, hem]), stitch, 2, '5 3');
      const x = side < 0 ? 126 : 224;
      d.part(
        rounded(
          [
            [x, 128],
            [x + 50, 128],
            [x + 50, 144],
            [x + 25, 160],
            [x, 144],
          ],
          2,
        ),
        tint(main, -0.1),
        { material, rim: 4 },
      );
      d.part(ellipse(x + 25, 148, 4), '#c9884a', { form: 'ball', rim: 1 });
    }
    d.part(rectangle(118, hem - 6, 164, 26, 4), tint(main, -0.14), { material, rim: 4 });
    d.part(rectangle(190, 92, 20, hem - 76, 2), tint(main, -0.05), { material, rim: 4 });
    for (let y = 112; y < hem + 10; y += 34) d.part(ellipse(200, y, 5), '#c9884a', { form: 'ball', rim: 1 });
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 36, 50],
            [200 + side * 58, 84],
            [200 + side * 30, 116],
            [200, 92],
          ],
          5,
        ),
        fleece ? second : tint(main, 0.1),
        { material: fleece ? 'knit' : material },
      );
    d.part('M166 56Q200 84 234 56L200 92Z', tint(main, -0.6), { rim: 3 });
  }),
  demoFamily('outer', 'Duffle coat', '더플코트', 'cloth', (d) => {
    const { main, second, material } = d.paint;
    const length = d.range(330, 376);
    const horn = '#c7a46c';
    d.part(
      smooth([
        [140, 92],
        [146, 40],
        [200, 20],
        [254, 40],
        [260, 92],
        [200, 116],
      ]),
      tint(main, -0.12),
      { form: 'soft', material },
    );
    d.part(
      smooth([
        [164, 88],
        [170, 56],
        [200, 46],
        [230, 56],
        [236, 88],
        [200, 112],
      ]),
      tint(second, -0.2),
      { rim: 10 },
    );
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        smooth([
          [x(58), 96],
          [x(96), 110],
          [x(134), 270],
          [x(130), 300],
          [x(96), 302],
          [x(74), 200],
        ]),
        d.fill,
        { form: 'standing', material },
      );
    }
    d.part(
      rounded(
        mirrored([
          [44, 90, 10],
          [86, 104, 20],
          [94, 240, 40],
          [104, length, 8],
        ]),
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [150, 260],
            [146, 310],
            [136, length],
          ],
          [
            [252, 250],
            [258, 310],
            [268, length],
          ],
        ],
      },
    );
    d.seam(line([200, 112], [200, length]), undefined, 2.4);
    for (const side of [-1, 1])
      d.part(rectangle(side < 0 ? 114 : 226, 258, 60, 58, 8), tint(main, -0.08), { material, rim: 6 });
    const step = d.pick([34, 46]);
    for (let y = 136; y < 250; y += step) {
      d.tube(line([164, y], [236, y]), tint(second, -0.5), 4);
      d.part(
        rounded(
          [
            [180, y - 6],
            [222, y - 6],
            [228, y],
            [222, y + 6],
            [180, y + 6],
            [174, y],
          ],
          5,
        ),
        horn,
        { form: 'lying', rim: 3 },
      );
    }
  }),
  demoFamily('outer', 'Blazer', '블레이저', 'cloth', (d) => {
    const { main, second, material } = d.paint;
    const double = d.chance(0.5);
    const length = d.range(310, 350);
    d.part(
      rounded(
        [
          [166, 60],
          [234, 60],
          [210, 220],
          [190, 220],
        ],
        4,
      ),
      tint(second, 0.3),
      { rim: 8 },
    );
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        rounded(
          [
            [x(64), 72, 6],
            [x(100), 84, 14],
            [x(118), 200, 30],
            [x(126), 310, 4],
            [x(94), 314, 4],
            [x(74), 170, 10],
          ],
          6,
        ),
        d.fill,
        { form: 'standing', material },
      );
      for (const y of [284, 296]) d.part(ellipse(x(118), y, 3), '#2a2320', { rim: 0 });
    }
    for (const side of [1, -1]) {
      const x = (offset: number): number => 200 + side * offset;
      const cross = double && side === -1 ? -26 : 0;
      d.part(
        rounded(
          [
            [x(34), 56, 4],
            [x(86), 76, 12],
            [x(68), 200, 40],
            [x(84), length, 16],
            [x(16 + cross), length + 8, 30],
            [x(cross), 210, 6],
          ],
          6,
        ),
        d.fill,
        { form: 'soft', material },
      );
      d.part(
        rounded(
          [
            [x(34), 54],
            [x(50), 92],
            [x(60), 100],
            [x(48), 118],
            [x(cross + 2), 208],
            [x(26), 100],
          ],
          3,
        ),
        tint(main, -0.12),
        { material, rim: 5 },
      );
      d.part(rectangle(side < 0 ? 128 : 224, 250, 48, 14, 2), tint(main, -0.1), { rim: 4 });
    }
    for (const y of double ? [216, 246] : [216])
      for (const x of double ? [182, 222] : [200])
        d.part(ellipse(x, y, 6), d.pick(['#c8a24f', '#2a2320']), { form: 'ball', rim: 2 });
    d.part(
      rounded(
        [
          [232, 140],
          [262, 132],
          [264, 146],
          [234, 152],
        ],
        2,
      ),
      tint(second, 0.1),
      { rim: 3 },
    );
  }),
];
