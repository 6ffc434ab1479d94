import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

export const bottoms: readonly Family[] = [
  trainingFamily('bottom', 'straight-jeans', 'denim', (d) => {
    const { main, material } = d.paint;
    const hip = d.range(68, 80);
    const hem = d.range(26, 46);
    const length = d.range(340, 372);
    const stitch = '#d9a55a';
    d.part(
      rounded(
        mirrored([
          [58, 40, 4],
          [hip, 110, 30],
          [hip - 2, 180, 40],
          [30 + hem, length, 3],
          [26 - hem / 4, length, 3],
          [0, 146, 4],
        ]),
        6,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [170, 150],
            [150, 160],
            [134, 164],
          ],
          [
            [228, 150],
            [248, 162],
            [266, 166],
          ],
          [
            [150, 220],
            [160, 240],
            [150, 262],
          ],
          [
            [250, 230],
            [242, 246],
            [252, 266],
          ],
        ],
      },
    );
    d.part(rectangle(140, 34, 120, 20, 4), tint(main, -0.12), { material, rim: 4 });
    d.seam(line([200, 54], [200, 146]), stitch, 2, '5 3');
    d.seam('M212 56Q218 110 200 128', stitch, 2, '5 3');
    for (const side of [-1, 1])
      d.seam(`M${200 + side * 34} 56Q${200 + side * 40} 86 ${200 + side * (hip - 4)} 90`, stitch, 2.4, '5 3');
    for (const x of [154, 176, 224, 246]) d.part(rectangle(x - 3, 31, 6, 26, 2), main, { rim: 2 });
    d.part(ellipse(200, 44, 5), '#b98b4e', { rim: 2, form: 'ball' });
    if (d.chance(0.4))
      for (const [x, y] of [
        [160, 236],
        [246, 244],
      ] as const)
        d.part(
          smooth([
            [x - 14, y],
            [x, y - 8],
            [x + 14, y],
            [x, y + 8],
          ]),
          tint(main, 0.5),
          { rim: 3, material: 'fabric', outline: 0 },
        );
    for (const side of [-1, 1])
      d.seam(
        line([200 + side * (28 + hem), length - 9], [200 + side * (28 - hem / 4), length - 9]),
        stitch,
        2,
        '5 3',
      );
  }),
  trainingFamily('bottom', 'gym-shorts', 'cloth', (d) => {
    const { main, second, material } = d.paint;
    const hem = d.range(104, 134);
    const length = d.range(240, 310);
    d.part(
      rounded(
        mirrored([
          [86, 100, 6],
          [hem, length, 6],
          [12, length + 8, 6],
          [0, 214, 6],
        ]),
        6,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [150, 150],
            [130, 200],
            [120, length],
          ],
          [
            [250, 150],
            [266, 210],
            [270, length],
          ],
          [
            [190, 200],
            [176, 220],
            [168, length],
          ],
        ],
      },
    );
    if (d.chance(0.6))
      for (const side of [-1, 1])
        d.part(
          rounded(
            [
              [200 + side * 76, 110],
              [200 + side * 88, 110],
              [200 + side * (hem - 2), length - 2],
              [200 + side * (hem - 20), length],
            ],
            2,
          ),
          second,
          { rim: 3 },
        );
    d.part(rectangle(112, 84, 176, 30, 8), tint(main, -0.18), { form: 'lying', material: 'knit' });
    for (let x = 118; x < 286; x += 8) d.seam(line([x, 88], [x + 1, 110]), undefined, 1);
    d.tube('M190 106Q182 140 176 162', tint(second, 0.2), 5);
    d.tube('M210 106Q216 136 226 152', tint(second, 0.2), 5);
    d.mark(d.pick([136, 262]), length - 30, 18, second);
  }),
  trainingFamily('bottom', 'pleated-skirt', 'cloth', (d) => {
    const { main, material } = d.paint;
    const waist = d.range(50, 66);
    const hem = d.range(120, 165);
    const length = d.range(230, 340);
    const pleats = d.pick([5, 7, 9]);
    for (let pleat = 0; pleat < pleats; pleat += 1) {
      const at = (half: number, step: number): number => 200 - half + (2 * half * step) / pleats;
      d.part(
        rounded(
          [
            [at(waist, pleat), 90],
            [at(waist, pleat + 1), 90],
            [at(hem, pleat + 1), length + (pleat % 2) * 7],
            [at(hem, pleat), length],
          ],
          2,
        ),
        d.fill,
        { form: 'standing', material, rim: 6 },
      );
    }
    d.part(rectangle(200 - waist - 3, 74, waist * 2 + 6, 24, 4), tint(main, -0.25), {
      form: 'lying',
      rim: 4,
    });
    if (d.chance(0.5))
      for (const x of [-20, 20]) d.part(ellipse(200 + x, 86, 5), '#c9a45c', { form: 'ball', rim: 2 });
  }),
  trainingFamily('bottom', 'joggers', 'cloth', (d) => {
    const { main, second, material } = d.paint;
    const hip = d.range(74, 92);
    const knee = d.range(62, 76);
    d.part(
      rounded(
        mirrored([
          [66, 44, 6],
          [hip, 120, 40],
          [knee + 12, 240, 40],
          [54, 340, 10],
          [26, 340, 10],
          [0, 160, 10],
        ]),
        8,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [180, 160],
            [160, 180],
            [130, 190],
          ],
          [
            [220, 160],
            [244, 184],
            [270, 190],
          ],
          [
            [140, 290],
            [156, 300],
            [172, 296],
          ],
          [
            [228, 296],
            [246, 304],
            [262, 292],
          ],
          [
            [142, 320],
            [156, 326],
            [170, 322],
          ],
        ],
      },
    );
    const piped = d.chance(0.5);
    for (const side of [-1, 1]) {
      d.part(
        rounded(
          [
            [200 + side * 24, 334],
            [200 + side * 56, 334],
            [200 + side * 52, 366],
            [200 + side * 28, 366],
          ],
          5,
        ),
        tint(main, -0.25),
        { material: 'knit', form: 'standing' },
      );
      d.seam(`M${200 + side * 46} 62Q${200 + side * 58} 100 ${200 + side * (hip - 6)} 118`, undefined, 3);
      if (piped)
        d.seam(
          smooth(
            [
              [200 + side * (hip - 12), 60],
              [200 + side * (hip - 8), 130],
              [200 + side * knee, 240],
              [200 + side * 48, 332],
            ],
            false,
          ),
          second,
          8,
        );
    }
    d.part(rectangle(132, 36, 136, 26, 8), tint(main, -0.2), { form: 'lying', material: 'knit' });
    d.tube('M194 58Q186 86 190 112', tint(second, 0.3), 5);
    d.tube('M206 58Q214 82 208 104', tint(second, 0.3), 5);
  }),
  trainingFamily('bottom', 'wide-trousers', 'cloth', (d) => {
    const { main, material, accent } = d.paint;
    const hem = d.range(84, 112);
    const length = d.range(330, 368);
    d.part(
      rounded(
        mirrored([
          [50, 40, 3],
          [70, 110, 30],
          [hem, length, 3],
          [10, length, 3],
          [0, 150, 3],
        ]),
        6,
      ),
      d.fill,
      {
        form: 'soft',
        material,
        folds: [
          [
            [176, 70],
            [158, 200],
            [144, length],
          ],
          [
            [224, 70],
            [244, 200],
            [258, length],
          ],
        ],
      },
    );
    for (const side of [-1, 1])
      d.seam(
        line([200 + side * 28, 64], [200 + side * 44, 210], [200 + side * 50, length - 4]),
        undefined,
        2,
      );
    d.part(rectangle(148, 30, 104, 24, 3), tint(main, -0.15), { material, rim: 4 });
    if (d.chance(0.5)) {
      d.part(rectangle(146, 34, 108, 15, 3), tint(accent, -0.3), { material: 'leather', rim: 3 });
      d.part(rectangle(188, 31, 24, 21, 4), '#d2b463', { form: 'gloss', rim: 3 });
    }
    d.seam('M200 54V148', undefined, 1.6);
  }),
];
