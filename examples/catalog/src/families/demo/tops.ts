// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

export const tops: readonly Family[] = [
  demoFamily('top', 'V-neck raglan tee', '브이넥 래글런 티셔츠', 'cloth', (d) => {
    const { main, second, material, accent } = d.paint;
    const hem = d.range(296, 356);
    const deep = d.range(108, 140);
    const reach = d.pick([200, 270]);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        rounded(
          [
            [x(36), 62, 4],
            [x(70), 76, 10],
            [x(130), reach - 40, 14],
            [x(146), reach, 5],
            [x(110), reach + 18, 5],
            [x(84), 172, 8],
            [x(66), 150, 8],
          ],
          8,
        ),
        second,
        {
          form: 'soft',
          material,
          folds: [
            [
              [x(84), 110],
              [x(104), 160],
              [x(112), reach - 6],
            ],
          ],
        },
      );
      d.seam(line([x(108), reach + 6], [x(144), reach - 12]), undefined, 1.4, '4 3');
    }
    d.part(
      rounded(
        [
          [160, 62, 3],
          [200, deep, 4],
          [240, 62, 3],
          [284, 168, 20],
          [282, hem, 20],
          [200, hem + 14, 60],
          [118, hem, 20],
          [116, 168, 20],
        ],
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [140, 190],
            [152, 250],
            [138, hem],
          ],
          [
            [258, 180],
            [246, 260],
            [262, hem],
          ],
        ],
      },
    );
    d.part(`M156 60L200 ${deep + 12}L244 60L234 56L200 ${deep - 10}L166 56Z`, second, { rim: 3 });
    d.part(`M166 56L200 ${deep - 10}L234 56Q200 72 166 56Z`, tint(main, -0.55), { rim: 3 });
    if (d.chance(0.5)) d.print(200, 200, 90, 2, accent);
  }),
  demoFamily('top', 'Button-up shirt', '버튼업 셔츠', 'cloth', (d) => {
    const { main, accent, material } = d.paint;
    const long = d.chance(0.5);
    const hem = d.range(320, 356);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      const bottom = long ? 322 : 190;
      d.part(
        rounded(
          [
            [x(62), 78, 10],
            [x(98), 92, 20],
            [x(long ? 128 : 150), bottom - 30, 10],
            [x(long ? 132 : 148), bottom, 4],
            [x(long ? 96 : 104), bottom + 10, 4],
            [x(76), 170, 10],
          ],
          8,
        ),
        d.fill,
        {
          form: 'standing',
          material,
          folds: [
            [
              [x(92), 120],
              [x(106), 150],
              [x(112), bottom],
            ],
          ],
        },
      );
      if (long)
        d.part(
          rounded(
            [
              [x(96), 306],
              [x(133), 300],
              [x(134), 334],
              [x(98), 340],
            ],
            4,
          ),
          tint(main, -0.14),
          { rim: 4 },
        );
    }
    d.part(
      rounded(
        mirrored([
          [38, 70, 4],
          [82, 86, 14],
          [80, 190, 30],
          [86, hem - 24, 10],
          [60, hem, 30],
          [0, hem - 16, 30],
        ]),
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [150, 180],
            [156, 260],
            [146, hem - 10],
          ],
          [
            [252, 190],
            [244, 260],
            [256, hem - 10],
          ],
        ],
      },
    );
    d.part(rectangle(191, 92, 18, hem - 110, 2), tint(main, -0.1), { rim: 3 });
    for (let y = 116; y < hem - 30; y += 36) d.part(ellipse(200, y, 4), tint(accent, 0.5), { rim: 1 });
    d.part('M168 62Q200 84 232 62L224 52Q200 60 176 52Z', tint(main, -0.55), { rim: 2 });
    for (const side of [-1, 1])
      d.part(
        rounded(
          [
            [200 + side * 34, 48],
            [200 + side * 46, 74],
            [200 + side * 26, 112],
            [200, 86],
          ],
          4,
        ),
        tint(main, 0.12),
        { rim: 5 },
      );
    const pocket = d.pick([1, 2]);
    for (let index = 0; index < pocket; index += 1) {
      const x = index === 0 ? 222 : 132;
      d.part(
        rounded(
          [
            [x, 142],
            [x + 44, 142],
            [x + 44, 184, 10],
            [x + 22, 194, 6],
            [x, 184, 10],
          ],
          2,
        ),
        d.fill,
        { rim: 5 },
      );
      d.seam(line([x, 152], [x + 44, 152]), undefined, 1.4, '3 2');
    }
  }),
  demoFamily('top', 'Knit vest', '니트 조끼', 'cloth', (d) => {
    const { main, second } = d.paint;
    const hem = d.range(290, 350);
    const deep = d.range(150, 210);
    const trim = d.chance(0.5) ? second : tint(main, -0.25);
    d.part(
      smooth([
        [164, 64],
        [236, 64],
        [226, 110],
        [200, deep],
        [174, 110],
      ]),
      tint(main, -0.6),
      { rim: 0 },
    );
    d.part(
      rounded(
        [
          [146, 62, 4],
          [172, 58, 4],
          [200, deep, 5],
          [228, 58, 4],
          [254, 62, 4],
          [258, 130, 20],
          [296, 176, 16],
          [292, hem, 6],
          [108, hem, 6],
          [104, 176, 16],
          [142, 130, 20],
        ],
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'knit',
        folds: [
          [
            [136, 210],
            [144, 260],
            [134, hem],
          ],
          [
            [266, 210],
            [256, 260],
            [268, hem],
          ],
        ],
      },
    );
    d.part(`M168 56L200 ${deep + 12}L232 56L224 54L200 ${deep - 10}L176 54Z`, trim, {
      material: 'knit',
      rim: 3,
    });
    d.part(rectangle(106, hem - 10, 188, 30, 6), trim, { form: 'lying', material: 'knit' });
    for (const side of [-1, 1])
      d.seam(
        smooth(
          [
            [200 + side * 54, 64],
            [200 + side * 56, 130],
            [200 + side * 92, 176],
          ],
          false,
        ),
        trim,
        9,
      );
    if (d.chance(0.4))
      for (let y = deep + 30; y < hem - 20; y += 30)
        d.part(ellipse(200, y, 6), second, { form: 'ball', rim: 1 });
  }),
  demoFamily('top', 'Bow-tie halter top', '리본 홀터넥 상의', 'cloth', (d) => {
    const { main, second } = d.paint;
    const waist = d.range(250, 320);
    d.tube(`M158 130Q150 60 196 46`, tint(main, -0.1), 11);
    d.tube(`M242 130Q250 60 204 46`, tint(main, -0.1), 11);
    for (const side of [-1, 1])
      d.part(
        smooth([
          [200, 48],
          [200 + side * 30, 24],
          [200 + side * 56, 34],
          [200 + side * 50, 60],
          [200 + side * 24, 62],
        ]),
        second,
        { form: 'soft' },
      );
    d.part(
      smooth([
        [118, 190],
        [140, 130],
        [160, 116],
        [200, 150],
        [240, 116],
        [260, 130],
        [282, 190],
        [268, waist],
        [200, waist + 10],
        [132, waist],
      ]),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [200, 150],
            [204, 200],
            [198, waist],
          ],
          [
            [160, 140],
            [166, 190],
            [154, waist],
          ],
          [
            [240, 140],
            [236, 190],
            [248, waist],
          ],
        ],
      },
    );
    d.part(
      smooth([
        [134, waist - 6],
        [200, waist + 6],
        [266, waist - 6],
        [282 + d.range(0, 24), waist + 46],
        [200, waist + 62],
        [118 - d.range(0, 24), waist + 46],
      ]),
      d.fill,
      {
        form: 'soft',
        folds: [
          [
            [160, waist],
            [150, waist + 50],
          ],
          [
            [200, waist],
            [204, waist + 58],
          ],
          [
            [244, waist],
            [254, waist + 50],
          ],
        ],
      },
    );
    d.seam(
      smooth(
        [
          [132, waist],
          [200, waist + 10],
          [268, waist],
        ],
        false,
      ),
      tint(main, -0.5),
      4,
    );
  }),
];
