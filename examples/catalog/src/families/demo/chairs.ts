import { tint } from '../../drawing/colour.ts';
import { ellipse, line, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';
import { taper, timber } from './furniture-details.ts';

export const chairs: readonly Family[] = [
  demoFamily('chair', 'Shell chair', '쉘 체어', 'furniture', (d) => {
    const { main, second } = d.paint;
    const top = d.range(50, 100);
    const wood = d.pick(timber);
    const wire = d.chance(0.5);
    for (const [x, y, lean] of [
      [160, 250, -44],
      [240, 250, 44],
      [172, 246, -10],
      [228, 246, 10],
    ] as const) {
      if (wire) d.tube(line([x, y], [x + lean, 372]), '#4a4d54', 6);
      else taper(d, x, y, 372, lean, wood, 14);
    }
    if (wire)
      for (const [a, b] of [
        [146, 262],
        [262, 146],
      ] as const)
        d.tube(line([a, 262], [b, 330]), '#4a4d54', 4);
    d.part(
      smooth([
        [116, 150],
        [124, top + 20],
        [160, top],
        [240, top],
        [276, top + 20],
        [284, 150],
        [300, 196],
        [274, 240],
        [200, 256],
        [126, 240],
        [100, 196],
      ]),
      d.fill,
      { form: 'ball', material: 'fabric' },
    );
    d.part(
      smooth([
        [126, 208],
        [150, 190],
        [200, 184],
        [250, 190],
        [274, 208],
        [250, 240],
        [200, 250],
        [150, 240],
      ]),
      tint(main, 0.16),
      { form: 'soft' },
    );
    if (d.chance(0.5))
      d.part(
        smooth([
          [140, 206],
          [200, 192],
          [260, 206],
          [244, 234],
          [200, 242],
          [156, 234],
        ]),
        second,
        { form: 'soft', material: 'knit' },
      );
  }),
  demoFamily('chair', 'Wingback chair', '윙백 체어', 'furniture', (d) => {
    const { main, material, second } = d.paint;
    const top = d.range(30, 70);
    const wood = d.pick(timber);
    const buttons = d.chance(0.5);
    for (const [x, lean] of [
      [110, -8],
      [290, 8],
    ] as const)
      taper(d, x, 330, 376, lean, wood, 20);
    d.part(
      smooth([
        [122, 260],
        [116, top + 40],
        [150, top + 6],
        [200, top],
        [250, top + 6],
        [284, top + 40],
        [278, 260],
      ]),
      d.fill,
      { form: 'soft', material },
    );
    if (buttons)
      for (let row = 0; row < 3; row += 1)
        for (let column = 0; column < 3 - (row % 2); column += 1)
          d.part(ellipse(166 + column * 34 + (row % 2) * 17, top + 50 + row * 34, 4), tint(main, -0.5), {
            rim: 2,
          });
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * offset;
      d.part(
        smooth([
          [x(78), top + 30],
          [x(116), top + 50],
          [x(122), 130],
          [x(106), 210],
          [x(82), 220],
          [x(84), 120],
        ]),
        tint(main, -0.1),
        { form: 'soft', material },
      );
      d.part(
        rounded(
          [
            [x(76), 214, 16],
            [x(128), 200, 26],
            [x(124), 340, 8],
            [x(84), 340, 8],
          ],
          12,
        ),
        d.fill,
        { form: 'soft', material, rim: 14 },
      );
    }
    d.part(
      rounded(
        [
          [118, 240],
          [282, 240],
          [286, 292],
          [114, 292],
        ],
        20,
      ),
      second,
      { form: 'lying', material },
    );
    d.part(
      rounded(
        [
          [116, 286],
          [284, 286],
          [280, 340],
          [120, 340],
        ],
        6,
      ),
      d.fill,
      { form: 'soft', material },
    );
    d.seam(line([120, 328], [280, 328]), undefined, 2, '4 3');
  }),
  demoFamily('chair', 'Director chair', '디렉터 체어', 'cloth', (d) => {
    const { main } = d.paint;
    const wood = d.pick(timber);
    const back = d.range(60, 100);
    const high = d.pick([300, 330]);
    d.part(
      rounded(
        [
          [104, back],
          [296, back],
          [298, back + d.range(50, 80)],
          [102, back + 60],
        ],
        4,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [140, back + 6],
            [150, back + 34],
            [140, back + 56],
          ],
        ],
      },
    );
    for (const x of [100, 300]) {
      d.tube(line([x, back - 6], [x, high - 84]), wood, 12);
      d.tube(line([x - 22, high - 130], [x + 22, high - 130]), wood, 13);
    }
    d.tube(line([104, high - 60], [290, high + 40]), tint(wood, -0.2), 11);
    d.tube(line([296, high - 60], [110, high + 40]), wood, 11);
    d.part(
      rounded(
        [
          [92, high - 88],
          [308, high - 88],
          [318, high - 58],
          [82, high - 58],
        ],
        5,
      ),
      d.fill,
      { form: 'lying', material: 'fabric' },
    );
    d.tube(line([84, high + 42], [140, high + 42]), wood, 12);
    d.tube(line([260, high + 42], [316, high + 42]), wood, 12);
    d.tube(line([86, high - 56], [92, high - 124]), wood, 11);
    d.tube(line([314, high - 56], [308, high - 124]), wood, 11);
    d.seam(line([108, back + 8], [292, back + 8]), tint(main, -0.5), 1.6, '5 3');
  }),
  demoFamily('chair', 'Bistro chair', '비스트로 의자', 'wood', (d) => {
    const { main, second } = d.paint;
    const top = d.range(36, 80);
    const cane = d.chance(0.5);
    taper(d, 156, 230, 360, -6, tint(main, -0.35));
    taper(d, 244, 230, 360, 6, tint(main, -0.35));
    d.tube(
      smooth(
        [
          [138, 226],
          [128, 140],
          [140, top + 20],
          [200, top],
          [260, top + 20],
          [272, 140],
          [262, 226],
        ],
        false,
      ),
      main,
      13,
    );
    if (cane)
      d.part(
        smooth([
          [146, 190],
          [142, 130],
          [160, top + 36],
          [200, top + 22],
          [240, top + 36],
          [258, 130],
          [254, 190],
        ]),
        '#dcc08d',
        { material: 'quilt', form: 'soft' },
      );
    else {
      d.tube(
        smooth(
          [
            [150, 214],
            [150, 130],
            [200, top + 34],
            [250, 130],
            [250, 214],
          ],
          false,
        ),
        tint(main, -0.1),
        9,
      );
      if (d.chance(0.5)) d.tube(line([200, top + 34], [200, 210]), main, 8);
    }
    d.part(ellipse(200, 240, 86, 27), tint(main, -0.35), { rim: 3 });
    d.part(ellipse(200, 230, 86, 27), d.fill, { form: 'soft', material: 'wood' });
    d.part(ellipse(200, 229, 64, 18), cane ? '#dcc08d' : tint(second, 0.1), {
      form: 'soft',
      material: cane ? 'quilt' : 'leather',
      rim: 5,
    });
    taper(d, 130, 244, 378, -16, main, 15);
    taper(d, 270, 244, 378, 16, main, 15);
    d.part(ring(200, 312, 78, 70, 0.24), main, { rim: 3 });
  }),
];
