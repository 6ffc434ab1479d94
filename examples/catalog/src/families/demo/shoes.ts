// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

export const shoes: readonly Family[] = [
  demoFamily('shoes', 'Penny loafers', '페니 로퍼', 'leather', (d) => {
    const { main, second, material } = d.paint;
    const heel = d.pick([16, 40]);
    const tassel = d.chance(0.5);
    d.part(
      smooth([
        [52, 190],
        [70, 168],
        [110, 176],
        [170, 206],
        [230, 196],
        [300, 220],
        [352, 252],
        [362, 284],
        [200, 292],
        [50, 288],
        [44, 230],
      ]),
      d.fill,
      { form: 'gloss', material },
    );
    d.part(
      smooth([
        [66, 178],
        [104, 188],
        [166, 216],
        [180, 204],
        [110, 172],
      ]),
      tint(second, 0.2),
      { rim: 5 },
    );
    d.part(
      smooth([
        [196, 206],
        [240, 200],
        [300, 226],
        [334, 254],
        [300, 252],
        [236, 236],
      ]),
      tint(main, 0.12),
      { form: 'gloss', material, rim: 8 },
    );
    d.part(
      smooth([
        [150, 214],
        [186, 190],
        [236, 196],
        [250, 240],
        [230, 280],
        [190, 284],
        [196, 234],
      ]),
      tint(main, -0.15),
      { material, form: 'soft' },
    );
    if (tassel)
      for (const y of [0, 18])
        d.part(
          smooth([
            [228 + y, 210],
            [246 + y, 214],
            [252 + y, 246],
            [232 + y, 248],
          ]),
          second,
          { form: 'soft', rim: 4 },
        );
    else
      d.part(
        rounded(
          [
            [196, 222],
            [232, 216],
            [236, 228],
            [198, 236],
          ],
          3,
        ),
        '#15110f',
        { rim: 2 },
      );
    d.part(
      rounded(
        [
          [42, 282, 4],
          [364, 278, 12],
          [362, 298, 10],
          [140, 304, 4],
          [134, 296 + heel, 3],
          [46, 296 + heel, 3],
        ],
        6,
      ),
      '#3a2b22',
      { form: 'lying', rim: 4 },
    );
    d.seam(
      smooth(
        [
          [56, 276],
          [200, 282],
          [352, 272],
        ],
        false,
      ),
      '#e8d9b5',
      1.6,
      '4 3',
    );
  }),
  demoFamily('shoes', 'Ballet flats', '발레 플랫', 'leather', (d) => {
    const { main, second, accent, material } = d.paint;
    const wide = d.range(42, 54);
    const strap = d.chance(0.5);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * 66 + side * offset;
      d.part(
        smooth([
          [x(-wide * 0.7), 300],
          [x(-wide * 0.8), 180],
          [x(-wide), 110],
          [x(-wide * 0.4), 50],
          [x(wide * 0.3), 46],
          [x(wide), 110],
          [x(wide * 0.8), 200],
          [x(wide * 0.7), 310],
          [x(0), 352],
        ]),
        d.fill,
        { form: 'gloss', material },
      );
      d.part(
        smooth([
          [x(-wide * 0.52), 290],
          [x(-wide * 0.62), 190],
          [x(-wide * 0.6), 136],
          [x(0), 112],
          [x(wide * 0.64), 140],
          [x(wide * 0.6), 200],
          [x(wide * 0.52), 296],
          [x(0), 334],
        ]),
        tint(second, 0.45),
        { form: 'soft', rim: 12 },
      );
      if (strap) {
        d.tube(line([x(-wide * 0.76), 190], [x(wide * 0.76), 196]), tint(main, -0.2), 11);
        d.part(ellipse(x(wide * 0.7), 196, 7), '#c8a24f', { form: 'ball', rim: 2 });
      } else {
        for (const wing of [-1, 1])
          d.part(
            smooth([
              [x(0), 104],
              [x(wing * 22), 90],
              [x(wing * 30), 106],
              [x(wing * 20), 120],
            ]),
            accent,
            { form: 'soft', rim: 5 },
          );
        d.part(ellipse(x(0), 105, 6), tint(accent, -0.2), { form: 'ball', rim: 1 });
      }
    }
  }),
  demoFamily('shoes', 'Hiking boots', '등산화', 'leather', (d) => {
    const { main, second, accent, material } = d.paint;
    const top = d.range(70, 120);
    d.part(
      smooth([
        [84, top],
        [130, top - 12],
        [182, top + 4],
        [190, 150],
        [220, 190],
        [290, 210],
        [344, 238],
        [354, 290],
        [200, 298],
        [78, 294],
        [74, 200],
      ]),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [120, 220],
            [150, 214],
            [186, 226],
          ],
        ],
      },
    );
    d.part(
      smooth([
        [78, top + 8],
        [130, top - 16],
        [186, top + 4],
        [180, top + 34],
        [130, top + 22],
        [84, top + 36],
      ]),
      tint(second, -0.2),
      { form: 'lying', material: 'quilt' },
    );
    d.part(
      smooth([
        [280, 212],
        [336, 230],
        [356, 262],
        [354, 292],
        [276, 292],
        [262, 250],
      ]),
      tint(main, -0.4),
      { form: 'gloss', rim: 6 },
    );
    d.part(
      smooth([
        [76, 220],
        [116, 232],
        [130, 292],
        [78, 292],
      ]),
      tint(main, -0.4),
      { form: 'gloss', rim: 6 },
    );
    d.part(
      smooth([
        [110, top + 40],
        [140, 190],
        [226, 250],
        [160, 240],
        [112, 190],
      ]),
      second,
      { rim: 4 },
    );
    for (let lace = 0; lace < 6; lace += 1) {
      const x = 164 + Math.max(0, lace - 2) * 22;
      const y = top + 20 + lace * ((206 - top) / 6);
      d.tube(line([x - 6, y + 8], [x + 26, y]), accent, 5);
      d.part(ellipse(x - 8, y + 9, 5), '#c8a24f', { form: 'ball', rim: 1 });
    }
    d.part(
      rounded(
        [
          [68, 284, 6],
          [360, 280, 14],
          [364, 312, 10],
          [346, 330, 4],
          [66, 332, 6],
        ],
        6,
      ),
      '#2b2926',
      { form: 'lying' },
    );
    for (let x = 76; x < 346; x += 27)
      d.part(
        rounded(
          [
            [x, 316],
            [x + 15, 316],
            [x + 13, 340],
            [x + 2, 340],
          ],
          2,
        ),
        '#1c1a18',
        { rim: 2 },
      );
    d.seam(line([70, 296], [358, 292]), second, 4);
  }),
  demoFamily('shoes', 'Skate sneakers', '스케이트 스니커즈', 'cloth', (d) => {
    const { main, second, material } = d.paint;
    const wave = d.pick([-16, 22]);
    const slip = d.chance(0.5);
    d.part(
      rounded(
        [
          [56, 176, 14],
          [90, 160, 16],
          [150, 166, 14],
          [196, 190, 20],
          [286, 206, 30],
          [352, 244, 30],
          [356, 282, 4],
          [50, 282, 4],
        ],
        10,
      ),
      d.fill,
      { form: 'soft', material },
    );
    d.part(
      smooth([
        [68, 170],
        [94, 178],
        [146, 170],
        [150, 164],
        [92, 158],
      ]),
      tint(main, -0.6),
      { rim: 4 },
    );
    d.part(
      smooth([
        [276, 214],
        [330, 226],
        [356, 262],
        [352, 284],
        [270, 284],
        [256, 250],
      ]),
      tint(second, 0.05),
      { form: 'soft', material, rim: 6 },
    );
    d.part(
      smooth([
        [50, 200],
        [82, 208],
        [96, 240],
        [92, 284],
        [50, 284],
      ]),
      tint(second, 0.05),
      { form: 'soft', material, rim: 6 },
    );
    if (slip)
      d.part(
        smooth([
          [134, 168],
          [182, 186],
          [196, 210],
          [170, 240],
          [150, 220],
        ]),
        tint(main, -0.3),
        { material: 'knit', rim: 5 },
      );
    else
      for (let lace = 0; lace < 4; lace += 1)
        d.tube(line([150 + lace * 26, 176 + lace * 10], [142 + lace * 28, 206 + lace * 9]), '#f4f3ee', 7);
    d.seam(
      smooth(
        [
          [96, 262],
          [150, 240 + wave],
          [210, 246 - wave],
          [262, 258],
        ],
        false,
      ),
      '#f4f3ee',
      9,
    );
    d.part(
      rounded(
        [
          [44, 276, 6],
          [362, 274, 18],
          [364, 306, 16],
          [46, 308, 10],
        ],
        8,
      ),
      '#efece3',
      { form: 'lying' },
    );
    d.seam(line([46, 288], [360, 286]), second, 4);
  }),
];
