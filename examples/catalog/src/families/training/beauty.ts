import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

const metals = ['#c8a24f', '#c9ccd1', '#2b2d32', '#d39a86', '#f1efea'] as const;

export const beauty: readonly Family[] = [
  trainingFamily('beauty', 'lipstick', 'cosmetic', (d) => {
    const { accent, main } = d.paint;
    const metal = d.pick(metals);
    const wide = d.range(34, 46);
    const bullet = d.range(70, 110);
    d.part(
      rounded(
        [
          [200 - wide * 0.62, 170, 2],
          [200 - wide * 0.62, 190 - bullet, 12],
          [200 + wide * 0.62, 150 - bullet, 14],
          [200 + wide * 0.62, 170, 2],
        ],
        4,
      ),
      d.paint.mainName === 'white' || d.paint.mainName === 'black' ? '#a82b45' : main,
      { form: 'standing' },
    );
    d.part(rectangle(200 - wide * 0.76, 160, wide * 1.52, 60, 3), metal, {
      form: 'standing',
      material: 'metal',
    });
    d.part(rectangle(200 - wide, 212, wide * 2, 150, 5), d.fill, { form: 'standing' });
    d.part(rectangle(200 - wide, 212, wide * 2, 12, 3), metal, { form: 'standing', rim: 2 });
    d.mark(200, 300, 24, accent);
  }),
  trainingFamily('beauty', 'pump-bottle', 'cosmetic', (d) => {
    const { second, accent } = d.paint;
    const wide = d.range(60, 86);
    const top = d.range(140, 180);
    const cap = d.pick(['#f3f1ec', '#26282c', second]);
    d.part(
      rounded(
        [
          [150, 62],
          [214, 62],
          [220, 84],
          [176, 84],
          [150, 78],
        ],
        6,
      ),
      cap,
      { form: 'lying' },
    );
    d.part(rectangle(194, 80, 14, 40, 3), tint(cap, -0.2), { form: 'standing' });
    d.part(rectangle(172, 110, 58, 34, 5), cap, { form: 'standing' });
    d.part(
      rounded(
        mirrored([
          [30, 140, 4],
          [wide, top, d.pick([10, 30])],
          [wide, 366, 14],
        ]),
        10,
      ),
      d.fill,
      { form: 'standing' },
    );
    d.part(rectangle(200 - wide * 0.7, 220, wide * 1.4, 100, 4), '#faf8f4', { rim: 3 });
    d.mark(200, 244, 20, accent);
    d.print(200, 274, wide, 4, '#4a4a50');
  }),
  trainingFamily('beauty', 'cream-jar', 'cosmetic', (d) => {
    const { main, accent, second } = d.paint;
    const wide = d.range(100, 140);
    const lid = d.range(50, 80);
    d.part(
      rounded(
        mirrored([
          [wide, 196, 10],
          [wide - 6, 324, 40],
        ]),
        10,
      ),
      d.fill,
      { form: 'standing' },
    );
    d.part(ellipse(200, 198, wide, 18), tint(main, -0.2), { rim: 3 });
    d.part(rectangle(196 - wide, 200 - lid, wide * 2 + 8, lid, 8), d.chance(0.5) ? d.pick(metals) : second, {
      form: 'standing',
      material: 'metal',
    });
    d.part(ellipse(200, 202 - lid, wide + 2, 18), d.pick(metals), { form: 'gloss', rim: 3 });
    d.print(200, 250, wide, 3, tint(accent, -0.2));
    d.mark(200, 232, 16, accent);
  }),
  trainingFamily('beauty', 'perfume-square', 'cosmetic', (d) => {
    const { main, accent } = d.paint;
    const wide = d.range(70, 104);
    const top = d.range(140, 190);
    const metal = d.pick(metals);
    d.part(rectangle(172, top - 84, 56, 62, d.pick([3, 26])), metal, { form: 'gloss' });
    d.part(rectangle(184, top - 26, 32, 30, 2), '#c9ccd1', { form: 'standing' });
    d.part(rectangle(200 - wide, top, wide * 2, 360 - top, 14), tint(main, 0.55), {
      form: 'gloss',
      opacity: 0.9,
    });
    d.part(rectangle(214 - wide, top + 40, wide * 2 - 28, 304 - top, 8), d.fill, { form: 'soft', rim: 5 });
    d.part(rectangle(200 - wide * 0.5, top + 70, wide, 60, 2), '#fbf7ee', { rim: 2 });
    d.mark(200, top + 90, 18, accent);
    d.print(200, top + 114, wide * 0.6, 1, '#55504a');
  }),
  trainingFamily('beauty', 'compact-powder', 'cosmetic', (d) => {
    const { main } = d.paint;
    const radius = d.range(92, 112);
    const metal = d.pick(metals);
    d.part(ellipse(200, 120, radius, radius * 0.8), d.fill, { form: 'gloss' });
    d.part(ellipse(200, 122, radius - 12, (radius - 12) * 0.78), '#cfe0ea', { form: 'gloss' });
    d.seam(line([160, 150], [220, 80]), '#ffffff', 8);
    d.part(rectangle(170, 196, 60, 20, 5), metal, { form: 'lying' });
    d.part(ellipse(200, 286, radius + 6, radius * 0.76), tint(main, -0.15), { form: 'soft' });
    d.part(ellipse(200, 278, radius + 6, radius * 0.74), d.fill, { form: 'gloss' });
    d.part(ellipse(200, 278, radius - 12, radius * 0.58), d.pick(['#e9c4a4', '#e39a9a', '#d9a981']), {
      form: 'soft',
      rim: 12,
    });
    d.mark(200, 278, 40, '#b98468');
  }),
  trainingFamily('beauty', 'cream-tube', 'cosmetic', (d) => {
    const { second, accent } = d.paint;
    const wide = d.range(56, 76);
    d.part(
      rounded(
        [
          [200 - wide, 36, 3],
          [200 + wide, 36, 3],
          [200 + wide * 0.86, 290, 10],
          [200 - wide * 0.86, 290, 10],
        ],
        6,
      ),
      d.fill,
      { form: 'standing' },
    );
    d.part(rectangle(200 - wide - 2, 30, wide * 2 + 4, 20, 2), tint(d.paint.main, -0.12), { rim: 3 });
    for (let x = 200 - wide + 4; x < 200 + wide; x += 7) d.seam(line([x, 32], [x, 48]), undefined, 1.4);
    d.part(
      rectangle(200 - wide * 0.8, 288, wide * 1.6, d.range(50, 76), 6),
      d.pick(['#f3f1ec', '#26282c', second]),
      { form: 'standing' },
    );
    d.mark(200, 110, 34, accent);
    d.print(200, 160, wide * 1.2, 5, accent);
  }),
  trainingFamily('beauty', 'makeup-brush', 'cosmetic', (d) => {
    const { main, second } = d.paint;
    const spread = d.range(34, 60);
    const hair = d.range(100, 140);
    d.part(
      rounded(
        mirrored([
          [16, 210, 2],
          [11, 300, 20],
          [6, 376, 6],
        ]),
        6,
      ),
      d.fill,
      { form: 'standing' },
    );
    d.part(
      smooth([
        [180, 150],
        [200 - spread, 150 - hair * 0.5],
        [200 - spread * 0.6, 150 - hair],
        [200, 140 - hair],
        [200 + spread * 0.6, 150 - hair],
        [200 + spread, 150 - hair * 0.5],
        [220, 150],
      ]),
      d.pick(['#5a3d2b', '#2a2826', '#e9d9c4']),
      { form: 'standing', rim: 12 },
    );
    for (let hairLine = -3; hairLine <= 3; hairLine += 1)
      d.seam(line([200 + hairLine * 5, 148], [200 + hairLine * spread * 0.2, 160 - hair]), '#c9a98c', 1.6);
    d.part(
      smooth([
        [200 - spread * 0.6, 156 - hair],
        [200, 138 - hair],
        [200 + spread * 0.6, 156 - hair],
        [200, 176 - hair],
      ]),
      tint(second, 0.1),
      { opacity: 0.7, outline: 0 },
    );
    d.part(
      rounded(
        [
          [178, 144],
          [222, 144],
          [217, 216],
          [183, 216],
        ],
        3,
      ),
      d.pick(metals),
      { form: 'standing', material: 'metal' },
    );
    d.mark(200, 260, 10, tint(main, 0.6));
  }),
];
