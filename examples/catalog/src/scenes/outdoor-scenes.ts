import { palette, tint } from '../drawing/colour.ts';
import type { Random } from '../drawing/random.ts';
import { many, oval, rect, type Scene, stroke, sweep } from './scene.ts';

const tones = Object.values(palette);
const tone = (random: Random): string => tint(random.pick(tones), random.range(-0.2, 0.2));

export const outdoorScenes: readonly Scene[] = [
  {
    id: 'demo/cluttered/lawn',
    background: 'cluttered',
    draw: (random, width, height) => {
      const grass = random.pick(['#4f7a35', '#6c8a3c', '#3f6a44', '#8a8a48']);
      return (
        rect(0, 0, width, height, tint(grass, -0.25)) +
        many(1500, () => {
          const [x, y, tall] = [random.range(0, width), random.range(0, height + 20), random.range(10, 34)];
          return stroke(
            `M${x.toFixed(0)} ${y.toFixed(0)}q${random.range(-6, 6).toFixed(0)} ${(-tall * 0.6).toFixed(0)} ${random.range(-14, 14).toFixed(0)} ${(-tall).toFixed(0)}`,
            tint(grass, random.range(-0.4, 0.4)),
            random.range(1.4, 3.6),
          );
        }) +
        many(18, () => {
          const [x, y, petal] = [
            random.range(0, width),
            random.range(0, height),
            random.pick(['#f3f0e6', '#e5c93a', '#d78fb5']),
          ];
          return (
            many(6, (index) =>
              oval(x + 8 * Math.cos(index * 1.05), y + 8 * Math.sin(index * 1.05), 5, 5, petal),
            ) + oval(x, y, 4, 4, '#c78a1d')
          );
        }) +
        many(
          20,
          () =>
            `<path transform="translate(${random.range(0, width).toFixed(0)} ${random.range(0, height).toFixed(0)}) rotate(${random.integer(0, 360)})" d="M0 -20Q16 0 0 22Q-16 0 0 -20Z" fill="${random.pick(['#a8642a', '#c69138', '#7d4a22', '#8b2f23'])}"/>`,
        ) +
        sweep('lawn-light', width, height, 0.2, 0.3)
      );
    },
  },
  {
    id: 'demo/cluttered/street',
    background: 'cluttered',
    draw: (random, width, height) => {
      const brick = random.pick(['#9c4f3a', '#b58a6a', '#7a6f68', '#c9b8a2']);
      const ground = height * random.range(0.62, 0.76);
      return (
        rect(0, 0, width, height, tint(brick, 0.4)) +
        many(ground / 24, (row) =>
          many(width / 58 + 2, (column) =>
            rect((column - (row % 2) * 0.5) * 58, row * 24, 55, 21, tint(brick, random.range(-0.22, 0.16))),
          ),
        ) +
        rect(
          width * random.range(0.02, 0.1),
          height * 0.12,
          width * 0.22,
          ground - height * 0.12,
          tone(random),
        ) +
        rect(width * 0.66, height * 0.1, width * 0.28, height * 0.3, '#39444f') +
        rect(width * 0.66, height * 0.06, width * 0.28, height * 0.07, tone(random)) +
        many(7, (index) =>
          rect(width * 0.66 + index * width * 0.04, height * 0.06, width * 0.02, height * 0.07, '#f3f0e8'),
        ) +
        many(4, () =>
          rect(
            random.range(0.3, 0.62) * width,
            random.range(0.05, 0.4) * height,
            70,
            100,
            tone(random),
            `transform="rotate(${random.range(-5, 5).toFixed(1)})"`,
          ),
        ) +
        rect(0, ground, width, height - ground, '#8f8d89') +
        many(5, (row) => stroke(`M0 ${ground + 14 + row * row * 12}H${width}`, '#55534f', 3, 0.7)) +
        many(14, (column) =>
          stroke(
            `M${width / 2 + (column - 7) * 60} ${ground}L${width / 2 + (column - 7) * 160} ${height}`,
            '#55534f',
            3,
            0.6,
          ),
        ) +
        many(2, () => {
          const x = random.range(0, width);
          return rect(x, ground - 130, 16, 170, '#2f3337') + oval(x + 8, ground - 134, 12, 12, tone(random));
        }) +
        sweep('street-light', width, height, 0.25, 0.3)
      );
    },
  },
  {
    id: 'demo/cluttered/patterned-rug',
    background: 'cluttered',
    draw: (random, width, height) => {
      const [ground, figure, trim] = [tone(random), tone(random), tone(random)];
      const cell = random.range(60, 110);
      const turn = random.range(-20, 20);
      return (
        rect(0, 0, width, height, '#8a6a48') +
        many(height / 60, (row) => stroke(`M0 ${row * 60}H${width}`, '#000000', 3, 0.3)) +
        `<g transform="rotate(${turn.toFixed(1)} ${width / 2} ${height / 2})">` +
        rect(width * 0.04, height * 0.04, width * 0.92, height * 0.92, trim) +
        rect(width * 0.08, height * 0.08, width * 0.84, height * 0.84, ground) +
        many((width * 0.8) / cell, (column) =>
          many((height * 0.8) / cell, (row) => {
            const [x, y] = [width * 0.1 + (column + 0.5) * cell, height * 0.1 + (row + 0.5) * cell];
            return `<path d="M${x} ${y - cell * 0.44}L${x + cell * 0.44} ${y}L${x} ${y + cell * 0.44}L${x - cell * 0.44} ${y}Z" fill="${(row + column) % 2 ? figure : trim}"/>${oval(x, y, cell * 0.16, cell * 0.16, (row + column) % 3 ? ground : '#efe6d2')}`;
          }),
        ) +
        '</g>' +
        many(8, () => {
          const [x, y] = [random.range(0, width), random.range(0, height)];
          return random.chance(0.5)
            ? rect(
                x,
                y,
                random.range(30, 70),
                random.range(30, 60),
                tone(random),
                `rx="4" transform="rotate(${random.integer(-40, 40)} ${x} ${y})"`,
              )
            : oval(x, y, 28, 28, tone(random)) + oval(x - 8, y - 9, 9, 9, '#fff', 'fill-opacity="0.5"');
        }) +
        sweep('rug-light', width, height, 0.16, 0.3)
      );
    },
  },
  {
    id: 'demo/cluttered/market-stall',
    background: 'cluttered',
    draw: (random, width, height) => {
      const awning = tone(random);
      const rows = random.integer(3, 4);
      const top = height * 0.2;
      const step = (height - top) / rows;
      return (
        rect(0, 0, width, height, '#4b4038') +
        many(
          width / 54,
          (column) =>
            `<path d="M${column * 54} 0H${column * 54 + 54}V${top * 0.7}Q${column * 54 + 27} ${top} ${column * 54} ${top * 0.7}Z" fill="${column % 2 ? awning : '#f1ede2'}"/>`,
        ) +
        many(rows, (row) =>
          many(3, (crate) => {
            const [x, y, wide] = [crate * (width / 3) + random.range(-8, 8), top + row * step, width / 3 - 8];
            const fruit = random.pick([
              '#c8372d',
              '#e08a2a',
              '#d8bf3c',
              '#6a9a3a',
              '#6b3a5c',
              '#b5763a',
              '#ddd6c4',
            ]);
            const size = random.range(13, 26);
            return (
              rect(x, y + step * 0.1, wide, step * 0.86, '#8d6a44') +
              many(40, () => {
                const [fx, fy] = [x + random.range(0.06, 0.94) * wide, y + step * random.range(0.14, 0.74)];
                return (
                  oval(fx, fy, size, size * 0.94, tint(fruit, random.range(-0.3, 0.15))) +
                  oval(
                    fx - size * 0.3,
                    fy - size * 0.3,
                    size * 0.25,
                    size * 0.2,
                    '#fff',
                    'fill-opacity="0.35"',
                  )
                );
              }) +
              rect(x, y + step * 0.76, wide, step * 0.2, '#a88154') +
              rect(x + wide * 0.3, y + step * 0.72, wide * 0.34, step * 0.2, '#f6f2e6') +
              rect(x + wide * 0.36, y + step * 0.79, wide * 0.2, step * 0.05, '#333')
            );
          }),
        ) +
        sweep('stall-light', width, height, 0.14, 0.32)
      );
    },
  },
];
