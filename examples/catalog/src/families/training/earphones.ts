import { tint } from '../../drawing/colour.ts';
import { ellipse, rectangle, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

export const earphones: readonly Family[] = [
  trainingFamily('earphone', 'over-ear', 'device', (d) => {
    const { main, second, material } = d.paint;
    const cup = d.range(46, 62);
    const span = d.range(104, 124);
    d.tube(
      `M${200 - span} 240C${200 - span - 20} 20 ${200 + span + 20} 20 ${200 + span} 240`,
      main,
      d.range(16, 26),
    );
    d.tube(`M${200 - span * 0.6} 88Q200 46 ${200 + span * 0.6} 88`, tint(second, -0.1), 22);
    for (const side of [-1, 1]) {
      d.part(
        smooth([
          [200 + side * (span - 34), 210],
          [200 + side * (span - 12), 190],
          [200 + side * (span - 4), 260],
          [200 + side * (span - 12), 330],
          [200 + side * (span - 34), 312],
        ]),
        tint(second, -0.35),
        { form: 'soft', material: 'leather' },
      );
      d.part(
        smooth([
          [200 + side * (span - 12), 190],
          [200 + side * (span + cup * 0.5), 204],
          [200 + side * (span + cup * 0.72), 260],
          [200 + side * (span + cup * 0.5), 318],
          [200 + side * (span - 12), 332],
        ]),
        d.fill,
        { form: 'gloss', material },
      );
      d.seam(ellipse(200 + side * (span + 14), 262, 14, 36), tint(main, 0.5), 3);
      d.mark(200 + side * (span + 14), 262, 16, d.paint.accent);
    }
  }),
  trainingFamily('earphone', 'stem-buds', 'device', (d) => {
    const { main, material } = d.paint;
    const stem = d.range(90, 140);
    const gap = d.range(70, 86);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (gap + offset);
      d.part(
        rounded(
          [
            [x(-4), 150],
            [x(26), 150],
            [x(22), 200 + stem],
            [x(2), 200 + stem],
          ],
          10,
        ),
        d.fill,
        { form: 'standing', material },
      );
      d.part(
        smooth([
          [x(-20), 96],
          [x(20), 88],
          [x(48), 120],
          [x(42), 168],
          [x(10), 188],
          [x(-24), 160],
        ]),
        d.fill,
        { form: 'ball', material },
      );
      d.part(
        smooth([
          [x(-20), 108],
          [x(-44), 118],
          [x(-52), 142],
          [x(-38), 164],
          [x(-16), 160],
        ]),
        tint(main, 0.45),
        { form: 'ball' },
      );
      d.part(ellipse(x(22), 112, 12, 6), '#22252a', { rim: 1 });
      d.part(rectangle(Math.min(x(2), x(22)), 192 + stem, 20, 10, 3), '#c9ccd0', { form: 'lying', rim: 1 });
    }
  }),
  trainingFamily('earphone', 'charging-case', 'device', (d) => {
    const { main, material, accent } = d.paint;
    const width = d.range(190, 250);
    const x = 200 - width / 2;
    const tall = d.range(120, 150);
    d.part(
      rounded(
        [
          [x + 4, 60, 50],
          [x + width - 4, 60, 50],
          [x + width, 150, 8],
          [x, 150, 8],
        ],
        30,
      ),
      tint(main, -0.12),
      { form: 'gloss', material },
    );
    d.part(
      rounded(
        [
          [x + 20, 78, 36],
          [x + width - 20, 78, 36],
          [x + width - 16, 148, 6],
          [x + 16, 148, 6],
        ],
        20,
      ),
      tint(main, -0.45),
      { form: 'lying' },
    );
    d.part(rectangle(x + 8, 148, width - 16, 46, 14), tint(main, -0.5), { form: 'lying' });
    for (const side of [-1, 1]) {
      d.part(
        smooth([
          [200 + side * 22, 140],
          [200 + side * 50, 118],
          [200 + side * 78, 140],
          [200 + side * 74, 180],
          [200 + side * 30, 182],
        ]),
        tint(main, 0.25),
        { form: 'ball' },
      );
      d.part(ellipse(200 + side * 46, 136, 9, 6), '#1f2126', { rim: 1 });
    }
    d.part(
      rounded(
        [
          [x, 176, 10],
          [x + width, 176, 10],
          [x + width - 2, 176 + tall, 56],
          [x + 2, 176 + tall, 56],
        ],
        30,
      ),
      d.fill,
      { form: 'gloss', material },
    );
    d.part(ellipse(200, 206, 5), '#5fe08a', { rim: 1 });
    d.mark(200, 252, 26, accent);
  }),
  trainingFamily('earphone', 'wired', 'device', (d) => {
    const { main, second } = d.paint;
    const loop = d.range(-40, 40);
    d.tube(
      smooth(
        [
          [110, 120],
          [126, 190],
          [180, 240],
          [198, 260],
        ],
        false,
      ),
      tint(second, 0.1),
      6,
    );
    d.tube(
      smooth(
        [
          [290, 120],
          [274, 190],
          [220, 240],
          [202, 260],
        ],
        false,
      ),
      tint(second, 0.1),
      6,
    );
    d.tube(
      smooth(
        [
          [200, 258],
          [200, 290],
          [150 + loop, 320],
          [130, 362],
          [220, 366],
          [300 + loop, 330],
          [330, 350],
        ],
        false,
      ),
      tint(second, 0.1),
      6,
    );
    d.part(rectangle(190, 248, 20, 26, 6), main, { form: 'standing' });
    d.part(rectangle(326, 340, 40, 16, 4), '#c8b06a', { form: 'lying' });
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (90 + offset);
      d.part(
        rounded(
          [
            [x(-10), 76],
            [x(34), 70],
            [x(34), 112],
            [x(-4), 124],
          ],
          14,
        ),
        d.fill,
        { form: 'gloss', material: 'metal' },
      );
      d.part(
        smooth([
          [x(-10), 74],
          [x(-34), 66],
          [x(-42), 94],
          [x(-34), 122],
          [x(-8), 120],
        ]),
        tint(second, -0.4),
        { form: 'ball' },
      );
      d.part(rectangle(Math.min(x(2), x(16)), 112, 14, 26, 5), main, { form: 'standing' });
      d.part(ellipse(x(20), 92, 11), d.paint.accent, { form: 'ball', rim: 2 });
    }
  }),
  trainingFamily('earphone', 'neckband', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const wide = d.range(96, 120);
    d.tube(
      `M${200 - wide} 270C${200 - wide - 50} 60 ${200 + wide + 50} 60 ${200 + wide} 270`,
      tint(main, -0.1),
      14,
    );
    for (const side of [-1, 1]) {
      const x = 200 + side * wide;
      d.part(
        rounded(
          [
            [x - 13, 200],
            [x + 13, 200],
            [x + 11, 300],
            [x - 11, 300],
          ],
          11,
        ),
        d.fill,
        { form: 'standing' },
      );
      d.part(rectangle(x - 4, 220, 8, 30, 3), accent, { rim: 1 });
      d.tube(
        smooth(
          [
            [x, 298],
            [x - side * 14, 340],
            [x - side * 50, 344],
            [x - side * 62, 300],
          ],
          false,
        ),
        tint(second, -0.3),
        5,
      );
      d.part(
        rounded(
          [
            [x - side * 76, 268],
            [x - side * 44, 264],
            [x - side * 42, 302],
            [x - side * 74, 306],
          ],
          10,
        ),
        main,
        { form: 'gloss' },
      );
      d.part(ellipse(x - side * 78, 287, 12, 15), tint(second, -0.4), { form: 'ball' });
    }
    d.seam(ring(200, 110, 0.1, 0.05), accent, 1);
  }),
];
