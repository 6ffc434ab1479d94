import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

export const accessories: readonly Family[] = [
  trainingFamily('accessories', 'tote', 'cloth', (d) => {
    const { main, accent } = d.paint;
    const width = d.range(100, 126);
    const top = d.range(150, 180);
    const handle = d.range(50, 90);
    for (const y of [0, 10])
      d.tube(
        `M${200 - 56 + y} ${top + 12}C${200 - 60} ${top - handle * 1.5} ${260 - y} ${top - handle * 1.5} ${256 - y} ${top + 12}`,
        tint(main, y === 0 ? -0.35 : -0.1),
        11,
      );
    d.part(
      rounded(
        mirrored([
          [width, top, 4],
          [width - d.range(-16, 20), 360, 16],
        ]),
        6,
      ),
      d.fill,
      {
        form: 'soft',
        material: 'fabric',
        folds: [
          [
            [150, top + 30],
            [140, 260],
            [150, 350],
          ],
          [
            [256, top + 20],
            [262, 250],
            [252, 350],
          ],
        ],
      },
    );
    d.seam(line([200 - width + 4, top + 14], [200 + width - 4, top + 14]), undefined, 2, '5 4');
    for (const x of [-56, 56])
      d.part(rectangle(200 + x - 9, top + 4, 18, 30, 3), tint(main, -0.2), { rim: 3 });
    if (d.chance(0.6)) d.mark(200, 260, d.range(40, 80), accent);
  }),
  trainingFamily('accessories', 'backpack', 'cloth', (d) => {
    const { main, second, material, accent } = d.paint;
    const width = d.range(90, 112);
    const top = d.range(50, 80);
    d.tube(
      `M176 ${top + 8}Q176 ${top - 30} 200 ${top - 30}Q224 ${top - 30} 224 ${top + 8}`,
      tint(second, -0.3),
      10,
    );
    for (const side of [-1, 1])
      d.part(
        smooth([
          [200 + side * (width - 8), 190],
          [200 + side * (width + 26), 214],
          [200 + side * (width + 26), 310],
          [200 + side * (width - 8), 330],
        ]),
        tint(main, -0.25),
        { form: 'soft', material },
      );
    d.part(
      rounded(
        mirrored([
          [60, top, 40],
          [width, top + 50, 40],
          [width + 4, 350, 24],
        ]),
        20,
      ),
      d.fill,
      { form: 'soft', material },
    );
    d.seam(
      `M${204 - width} 190C${206 - width} ${top + 20} ${194 + width} ${top + 20} ${196 + width} 190`,
      tint(second, -0.2),
      5,
    );
    d.part(
      rounded(
        mirrored([
          [width - 20, 220, 16],
          [width - 18, 336, 16],
        ]),
        14,
      ),
      tint(main, -0.1),
      { form: 'soft', material },
    );
    d.seam(line([222 - width, 244], [178 + width, 244]), second, 5, '3 2');
    d.part(rectangle(194, 244, 12, 26, 4), accent, { rim: 2 });
    d.part(rectangle(178, 150, 44, 28, 4), second, { rim: 3 });
  }),
  trainingFamily('accessories', 'baseball-cap', 'cloth', (d) => {
    const { main, second, material, accent } = d.paint;
    const high = d.range(90, 130);
    d.part(
      smooth([
        [92, 250],
        [96, 250 - high * 0.6],
        [150, 250 - high * 1.1],
        [216, 250 - high * 1.05],
        [276, 250 - high * 0.5],
        [290, 246],
        [190, 264],
      ]),
      d.fill,
      { form: 'ball', material },
    );
    d.seam(
      smooth(
        [
          [190, 250 - high * 1.12],
          [214, 200],
          [210, 258],
        ],
        false,
      ),
      undefined,
      2,
    );
    d.seam(
      smooth(
        [
          [160, 250 - high * 1.1],
          [128, 200],
          [122, 254],
        ],
        false,
      ),
      undefined,
      2,
    );
    d.part(ellipse(182, 252 - high * 1.12, 9, 6), second, { rim: 2, form: 'ball' });
    d.part(
      smooth([
        [200, 250],
        [290, 238],
        [362, 262],
        [384, 288],
        [330, 292],
        [240, 280],
        [180, 266],
      ]),
      d.chance(0.5) ? second : main,
      { form: 'gloss', material },
    );
    d.seam(
      smooth(
        [
          [220, 262],
          [300, 256],
          [366, 280],
        ],
        false,
      ),
      undefined,
      1.6,
      '4 3',
    );
    d.mark(250, 214, 34, accent);
  }),
  trainingFamily('accessories', 'round-watch', 'leather', (d) => {
    const { main, second, material, accent } = d.paint;
    const radius = d.range(62, 82);
    const strap = d.range(26, 38);
    const metal = d.pick(['#c9ccd1', '#c8a24f', '#2b2d32', '#c58d78']);
    for (const [y0, y1] of [
      [40, 160],
      [240, 366],
    ] as const)
      d.part(
        rounded(
          [
            [200 - strap, y0 < 100 ? y1 : y0],
            [200 + strap, y0 < 100 ? y1 : y0],
            [200 + strap * 0.7, y0 < 100 ? y0 : y1],
            [200 - strap * 0.7, y0 < 100 ? y0 : y1],
          ],
          8,
        ),
        d.fill,
        { form: 'standing', material },
      );
    d.part(rectangle(200 - strap, 300, strap * 2, 14, 4), tint(main, -0.3), { rim: 3 });
    d.part(rectangle(200 - strap * 0.8, 28, strap * 1.6, 16, 4), metal, { form: 'gloss', rim: 3 });
    d.part(rectangle(200 + radius - 2, 192, 16, 18, 4), metal, { form: 'lying', rim: 2 });
    d.part(ellipse(200, 200, radius), metal, { form: 'ball', material: 'metal' });
    d.part(ellipse(200, 200, radius - 10), d.chance(0.5) ? '#f6f4ee' : tint(second, -0.45), { rim: 5 });
    for (let hour = 0; hour < 12; hour += 1) {
      const turn = (hour * Math.PI) / 6;
      d.seam(
        line(
          [200 + Math.sin(turn) * (radius - 16), 200 - Math.cos(turn) * (radius - 16)],
          [200 + Math.sin(turn) * (radius - 26), 200 - Math.cos(turn) * (radius - 26)],
        ),
        '#80766a',
        4,
      );
    }
    if (d.chance(0.5)) d.part(ellipse(200, 226, 14), tint(second, 0.2), { rim: 3 });
    d.tube(line([200, 200], [200 - radius * 0.4, 200 - radius * 0.25]), '#3a3d44', 4);
    d.tube(line([200, 200], [200 + radius * 0.3, 200 - radius * 0.55]), '#3a3d44', 3);
    d.part(ellipse(200, 200, 4), accent, { rim: 0 });
  }),
  trainingFamily('accessories', 'aviator-glasses', 'device', (d) => {
    const { main, second } = d.paint;
    const metal = d.pick(['#c8a24f', '#c9ccd1', '#26282c']);
    const drop = d.range(60, 90);
    const gap = d.range(14, 24);
    const toned = d.chance(0.5);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (gap + offset);
      const outline = smooth([
        [x(4), 160],
        [x(60), 152],
        [x(126), 162],
        [x(132), 190],
        [x(100), 160 + drop],
        [x(56), 168 + drop],
        [x(14), 150 + drop * 0.7],
      ]);
      d.part(outline, tint(toned ? main : second, -0.25), { form: 'gloss', rim: 8 });
      d.tube(outline, metal, 6);
      d.tube(
        smooth(
          [
            [x(128), 168],
            [x(150), 164],
            [x(166), 200],
            [x(160), 240],
          ],
          false,
        ),
        metal,
        7,
      );
    }
    d.tube(`M${200 - gap - 2} 176Q200 160 ${200 + gap + 2} 176`, metal, 6);
    d.tube(line([200 - gap - 20, 154], [200 + gap + 20, 154]), metal, 5);
  }),
  trainingFamily('accessories', 'belt-coil', 'leather', (d) => {
    const { material, main } = d.paint;
    const wide = d.range(24, 40);
    const metal = d.pick(['#c8a24f', '#c9ccd1', '#3a3c42']);
    d.part(ring(210, 190, 130, 130 - wide, 0.62), d.fill, { form: 'soft', material, rim: 8 });
    d.part(ring(204, 196, 88, 88 - wide * 0.7, 0.62), tint(main, -0.1), { form: 'soft', material, rim: 8 });
    d.part(
      rounded(
        [
          [120, 262],
          [330, 266],
          [372, 284],
          [330, 300],
          [120, 296],
        ],
        6,
      ),
      d.fill,
      { form: 'lying', material },
    );
    for (let hole = 0; hole < 5; hole += 1) d.part(ellipse(250 + hole * 20, 282, 3.5), '#1b1613', { rim: 0 });
    d.part(rectangle(60, 248, 78, 62, 10) + rectangle(74, 262, 50, 34, 5), metal, { form: 'gloss', rim: 4 });
    d.tube(line([98, 262], [98, 296]), metal, 7);
  }),
  trainingFamily('accessories', 'beanie', 'cloth', (d) => {
    const { main, second } = d.paint;
    const top = d.range(90, 130);
    if (d.chance(0.6)) d.part(ellipse(200, top - 8, 34), second, { form: 'ball', material: 'knit', rim: 14 });
    d.part(
      smooth([
        [104, 280],
        [104, top + 90],
        [140, top + 20],
        [200, top],
        [260, top + 20],
        [296, top + 90],
        [296, 280],
        [200, 290],
      ]),
      d.fill,
      { form: 'soft', material: 'knit' },
    );
    d.part(rectangle(96, 250, 208, d.range(56, 76), 14), tint(main, -0.18), {
      form: 'lying',
      material: 'knit',
    });
    for (let x = 112; x < 300; x += 16) d.seam(line([x, 256], [x, 300]), undefined, 2);
    d.part(rectangle(d.pick([178, 236]), 276, 44, 26, 3), second, { rim: 3 });
  }),
];
