import { mix, tint } from '../drawing/colour.ts';
import type { Random } from '../drawing/random.ts';
import { many, oval, rect, type Scene, stroke, sweep } from './scene.ts';

const blotches = (random: Random, width: number, height: number, count: number): string =>
  many(count, () =>
    oval(
      random.range(0, width),
      random.range(0, height),
      random.range(20, 140),
      random.range(10, 90),
      random.pick(['#fff', '#000']),
      `fill-opacity="${random.range(0.01, 0.045).toFixed(3)}"`,
    ),
  );

export const plainScenes: readonly Scene[] = [
  {
    id: 'demo/plain/painted-wall',
    background: 'plain',
    draw: (random, width, height) => {
      const paint = random.pick([
        '#d9d4c8',
        '#c6cfd3',
        '#d8c6b6',
        '#b9c4b4',
        '#cdbfc6',
        '#8d97a0',
        '#e4ddcf',
      ]);
      const floor = height * random.range(0.78, 1.1);
      return (
        rect(0, 0, width, height, paint) +
        blotches(random, width, height, 24) +
        rect(0, floor, width, height, random.pick(['#9a7a56', '#6f665c', '#b5a58f'])) +
        rect(0, floor - 26, width, 26, tint(paint, 0.5)) +
        stroke(`M0 ${floor}H${width}`, '#000000', 4, 0.3) +
        sweep('wall-light', width, height, 0.22, 0.28)
      );
    },
  },
  {
    id: 'demo/plain/oak-table',
    background: 'plain',
    draw: (random, width, height) => {
      const wood = random.pick(['#b98a57', '#8a5f3a', '#d3b48a', '#5d4330', '#a67c58']);
      const board = random.range(110, 220);
      return (
        rect(0, 0, width, height, wood) +
        many(
          height / board + 1,
          (row) =>
            rect(0, row * board, width, board, tint(wood, random.range(-0.12, 0.12))) +
            stroke(`M0 ${row * board}H${width}`, '#000000', 2.5, 0.4),
        ) +
        many(height / 7, (row) => {
          const y = row * 7 + random.range(-3, 3);
          return stroke(
            `M0 ${y}Q${width * 0.3} ${y + random.range(-9, 9)} ${width * 0.55} ${y}T${width} ${y + random.range(-6, 6)}`,
            random.pick(['#2a170a', '#2a170a', '#fff1dc']),
            random.range(0.6, 2),
            0.13,
          );
        }) +
        sweep('oak-light', width, height, 0.25, 0.35)
      );
    },
  },
  {
    id: 'demo/plain/linen-sheet',
    background: 'plain',
    draw: (random, width, height) => {
      const cloth = random.pick(['#e6e0d4', '#c9c2b6', '#b7c3cf', '#d8c3bd', '#9fa8a0']);
      return (
        rect(0, 0, width, height, cloth) +
        many(height / 4, (row) => stroke(`M0 ${row * 4}H${width}`, '#000000', 0.8, 0.06)) +
        many(width / 4, (column) => stroke(`M${column * 4} 0V${height}`, '#ffffff', 0.8, 0.12)) +
        many(random.integer(4, 9), () => {
          const [x, y] = [random.range(-60, width), random.range(-60, height)];
          const [dx, dy] = [random.range(-300, 300), random.range(120, 400)];
          const path = `M${x} ${y}q${dx * 0.2} ${dy * 0.6} ${dx} ${dy}`;
          return (
            stroke(path, '#000000', 34, 0.035) +
            stroke(path, '#000000', 14, 0.05) +
            stroke(`M${x + 12} ${y}q${dx * 0.2} ${dy * 0.6} ${dx} ${dy}`, '#ffffff', 10, 0.16)
          );
        }) +
        sweep('linen-light', width, height, 0.2, 0.22)
      );
    },
  },
  {
    id: 'demo/plain/concrete-floor',
    background: 'plain',
    draw: (random, width, height) => {
      const base = random.pick(['#a6a39d', '#8b8c8e', '#bdb7ab']);
      return (
        rect(0, 0, width, height, base) +
        blotches(random, width, height, 120) +
        many(260, () =>
          oval(
            random.range(0, width),
            random.range(0, height),
            random.range(0.6, 2.4),
            random.range(0.6, 2.4),
            random.pick(['#3b3a38', '#e8e5de']),
            'fill-opacity="0.4"',
          ),
        ) +
        (random.chance(0.5)
          ? stroke(`M${random.range(0, width)} 0L${random.range(0, width)} ${height}`, '#3b3a38', 4, 0.45)
          : '') +
        sweep('concrete-light', width, height, 0.14, 0.26)
      );
    },
  },
  {
    id: 'demo/plain/kraft-paper',
    background: 'plain',
    draw: (random, width, height) => {
      const base = random.pick(['#bf9a6b', '#a9b8c2', '#c9b7d0', '#88a08c', '#e3c6a0']);
      const curve = height * random.range(0.3, 0.6);
      return (
        rect(0, 0, width, height, base) +
        `<path d="M0 ${curve}Q${width / 2} ${curve + 60} ${width} ${curve}V${height}H0Z" fill="${tint(base, 0.14)}"/>` +
        many(width / 9, (column) => stroke(`M${column * 9} 0V${height}`, '#000000', 1, 0.035)) +
        blotches(random, width, height, 20) +
        sweep('kraft-light', width, height, 0.24, 0.22)
      );
    },
  },
  {
    id: 'demo/plain/pale-tiles',
    background: 'plain',
    draw: (random, width, height) => {
      const base = random.pick(['#dfe3e2', '#cfd8d4', '#e6ded2', '#b9c6cc']);
      const size = random.range(110, 200);
      return (
        rect(0, 0, width, height, mix(base, '#77777a', 0.35)) +
        many(height / size + 1, (row) =>
          many(width / size + 2, (column) =>
            rect(
              (column - (row % 2) * 0.5) * size + 2,
              row * size + 2,
              size - 5,
              size - 5,
              tint(base, random.range(-0.07, 0.1)),
              'rx="3"',
            ),
          ),
        ) +
        blotches(random, width, height, 16) +
        sweep('tile-light', width, height, 0.3, 0.2)
      );
    },
  },
];
