import { tint } from '../../drawing/colour.ts';
import { ellipse, rectangle, ring, rounded, smooth } from '../../drawing/path.ts';
import type { Family } from '../family.ts';
import { demoFamily } from './demo-family.ts';

export const earphones: readonly Family[] = [
  demoFamily('earphone', 'On-ear headphones', '온이어 헤드폰', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const radius = d.range(50, 68);
    const square = d.chance(0.5);
    d.tube(`M96 230Q90 44 200 40Q310 44 304 230`, tint(main, -0.3), 9);
    d.tube(`M132 84Q200 30 268 84`, second, d.range(18, 30));
    for (const side of [-1, 1]) {
      const x = 200 + side * 104;
      d.part(rectangle(x - 8, 190, 16, 56, 5), '#b9bdc4', { form: 'standing', material: 'metal' });
      const cup = (size: number): string =>
        square
          ? rectangle(x - size * 0.86, 268 - size, size * 1.72, size * 2, size * 0.4)
          : ellipse(x, 268, size * 0.92, size);
      d.part(cup(radius), tint(second, -0.4), { form: 'soft', material: 'leather' });
      d.part(cup(radius - 9), d.fill, { form: 'gloss', material });
      d.part(cup(radius * 0.4), tint(main, -0.2), { form: 'ball', rim: 4 });
      d.mark(x, 268, 20, accent);
    }
  }),
  demoFamily('earphone', 'Ear-hook sport buds', '이어훅 스포츠 이어폰', 'gear', (d) => {
    const { main, second, accent } = d.paint;
    const reach = d.range(50, 76);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (86 + offset);
      d.tube(
        smooth(
          [
            [x(0), 196],
            [x(16), 196 - reach * 1.5],
            [x(58), 190 - reach * 1.7],
            [x(84), 200 - reach * 0.4],
            [x(76), 280],
            [x(52), 324],
          ],
          false,
        ),
        tint(main, -0.1),
        13,
      );
      d.part(
        smooth([
          [x(-34), 190],
          [x(0), 168],
          [x(32), 190],
          [x(36), 250],
          [x(14), 292],
          [x(-24), 280],
          [x(-42), 236],
        ]),
        d.fill,
        { form: 'ball' },
      );
      d.part(
        smooth([
          [x(-34), 206],
          [x(-62), 214],
          [x(-70), 238],
          [x(-58), 260],
          [x(-34), 258],
        ]),
        tint(second, -0.3),
        { form: 'ball' },
      );
      d.part(ellipse(x(4), 228, 18), tint(accent, -0.1), { form: 'gloss', rim: 4 });
      d.mark(x(4), 228, 16, tint(accent, 0.6));
    }
  }),
  demoFamily('earphone', 'Pebble-case buds', '조약돌 케이스 이어폰', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const squash = d.range(0.62, 0.92);
    const bud = (x: number, y: number, turn: number): void => {
      d.part(
        smooth([
          [x - 34, y - 4],
          [x - 6, y - 34],
          [x + 30, y - 20],
          [x + 34, y + 16],
          [x + 4, y + 34],
          [x - 26, y + 24],
        ]),
        tint(main, 0.1),
        { form: 'ball' },
      );
      d.part(ellipse(x + turn * 34, y + 12, 17, 15), tint(second, -0.1), { form: 'ball', rim: 5 });
      d.part(ellipse(x - turn * 4, y - 6, 13), d.fill, { form: 'gloss', rim: 3 });
    };
    d.part(ellipse(200, 176 - 70 * squash, 116, 70 * squash), tint(main, -0.2), { form: 'ball', material });
    d.part(ellipse(200, 184 - 60 * squash, 98, 54 * squash), tint(main, -0.5), { form: 'soft' });
    d.part(ellipse(200, 246, 126, 108 * squash), d.fill, { form: 'ball', material });
    d.part(ellipse(200, 204, 116, 66 * squash), tint(main, -0.25), { form: 'soft' });
    d.part(ellipse(158, 204, 34, 34 * squash), tint(main, -0.6), { rim: 8 });
    d.part(ellipse(242, 204, 34, 34 * squash), tint(main, -0.6), { rim: 8 });
    bud(106, 344, 1);
    bud(d.pick([242, 290]), d.pick([198, 346]), -1);
    d.mark(200, 296, 20, accent);
  }),
  demoFamily('earphone', 'Monitor earphones', '모니터링 이어폰', 'device', (d) => {
    const { main, second, material, accent } = d.paint;
    const drop = d.range(300, 350);
    const braid = tint(second, 0.05);
    for (const side of [-1, 1]) {
      const x = (offset: number): number => 200 + side * (84 + offset);
      d.tube(
        smooth(
          [
            [x(26), 96],
            [x(56), 40],
            [x(86), 66],
            [x(78), 150],
            [x(30), 230],
            [200 + side * 4, 274],
          ],
          false,
        ),
        braid,
        7,
      );
      d.part(
        smooth([
          [x(-30), 96],
          [x(0), 74],
          [x(40), 92],
          [x(50), 134],
          [x(16), 168],
          [x(-24), 150],
        ]),
        d.fill,
        { form: 'gloss', material },
      );
      d.part(
        rounded(
          [
            [x(-56), 112],
            [x(-26), 104],
            [x(-22), 144],
            [x(-48), 148],
          ],
          6,
        ),
        '#c9ccd1',
        { form: 'lying', material: 'metal' },
      );
      d.part(ellipse(x(-58), 130, 15, 20), tint(main, -0.6), { form: 'ball' });
      d.mark(x(10), 122, 24, accent);
    }
    d.part(ellipse(200, 278, 12, 16), tint(main, -0.2), { form: 'ball' });
    d.tube(
      smooth(
        [
          [200, 290],
          [204, drop - 10],
          [160, drop + 14],
          [110, drop],
          [80, 330],
        ],
        false,
      ),
      braid,
      8,
    );
    d.part(rectangle(60, 306, 30, 40, 6), tint(main, -0.3), { form: 'standing' });
    d.part(rectangle(70, 282, 10, 28, 3), '#d8b65c', { form: 'standing' });
    d.seam(ring(200, 278, 5, 4), accent, 1);
  }),
];
