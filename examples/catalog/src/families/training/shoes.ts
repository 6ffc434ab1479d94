// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

export const shoes: readonly Family[] = [
  trainingFamily('shoes', 'runner', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const heel = d.range(28, 46);
    const toe = d.range(206, 222);
    d.part(
      smooth([
        [54, 150],
        [66, 120],
        [110, 116],
        [150, 130],
        [210, 176],
        [290, toe - 8],
        [344, toe + 26],
        [352, 262],
        [200, 268],
        [52, 262],
        [46, 200],
      ]),
      d.fill,
      { form: 'soft', material: 'fabric' },
    );
    d.part(
      smooth([
        [66, 126],
        [96, 136],
        [140, 128],
        [150, 132],
        [120, 152],
        [84, 150],
      ]),
      tint(main, -0.6),
      { rim: 4 },
    );
    d.part(
      smooth([
        [52, 160],
        [84, 170],
        [104, 210],
        [92, 262],
        [50, 260],
        [44, 205],
      ]),
      second,
      { form: 'gloss' },
    );
    d.part(
      smooth([
        [296, toe - 4],
        [344, toe + 26],
        [352, 262],
        [290, 264],
        [276, 240],
      ]),
      second,
      { form: 'gloss' },
    );
    d.part(
      smooth([
        [112, 232],
        [160, 206],
        [230, 216],
        [200, 228],
        [150, 240],
      ]),
      accent,
      { rim: 3 },
    );
    for (let lace = 0; lace < 5; lace += 1)
      d.tube(
        line([142 + lace * 21, 134 + lace * 15], [164 + lace * 19, 166 + lace * 11]),
        tint(second, 0.5),
        6,
      );
    d.part(
      rounded(
        [
          [36, 252, 12],
          [200, 262, 40],
          [300, 256, 20],
          [370, 240, 20],
          [366, 272, 14],
          [330, 262 + heel * 0.7, 14],
          [200, 258 + heel, 20],
          [44, 262 + heel, 16],
          [30, 270, 10],
        ],
        12,
      ),
      '#f2f1ec',
      { form: 'lying', material: 'plain' },
    );
    d.seam(
      smooth(
        [
          [40, 272],
          [200, 278],
          [364, 256],
        ],
        false,
      ),
      accent,
      4,
    );
    for (let x = 60; x < 330; x += 20) d.seam(line([x, 256 + heel], [x + 8, 262 + heel]), '#222222', 4);
  }),
  trainingFamily('shoes', 'high-top', 'cloth', (d) => {
    const { main, second, material } = d.paint;
    const collar = d.range(60, 100);
    d.part(
      rounded(
        [
          [80, collar, 14],
          [176, collar - 4, 14],
          [184, 170, 30],
          [270, 208, 30],
          [336, 232, 30],
          [346, 286, 4],
          [74, 286, 4],
          [72, 180, 40],
        ],
        10,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [100, 200],
            [130, 190],
            [170, 204],
          ],
        ],
      },
    );
    d.part(
      rounded(
        [
          [150, collar - 8, 8],
          [180, collar - 2, 8],
          [196, 166, 20],
          [260, 200, 20],
          [236, 222, 10],
          [168, 186, 30],
        ],
        10,
      ),
      tint(main, -0.15),
      { material },
    );
    d.part(
      smooth([
        [280, 224],
        [330, 226],
        [352, 262],
        [350, 290],
        [272, 290],
      ]),
      '#f0efe9',
      { form: 'gloss' },
    );
    for (let lace = 0; lace < 6; lace += 1) {
      const y = collar + 14 + lace * ((200 - collar) / 6);
      const x = 150 + Math.max(0, lace - 2) * 20;
      d.tube(line([x, y], [x + 34, y + 4]), '#f4f3ee', 6);
      d.part(ellipse(x - 3, y, 4), '#c4c6ca', { rim: 1 });
    }
    if (d.chance(0.6)) {
      d.part(ellipse(116, 158, 22), '#f4f3ee', { rim: 3 });
      d.mark(116, 158, 20, second);
    }
    d.part(
      rounded(
        [
          [66, 278, 8],
          [356, 278, 14],
          [358, 318, 14],
          [64, 320, 8],
        ],
        8,
      ),
      '#f2f1ec',
      { form: 'lying' },
    );
    d.seam(line([66, 288], [356, 288]), second, 4);
    d.seam(line([66, 304], [356, 303]), '#777777', 2);
  }),
  trainingFamily('shoes', 'pump-heel', 'leather', (d) => {
    const { main, second, material } = d.paint;
    const heel = d.range(90, 150);
    const top = 270 - heel;
    const point = d.range(350, 376);
    d.part(
      smooth([
        [70, top + 30],
        [92, top + 26],
        [90, top + 70],
        [78, 318],
        [62, 318],
        [60, top + 70],
      ]),
      tint(main, -0.2),
      { form: 'standing' },
    );
    d.part(
      smooth([
        [68, top],
        [104, top + 8],
        [150, top + 56],
        [220, 254],
        [260, 262],
        [300, 268],
        [point, 304],
        [point - 6, 318],
        [270, 318],
        [210, 310],
        [140, top + 100],
        [90, top + 64],
        [62, top + 40],
      ]),
      d.fill,
      { form: 'gloss', material },
    );
    d.part(
      smooth([
        [78, top + 8],
        [106, top + 14],
        [150, top + 62],
        [212, 258],
        [250, 270],
        [200, 270],
        [140, top + 80],
      ]),
      tint(second, 0.35),
      { rim: 5 },
    );
    d.part(
      smooth([
        [210, 308],
        [270, 314],
        [point - 4, 314],
        [point - 12, 322],
        [260, 324],
      ]),
      '#2a2220',
      { rim: 2 },
    );
    if (d.chance(0.5))
      d.part(
        smooth([
          [266, 268],
          [286, 256],
          [292, 268],
          [312, 262],
          [300, 280],
          [282, 276],
        ]),
        second,
        { form: 'gloss', rim: 4 },
      );
    if (d.chance(0.4)) d.tube(`M84 ${top + 6}Q120 ${top - 34} 170 ${top + 20}`, main, 8);
  }),
  trainingFamily('shoes', 'chelsea-boot', 'leather', (d) => {
    const { main, second, material } = d.paint;
    const top = d.range(50, 110);
    const heel = d.range(16, 32);
    d.part(
      rounded(
        [
          [92, top, 8],
          [188, top + 4, 8],
          [190, 186, 50],
          [250, 222, 40],
          [330, 240, 40],
          [350, 296, 14],
          [84, 296, 8],
          [88, 200, 40],
        ],
        12,
      ),
      d.fill,
      {
        form: 'gloss',
        material,
        folds: [
          [
            [196, 200],
            [180, 214],
            [160, 216],
          ],
          [
            [212, 214],
            [196, 230],
            [176, 232],
          ],
        ],
      },
    );
    d.part(
      smooth([
        [112, top + 6],
        [164, top + 8],
        [160, 150],
        [140, 206],
        [118, 150],
      ]),
      tint(second, -0.35),
      { material: 'knit', rim: 5 },
    );
    d.tube(`M96 ${top + 6}Q84 ${top - 26} 106 ${top - 14}L108 ${top + 10}`, tint(main, -0.2), 7);
    d.part(
      rounded(
        [
          [82, 288, 4],
          [354, 288, 10],
          [356, 304, 8],
          [160, 308, 4],
          [156, 304 + heel, 3],
          [84, 304 + heel, 3],
        ],
        4,
      ),
      '#2c2623',
      { form: 'lying', rim: 4 },
    );
    d.seam(
      smooth(
        [
          [86, 284],
          [200, 286],
          [350, 284],
        ],
        false,
      ),
      '#e8d9b5',
      1.6,
      '4 3',
    );
  }),
  trainingFamily('shoes', 'slide-sandal', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const band = d.range(60, 100);
    const sole = d.range(30, 46);
    d.part(
      smooth([
        [40, 258],
        [120, 240],
        [220, 246],
        [330, 238],
        [372, 256],
        [366, 262 + sole],
        [220, 270 + sole],
        [46, 266 + sole],
      ]),
      tint(main, -0.3),
      { form: 'lying' },
    );
    d.part(
      smooth([
        [44, 252],
        [120, 232],
        [220, 240],
        [330, 230],
        [368, 250],
        [300, 266],
        [180, 268],
        [80, 266],
      ]),
      tint(second, 0.15),
      { form: 'soft', material: 'fabric' },
    );
    const x = d.range(170, 190);
    d.part(
      smooth([
        [x - 20, 262],
        [x - 6, 200],
        [x + 40, 176],
        [x + 100, 184],
        [x + 120 + band * 0.5, 214],
        [x + 140 + band * 0.4, 258],
        [x + 60, 270],
      ]),
      d.fill,
      { form: 'gloss', rim: 12 },
    );
    d.seam(
      smooth(
        [
          [x + 4, 204],
          [x + 44, 186],
          [x + 100, 194],
          [x + 108 + band * 0.5, 220],
        ],
        false,
      ),
      undefined,
      2,
      '5 3',
    );
    d.mark(x + 64, 224, 36, accent);
    for (let groove = 60; groove < 360; groove += 22)
      d.seam(line([groove, 262 + sole], [groove + 10, 264 + sole]), '#000000', 3);
  }),
];
