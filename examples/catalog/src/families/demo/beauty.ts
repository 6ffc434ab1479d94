import { tint } from '../../drawing/colour.ts';
import { ellipse, line, mirrored, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

const metals = ['#c8a24f', '#c9ccd1', '#2b2d32', '#d39a86', '#f1efea'] as const;

export const beauty: readonly Family[] = [
  demoFamily('beauty', 'Nail polish', '매니큐어', 'cosmetic', (d) => {
    const { second, accent } = d.paint;
    const wide = d.range(64, 92);
    const cap = d.pick(['#1f2024', '#f1efea', '#c8a24f']);
    const tall = d.range(130, 170);
    const square = d.chance(0.5);
    d.part(
      rounded(
        [
          [178, 200 - tall],
          [222, 200 - tall],
          [230, 204],
          [170, 204],
        ],
        6,
      ),
      cap,
      { form: 'standing' },
    );
    d.part(rectangle(178, 200, 44, 16, 3), tint(second, -0.2), { form: 'standing' });
    d.part(
      square
        ? rectangle(200 - wide, 212, wide * 2, 146, 14)
        : smooth([
            [178, 212],
            [222, 212],
            [200 + wide, 250],
            [200 + wide, 320],
            [200 + wide * 0.6, 358],
            [200 - wide * 0.6, 358],
            [200 - wide, 320],
            [200 - wide, 250],
          ]),
      d.fill,
      { form: 'gloss', rim: 14 },
    );
    d.part(rectangle(206 - wide * 0.9, 250, 12, 70, 6), '#ffffff', { rim: 0, opacity: 0.5, outline: 0 });
    d.mark(200, 290, 30, tint(accent, 0.5));
  }),
  demoFamily('beauty', 'Dropper serum', '드로퍼 세럼', 'cosmetic', (d) => {
    const { main, second, accent } = d.paint;
    const wide = d.range(50, 72);
    const top = d.range(160, 190);
    const bulb = d.pick([second, '#26282c', '#f3f1ec']);
    d.part(
      smooth([
        [182, 90],
        [184, 44],
        [200, 32],
        [216, 44],
        [218, 90],
      ]),
      bulb,
      { form: 'standing' },
    );
    d.part(rectangle(168, 86, 64, 46, 5), d.pick(metals), { form: 'standing', material: 'metal' });
    for (let x = 174; x < 230; x += 7) d.seam(line([x, 90], [x, 128]), '#000000', 1.4);
    d.part(
      rounded(
        mirrored([
          [26, 130, 3],
          [28, 142, 4],
          [wide, top, 18],
          [wide, 366, 12],
        ]),
        8,
      ),
      d.fill,
      { form: 'standing' },
    );
    d.part(rectangle(197, 134, 6, 150, 3), '#ffffff', { opacity: 0.3, rim: 0 });
    const label = d.range(80, 120);
    d.part(
      rectangle(200 - wide + 2, 350 - label, wide * 2 - 4, label - 16, 2),
      d.chance(0.5) ? '#fbf8f1' : tint(main, 0.6),
      { form: 'standing', rim: 3 },
    );
    d.mark(200, 370 - label, 20, accent);
    d.print(200, 392 - label, wide, 4, '#4a4a50');
  }),
  demoFamily('beauty', 'Eyeshadow palette', '아이섀도 팔레트', 'cosmetic', (d) => {
    const { main, second, accent } = d.paint;
    const columns = d.pick([3, 4, 5]);
    const round = d.chance(0.5);
    const lid = d.range(110, 136);
    d.part(
      rounded(
        [
          [56, 186 - lid],
          [344, 186 - lid],
          [352, 186],
          [48, 186],
        ],
        10,
      ),
      d.fill,
      { form: 'gloss' },
    );
    d.part(
      rounded(
        [
          [72, 200 - lid],
          [328, 200 - lid],
          [334, 176],
          [66, 176],
        ],
        5,
      ),
      '#d3e2ea',
      { form: 'gloss' },
    );
    d.seam(line([120, 168], [170, 206 - lid]), '#ffffff', 9);
    d.part(rectangle(44, 186, 312, 164, 12), d.fill, { form: 'soft' });
    d.part(rectangle(54, 196, 292, 144, 6), tint(main, -0.3), { rim: 5 });
    const tones = [main, second, accent, '#e8c3a8', '#8c5a4a', '#caa0a8', '#4a3a48', '#d8b35a'];
    for (let row = 0; row < 2; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const step = 280 / columns;
        const tone = tint(tones[(row * columns + column) % tones.length]!, 0.1 * ((row + column) % 3));
        const [x, y] = [60 + step * (column + 0.5), 234 + row * 68];
        d.part(
          round
            ? ellipse(x, y, Math.min(27, step * 0.42))
            : rectangle(x - step * 0.42, y - 28, step * 0.84, 56, 4),
          tone,
          { form: 'soft', material: 'fabric', rim: 6 },
        );
      }
  }),
  demoFamily('beauty', 'Round perfume flacon', '원형 향수', 'cosmetic', (d) => {
    const { main, second, accent } = d.paint;
    const radius = d.range(88, 112);
    const metal = d.pick(metals);
    const heart = d.pick([0.8, 1, 1.12]);
    d.part(
      d.chance(0.5)
        ? ellipse(200, 92, 32)
        : rounded(
            [
              [176, 56],
              [224, 56],
              [234, 120],
              [166, 120],
            ],
            6,
          ),
      second,
      { form: 'ball' },
    );
    d.part(rectangle(180, 116, 40, 30, 3), metal, { form: 'standing', material: 'metal' });
    d.part(ellipse(200, 140 + radius * heart, radius, radius * heart), tint(main, 0.45), {
      form: 'ball',
      rim: 14,
    });
    d.part(ellipse(200, 146 + radius * heart, radius * 0.78, radius * heart * 0.76), d.fill, {
      form: 'ball',
      rim: 8,
    });
    d.part(ellipse(200, 146 + radius * heart, radius * 0.4, radius * 0.34), '#fbf6ea', { rim: 3 });
    d.mark(200, 138 + radius * heart, 20, accent);
    d.print(200, 162 + radius * heart, 40, 1, '#5b5048');
    d.part(
      rounded(
        [
          [160, 128 + radius * 2 * heart],
          [240, 128 + radius * 2 * heart],
          [250, 150 + radius * 2 * heart],
          [150, 150 + radius * 2 * heart],
        ],
        4,
      ),
      tint(main, 0.2),
      { form: 'lying' },
    );
  }),
  demoFamily('beauty', 'Mascara and wand', '마스카라', 'cosmetic', (d) => {
    const { second, accent } = d.paint;
    const wide = d.range(22, 32);
    const curve = d.pick([0, 16]);
    const x = 140;
    d.part(rectangle(x - wide, 120, wide * 2, 240, 9), d.fill, { form: 'standing' });
    d.part(rectangle(x - wide * 0.66, 86, wide * 1.32, 38, 3), '#c9ccd1', {
      form: 'standing',
      material: 'metal',
    });
    d.mark(x, 170, 20, accent);
    d.print(x, 300, 30, 3, accent);
    d.part(rectangle(262 - wide, 216, wide * 2, 146, 9), d.chance(0.5) ? d.fill : second, {
      form: 'standing',
    });
    d.tube(line([262, 216], [262, 130]), '#b9bdc4', 7);
    const brush = d.range(14, 22);
    d.tube(
      smooth(
        [
          [262, 136],
          [262 + curve * 0.5, 90],
          [262 + curve, 44],
        ],
        false,
      ),
      '#1b1b1f',
      brush,
    );
    for (let y = 46; y < 136; y += 6)
      d.seam(
        line(
          [262 - brush + curve * (1 - (y - 44) / 92), y + 3],
          [262 + brush + curve * (1 - (y - 44) / 92), y - 3],
        ),
        '#141417',
        2.4,
      );
    d.part(rectangle(262 - wide, 214, wide * 2, 12, 3), d.pick(metals), { form: 'standing', rim: 2 });
  }),
  demoFamily('beauty', 'Spray mist can', '스프레이 미스트', 'cosmetic', (d) => {
    const { main, second, accent } = d.paint;
    const wide = d.range(44, 62);
    const cap = d.range(60, 96);
    const clear = d.chance(0.5);
    d.part(rectangle(200 - wide * 0.5, 74, wide, 30, 5), '#f0eee8', { form: 'standing' });
    d.part(rectangle(202 - wide * 0.5, 80, 8, 8, 4), '#33363c', { rim: 0 });
    d.part(
      rounded(
        mirrored([
          [wide * 0.6, 40, 14],
          [wide * 0.94, 40 + cap, 4],
        ]),
        10,
      ),
      clear ? '#dfeaf0' : second,
      { form: 'standing', opacity: clear ? 0.6 : 1 },
    );
    d.part(
      rounded(
        mirrored([
          [wide * 0.8, 40 + cap, 6],
          [wide, 60 + cap, 14],
          [wide, 362, 10],
          [wide - 8, 374, 6],
        ]),
        8,
      ),
      d.fill,
      { form: 'standing' },
    );
    d.part(rectangle(200 - wide, 356, wide * 2, 8, 2), '#c9ccd1', { form: 'standing', rim: 2 });
    d.part(ellipse(200, 190 + cap * 0.3, wide * 0.62), tint(main, 0.7), { rim: 3 });
    d.mark(200, 190 + cap * 0.3, 30, accent);
    d.print(200, 290, wide, 4, tint(accent, -0.2));
  }),
];
