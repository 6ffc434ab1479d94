// Long, because an outline is a list of points and the formatter gives each its line.
import { tint } from '../../drawing/colour.ts';
import { ellipse, line, type Point, rectangle, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { trainingFamily } from './training-family.ts';

export const sports: readonly Family[] = [
  trainingFamily('sports', 'football', 'gear', (d) => {
    const { second, main } = d.paint;
    const radius = d.range(130, 150);
    const turn = d.range(0, 1.2);
    d.part(ellipse(200, 200, radius), tint(main, 0.75), { form: 'ball', rim: 20 });
    const pentagon = (x: number, y: number, size: number, start: number, squash: number): void => {
      const points = [0, 1, 2, 3, 4].map(
        (corner): Point => [
          x + size * Math.cos(start + corner * 1.2566),
          y + size * squash * Math.sin(start + corner * 1.2566),
        ],
      );
      d.part(rounded(points, 5), tint(main, -0.1), { form: 'soft' });
    };
    pentagon(200, 200, radius * 0.32, turn, 1);
    for (let spot = 0; spot < 5; spot += 1) {
      const angle = turn + spot * 1.2566;
      const [x, y] = [200 + radius * 0.8 * Math.cos(angle), 200 + radius * 0.8 * Math.sin(angle)];
      d.seam(
        line([200 + radius * 0.32 * Math.cos(angle), 200 + radius * 0.32 * Math.sin(angle)], [x, y]),
        '#222222',
        3,
      );
      d.part(
        ellipse(200 + radius * 0.76 * Math.cos(angle), 200 + radius * 0.76 * Math.sin(angle), radius * 0.17),
        spot % 2 === 0 ? second : tint(main, -0.2),
        { form: 'ball' },
      );
    }
  }),
  trainingFamily('sports', 'basketball', 'gear', (d) => {
    const { second } = d.paint;
    const radius = d.range(130, 152);
    d.part(ellipse(200, 200, radius), d.fill, { form: 'ball', material: 'leather', rim: 18 });
    const ink = tint(second, -0.75);
    const tilt = d.range(-30, 30);
    const r = radius - 1;
    d.seam(line([200 - r, 200 + tilt * 0.4], [200 + r, 200 - tilt * 0.4]), ink, 6);
    d.seam(
      smooth(
        [
          [200 + tilt, 200 - r],
          [210 + tilt * 0.2, 200],
          [200 - tilt, 200 + r],
        ],
        false,
      ),
      ink,
      6,
    );
    d.seam(
      smooth(
        [
          [200 - r * 0.7, 200 - r * 0.7],
          [200 - r * 0.36, 200],
          [200 - r * 0.7, 200 + r * 0.7],
        ],
        false,
      ),
      ink,
      6,
    );
    d.seam(
      smooth(
        [
          [200 + r * 0.7, 200 - r * 0.7],
          [200 + r * 0.36, 200],
          [200 + r * 0.7, 200 + r * 0.7],
        ],
        false,
      ),
      ink,
      6,
    );
    d.mark(236, 160, 30, ink);
  }),
  trainingFamily('sports', 'tennis-racket', 'gear', (d) => {
    const { main, second } = d.paint;
    const wide = d.range(78, 96);
    const long = d.range(100, 118);
    for (let x = -wide + 14; x < wide; x += 13)
      d.seam(
        line(
          [200 + x, 136 - long * Math.sqrt(1 - (x / wide) ** 2)],
          [200 + x, 136 + long * Math.sqrt(1 - (x / wide) ** 2)],
        ),
        '#8f8f86',
        1.8,
      );
    for (let y = -long + 14; y < long; y += 13)
      d.seam(
        line(
          [200 - wide * Math.sqrt(1 - (y / long) ** 2), 136 + y],
          [200 + wide * Math.sqrt(1 - (y / long) ** 2), 136 + y],
        ),
        '#8f8f86',
        1.8,
      );
    d.tube(
      smooth(
        [
          [160, 226],
          [194, 282],
        ],
        false,
      ),
      main,
      12,
    );
    d.tube(
      smooth(
        [
          [240, 226],
          [206, 282],
        ],
        false,
      ),
      main,
      12,
    );
    d.part(ellipse(200, 136, wide + 8, long + 8) + ellipse(200, 136, wide - 6, long - 6), d.fill, {
      form: 'soft',
      rim: 4,
    });
    d.part(
      rounded(
        [
          [186, 274],
          [214, 274],
          [213, 380],
          [187, 380],
        ],
        5,
      ),
      tint(second, -0.4),
      { form: 'standing', material: 'leather' },
    );
    for (let y = 286; y < 374; y += 11) d.seam(line([187, y + 6], [213, y]), '#ffffff', 2);
  }),
  trainingFamily('sports', 'dumbbell', 'gear', (d) => {
    const { accent } = d.paint;
    const plates = d.pick([1, 2, 3]);
    const high = d.range(80, 120);
    d.part(rectangle(100, 186, 200, 30, 8), '#b9bdc4', { form: 'lying', material: 'metal' });
    for (let x = 160; x < 240; x += 8) d.seam(line([x, 188], [x + 6, 214]), '#555555', 1.6);
    for (const side of [-1, 1])
      for (let plate = plates - 1; plate >= 0; plate -= 1) {
        const half = high - plate * 18;
        const x = 200 + side * (74 + plate * 34);
        d.part(rectangle(x - 17, 200 - half, 34, half * 2, 12), plate % 2 === 0 ? d.fill : d.paint.second, {
          form: 'lying',
        });
      }
    for (const side of [-1, 1]) d.mark(200 + side * 74, 200, 20, accent);
  }),
  trainingFamily('sports', 'yoga-mat', 'gear', (d) => {
    const { main, second } = d.paint;
    const radius = d.range(54, 80);
    const long = d.range(220, 270);
    const x = 200 - long / 2;
    d.part(
      rounded(
        [
          [x, 200 - radius],
          [x + long, 200 - radius],
          [x + long, 200 + radius],
          [x, 200 + radius],
        ],
        6,
      ),
      d.fill,
      { form: 'lying', material: 'fabric' },
    );
    d.part(ellipse(x + long, 200, radius * 0.4, radius), tint(main, -0.15), { rim: 3 });
    for (let turn = 0.84; turn > 0.1; turn -= 0.17)
      d.seam(ellipse(x + long, 200, radius * 0.4 * turn, radius * turn), '#111111', 3);
    for (const u of [0.22, 0.7]) {
      d.part(
        rounded(
          [
            [x + long * u, 199 - radius],
            [x + long * u + 18, 199 - radius],
            [x + long * u + 18, 201 + radius],
            [x + long * u, 201 + radius],
          ],
          4,
        ),
        second,
        { form: 'lying', rim: 3 },
      );
    }
    if (d.chance(0.6))
      d.tube(
        `M${x + long * 0.25} ${200 - radius}C${x + long * 0.3} ${80 - radius * 0.3} ${x + long * 0.66} ${80 - radius * 0.3} ${x + long * 0.74} ${200 - radius}`,
        second,
        11,
      );
  }),
  trainingFamily('sports', 'bike-helmet', 'gear', (d) => {
    const { main, second } = d.paint;
    const high = d.range(110, 140);
    const base = 250;
    d.tube(
      smooth(
        [
          [120, 252],
          [150, 330],
          [190, 346],
          [240, 262],
        ],
        false,
      ),
      '#26282c',
      7,
    );
    d.part(
      smooth([
        [50, base],
        [60, base - high * 0.6],
        [130, base - high * 1.05],
        [220, base - high * 1.1],
        [310, base - high * 0.6],
        [358, base - 6],
        [300, base + 14],
        [180, base + 6],
        [90, base + 20],
      ]),
      d.fill,
      { form: 'ball' },
    );
    const vents = d.pick([3, 4, 5]);
    for (let vent = 0; vent < vents; vent += 1) {
      const x = 100 + (vent * 200) / vents;
      d.part(
        smooth([
          [x, base - 20],
          [x + 14, base - high * 0.62],
          [x + 46, base - high * 0.8],
          [x + 40, base - high * 0.4],
          [x + 22, base - 16],
        ]),
        '#17191d',
        { rim: 5, form: 'soft' },
      );
    }
    d.part(
      smooth([
        [50, base - 6],
        [180, base - 12],
        [300, base - 4],
        [358, base - 8],
        [300, base + 14],
        [180, base + 6],
        [90, base + 20],
      ]),
      tint(second, -0.1),
      { form: 'lying' },
    );
    if (d.chance(0.5))
      d.part(
        smooth([
          [310, base - 40],
          [392, base - 20],
          [388, base - 4],
          [320, base - 6],
        ]),
        tint(main, -0.3),
        { form: 'gloss' },
      );
  }),
  trainingFamily('sports', 'water-bottle', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const wide = d.range(50, 66);
    d.part(ring(200, 54, 28, 18), tint(second, -0.2), { form: 'gloss' });
    d.part(rectangle(168, 70, 64, 42, 8), second, { form: 'standing' });
    d.part(
      rounded(
        [
          [170, 110, 6],
          [230, 110, 6],
          [200 + wide, 150, 20],
          [200 + wide, 220, 20],
          [190 + wide, 240, 10],
          [200 + wide, 260, 20],
          [200 + wide - 4, 372, 16],
          [204 - wide, 372, 16],
          [200 - wide, 260, 20],
          [210 - wide, 240, 10],
          [200 - wide, 220, 20],
          [200 - wide, 150, 20],
        ],
        10,
      ),
      d.fill,
      { form: 'standing' },
    );
    d.part(rectangle(200 + wide * 0.3, 170, 8, 170, 4), tint(main, 0.6), {
      opacity: 0.7,
      rim: 0,
      outline: 0,
    });
    d.mark(190, 190, 34, accent);
    d.print(190, 310, 50, 3, accent);
  }),
];
