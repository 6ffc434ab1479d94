import { tint } from '../../drawing/colour.ts';
import { ellipse, line, type Point, rectangle, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';
import { camera } from './electronics-details.ts';

export const smartphones: readonly Family[] = [
  demoFamily('smartphone', 'Round-lens phone', '원형 카메라 스마트폰', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const width = d.range(150, 178);
    const x = 200 - width / 2;
    d.part(rectangle(x - 4, 24, width + 8, 352, 28), tint(main, -0.3), { form: 'gloss', material: 'metal' });
    d.part(rectangle(x, 28, width, 344, 24), d.fill, { form: 'gloss', material });
    const radius = d.range(44, 60);
    const centre = d.pick([200, x + radius + 12]);
    const ringColour = d.pick(['#c8a24f', '#3a3d44', '#d5d8dc']);
    d.part(ellipse(centre, 102, radius), ringColour, { form: 'ball', material: 'metal' });
    d.part(ellipse(centre, 102, radius - 7), '#15171b', { form: 'gloss', rim: 6 });
    for (let spot = 0; spot < 3; spot += 1)
      camera(
        d,
        centre + radius * 0.48 * Math.cos(spot * 2.094 - 1.57),
        102 + radius * 0.48 * Math.sin(spot * 2.094 - 1.57),
        radius * 0.28,
        '#4b4f57',
      );
    if (d.chance(0.5)) d.seam(line([200, 176], [200, 370]), tint(second, 0.1), 10);
    d.mark(200, 320, 26, accent);
  }),
  demoFamily('smartphone', 'Triple-column phone', '세로 트리플 카메라 스마트폰', 'device', (d) => {
    const { main, material, accent, second } = d.paint;
    const width = d.range(148, 172);
    const x = 200 - width / 2;
    const square = d.pick([6, 20]);
    d.part(rectangle(x - 4, 24, width + 8, 352, square + 4), tint(main, -0.22), {
      material: 'metal',
      form: 'gloss',
    });
    d.part(rectangle(x, 28, width, 344, square), d.fill, { form: 'gloss', material });
    const lenses = d.pick([3, 2, 4]);
    const size = d.range(17, 22);
    for (let spot = 0; spot < lenses; spot += 1) camera(d, x + 34, 64 + spot * 46, size, tint(main, 0.35));
    d.part(ellipse(x + 70, 88, 8), '#fff1c9', { rim: 2 });
    d.part(ellipse(x + 70, 122, 5), '#16181d', { rim: 1 });
    if (d.chance(0.5)) d.part(rectangle(x, 292, width, 46, 1), second, { form: 'gloss', rim: 3 });
    d.print(200, 352, 44, 1, tint(accent, -0.2));
    d.part(rectangle(x + width + 3, 140, 5, 70, 2), tint(main, -0.4), { rim: 1 });
  }),
  demoFamily('smartphone', 'Edge-screen phone', '엣지 스크린 스마트폰', 'device', (d) => {
    const { main, accent, second } = d.paint;
    const width = d.range(152, 176);
    const x = 200 - width / 2;
    d.part(rectangle(x - 5, 24, width + 10, 352, 38), main, { form: 'standing', material: 'metal' });
    d.part(rectangle(x, 28, width, 344, 34), '#0b0c0f', { rim: 2 });
    const inner = rectangle(x + 4, 33, width - 8, 334, 30);
    d.part(inner, d.paint.pattern === 'solid' ? tint(second, -0.25) : d.fill, {
      form: 'gloss',
      rim: 8,
      outline: 0,
    });
    const art = d.pick([0, 1, 2]);
    if (art === 0)
      for (const [cx, cy, r] of [
        [170, 280, 46],
        [232, 236, 30],
        [228, 310, 22],
      ] as const)
        d.part(ellipse(cx, cy, r), tint(accent, 0.1), { form: 'ball', rim: 6, outline: 0 });
    if (art === 1)
      for (let petal = 0; petal < 6; petal += 1)
        d.part(
          ellipse(200 + 34 * Math.cos(petal * 1.047), 270 + 34 * Math.sin(petal * 1.047), 26),
          tint(accent, petal * 0.06),
          { form: 'ball', rim: 5, outline: 0 },
        );
    if (art === 2)
      d.part(
        smooth([
          [x + 6, 300],
          [170, 230],
          [220, 300],
          [260, 250],
          [x + width - 6, 290],
          [x + width - 6, 356],
          [x + 6, 356],
        ]),
        accent,
        { form: 'soft', outline: 0 },
      );
    d.part(ellipse(200, 50, 6), '#050506', { rim: 0 });
    d.print(200, 110, 96, 1, '#ffffff');
    d.part(rectangle(200 - 40, 84, 80, 16, 4), '#ffffff', { rim: 0, opacity: 0.85, outline: 0 });
    d.part(rectangle(x + 18, 146, width - 36, 34, 10), '#ffffff', { rim: 0, opacity: 0.35, outline: 0 });
    d.seam(line([172, 358], [228, 358]), '#ffffff', 4);
  }),
  demoFamily('smartphone', 'Book-fold phone', '북폴드 스마트폰', 'device', (d) => {
    const { main, accent, material, second } = d.paint;
    const bend = d.range(14, 34);
    const left: Point[] = [
      [62, 60 + bend],
      [198, 50],
      [198, 350],
      [62, 340 - bend],
    ];
    d.part(rounded(left, 16), d.fill, { form: 'gloss', material });
    camera(d, 96, 112 + bend, 17, tint(main, 0.3));
    camera(d, 96, 156 + bend, 17, tint(main, 0.3));
    if (d.chance(0.5)) camera(d, 96, 200 + bend, 17, tint(main, 0.3));
    d.mark(140, 270, 26, accent);
    d.part(rectangle(192, 50, 16, 300, 4), tint(main, -0.35), { form: 'standing', material: 'metal' });
    d.part(
      rounded(
        [
          [202, 50],
          [340, 66 + bend],
          [340, 334 - bend],
          [202, 350],
        ],
        16,
      ),
      tint(main, 0.1),
      { form: 'gloss', material: 'metal' },
    );
    d.part(
      rounded(
        [
          [209, 60],
          [332, 76 + bend],
          [332, 324 - bend],
          [209, 340],
        ],
        10,
      ),
      tint(second, -0.2),
      { form: 'gloss', rim: 3 },
    );
    d.part(
      smooth([
        [212, 250],
        [260, 210],
        [328, 240],
        [328, 310],
        [212, 334],
      ]),
      accent,
      { form: 'soft', rim: 3, outline: 0 },
    );
    d.part(ellipse(270, 92 + bend, 5), '#050506', { rim: 0 });
  }),
];
