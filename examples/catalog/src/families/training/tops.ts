// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

export const tops: readonly Family[] = [
  trainingFamily('top', 'crew-tee', 'cloth', (d) => {
    const { main, material, accent } = d.paint;
    const width = d.range(76, 96);
    const hem = d.range(300, 345);
    const sleeve = d.range(150, 195);
    d.part(ellipse(200, 78, 40, 24), tint(main, -0.45), { rim: 0 });
    const body = mirrored([
      [36, 66, 4],
      [62, 72, 8],
      [width + 20, 88, 14],
      [170, sleeve - 14, 6],
      [138, sleeve + 22, 6],
      [width - 4, 150, 6],
      [width, hem, 8],
    ]);
    d.part(
      rounded(
        [
          [164, 66, 2],
          [176, 92, 30],
          [200, 98, 30],
          [224, 92, 30],
          ...body.slice(0, 7),
          ...body.slice(7, 13),
        ],
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [130, 180],
            [150, 240],
            [140, 330],
          ],
          [
            [255, 170],
            [262, 250],
            [250, 340],
          ],
          [
            [118, 150],
            [150, 158],
            [170, 150],
          ],
        ],
      },
    );
    d.seam(`M164 68Q172 104 200 104Q228 104 236 68`, tint(main, -0.4), 5);
    d.seam(line([200 - width, hem - 9], [200 + width, hem - 9]), undefined, 1.3, '4 3');
    if (d.chance(0.45)) d.mark(d.pick([200, 240]), 170, d.pick([22, 60]), accent);
  }),
  trainingFamily('top', 'tank', 'cloth', (d) => {
    const { main, material, accent } = d.paint;
    const width = d.range(72, 100);
    const neck = d.range(110, 150);
    const strap = d.range(14, 30);
    d.part(
      smooth([
        [160, 62],
        [200, 92],
        [240, 62],
        [244, 120],
        [200, neck + 16],
        [156, 120],
      ]),
      tint(main, -0.5),
      { rim: 0 },
    );
    d.part(
      `M${150 - strap / 2} 56L${150 + strap} 54Q158 ${neck} 200 ${neck + 8}Q242 ${neck} ${250 - strap} 54L${250 + strap / 2} 56Q246 150 ${200 + width} 174L${200 + width + 6} 348Q200 362 ${194 - width} 348L${200 - width} 174Q154 150 ${150 - strap / 2} 56Z`,
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [160, 200],
            [172, 270],
            [160, 345],
          ],
          [
            [240, 220],
            [232, 290],
            [244, 345],
          ],
        ],
      },
    );
    d.seam(`M${150 + strap} 56Q158 ${neck} 200 ${neck + 8}Q242 ${neck} ${250 - strap} 56`, accent, 5);
    if (d.chance(0.4)) d.print(200, 210, 80, 3, accent);
  }),
  trainingFamily('top', 'long-sleeve-knit', 'cloth', (d) => {
    const { main } = d.paint;
    const width = d.range(80, 100);
    const cuff = d.range(300, 350);
    const high = d.chance(0.4);
    const dark = tint(main, -0.22);
    d.part(
      rounded(
        mirrored([
          [40, 70, 4],
          [104, 92, 20],
          [150, 200, 20],
          [166, cuff, 4],
          [132, cuff + 6, 4],
          [110, 220, 10],
          [width, 170, 6],
          [width, 340, 6],
        ]),
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'knit',
        folds: [
          [
            [112, 160],
            [96, 220],
            [80, 300],
          ],
          [
            [290, 160],
            [306, 230],
            [316, 300],
          ],
          [
            [140, 220],
            [160, 280],
            [150, 330],
          ],
        ],
      },
    );
    d.part(
      rounded(
        [
          [200 - width, 330],
          [200 + width, 330],
          [194 + width, 356],
          [206 - width, 356],
        ],
        5,
      ),
      dark,
      { material: 'knit' },
    );
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 130, cuff - 8],
            [200 + side * 168, cuff - 14],
            [200 + side * 166, cuff + 14],
            [200 + side * 134, cuff + 18],
          ],
          4,
        ),
        dark,
        { material: 'knit' },
      );
    if (high)
      d.part(
        rounded(
          [
            [162, 36],
            [238, 36],
            [244, 82],
            [200, 92],
            [156, 82],
          ],
          8,
        ),
        dark,
        { form: 'standing', material: 'knit' },
      );
    else d.part(`M156 70Q200 110 244 70L236 62Q200 92 164 62Z`, dark, { material: 'knit' });
    if (d.chance(0.5))
      for (const x of [170, 200, 230])
        d.seam(
          smooth(
            [
              [x - 6, 110],
              [x + 6, 150],
              [x - 6, 190],
              [x + 6, 230],
              [x - 6, 270],
              [x + 6, 320],
            ],
            false,
          ),
          tint(main, -0.5),
          3,
        );
  }),
  trainingFamily('top', 'polo', 'cloth', (d) => {
    const { main, second, material, accent } = d.paint;
    const width = d.range(78, 98);
    const hem = d.range(315, 350);
    const buttons = d.pick([2, 3, 4]);
    d.part(
      rounded(
        mirrored([
          [30, 72, 4],
          [100, 86, 16],
          [164, 170, 8],
          [128, 196, 6],
          [width - 2, 152, 8],
          [width, hem, 6],
        ]),
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [140, 200],
            [150, 260],
            [140, 340],
          ],
          [
            [262, 190],
            [254, 250],
            [264, 340],
          ],
        ],
      },
    );
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 126, 186],
            [200 + side * 160, 158],
            [200 + side * 168, 172],
            [200 + side * 132, 204],
          ],
          3,
        ),
        second,
        { rim: 4 },
      );
    d.part(
      rounded(
        [
          [188, 84],
          [212, 84],
          [212, 112 + buttons * 18],
          [188, 112 + buttons * 18],
        ],
        3,
      ),
      tint(main, -0.12),
      { rim: 4 },
    );
    for (let row = 0; row < buttons; row += 1)
      d.part(ellipse(200, 112 + row * 18, 4), tint(accent, 0.4), { rim: 2 });
    d.part(`M200 96L160 58Q170 50 200 62Q230 50 240 58Z`, tint(main, -0.5), { rim: 0 });
    d.part(
      rounded(
        [
          [162, 54],
          [200, 98],
          [176, 118],
          [144, 76],
        ],
        5,
      ),
      second,
      { rim: 5 },
    );
    d.part(
      rounded(
        [
          [238, 54],
          [200, 98],
          [224, 118],
          [256, 76],
        ],
        5,
      ),
      second,
      { rim: 5 },
    );
    d.mark(248, 150, 15, accent);
  }),
  trainingFamily('top', 'blouse-ruffle', 'cloth', (d) => {
    const { main, accent } = d.paint;
    const width = d.range(60, 80);
    const flare = d.range(96, 130);
    const puff = d.range(120, 165);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        smooth([
          [x(64), 86],
          [x(puff), 96],
          [x(puff + 26), 160],
          [x(puff + 10), 222],
          [x(104), 236],
          [x(78), 170],
        ]),
        d.fill,
        {
          form: 'soft',
          folds: [
            [
              [x(90), 110],
              [x(110), 160],
              [x(112), 225],
            ],
            [
              [x(110), 100],
              [x(136), 150],
              [x(130), 220],
            ],
          ],
        },
      );
      d.part(
        rounded(
          [
            [x(102), 226],
            [x(puff + 12), 212],
            [x(puff + 14), 232],
            [x(108), 248],
          ],
          5,
        ),
        tint(main, -0.2),
        { rim: 3 },
      );
    }
    d.part(
      rounded(
        mirrored([
          [44, 74, 6],
          [86, 86, 12],
          [width, 200, 30],
          [flare, 330, 8],
          [flare * 0.6, 342, 20],
          [0, 330, 20],
        ]),
        10,
      ),
      d.fill,
      {
        form: 'soft',
        folds: [
          [
            [180, 210],
            [160, 270],
            [140, 338],
          ],
          [
            [220, 210],
            [236, 270],
            [262, 338],
          ],
          [
            [200, 215],
            [204, 270],
            [198, 330],
          ],
        ],
      },
    );
    d.seam(`M${200 - width - 8} 205Q200 214 ${208 + width} 205`, tint(main, -0.5), 3);
    for (const side of [-1, 1])
      d.part(
        smooth([
          [200, 92],
          [200 + side * 20, 110],
          [200 + side * 14, 130],
          [200 + side * 26, 150],
          [200 + side * 12, 172],
          [200, 186],
        ]),
        tint(main, 0.2),
        { rim: 5 },
      );
    d.part(
      smooth([
        [154, 70],
        [200, 96],
        [246, 70],
        [240, 58],
        [200, 70],
        [160, 58],
      ]),
      tint(main, -0.25),
      { rim: 4 },
    );
    d.mark(200, 92, 10, accent);
  }),
];
