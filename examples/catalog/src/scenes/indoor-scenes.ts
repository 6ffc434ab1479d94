import { palette, tint } from '../drawing/colour.ts';
import type { Random } from '../drawing/random.ts';
import { many, oval, rect, type Scene, stroke, sweep } from './scene.ts';

const tones = Object.values(palette);
const tone = (random: Random): string => tint(random.pick(tones), random.range(-0.25, 0.25));

function plant(random: Random, x: number, y: number, size: number): string {
  const leaves = many(14, () => {
    const [dx, dy] = [random.range(-size, size), -random.range(size * 0.5, size * 1.7)];
    return `<path d="M${x} ${y}Q${x + dx * 0.2} ${y + dy * 0.9} ${x + dx} ${y + dy}Q${x + dx * 0.8} ${y + dy * 0.3} ${x} ${y}Z" fill="${tint('#3f7a3f', random.range(-0.35, 0.25))}"/>`;
  });
  return `${leaves}<path d="M${x - size * 0.4} ${y - 6}H${x + size * 0.4}L${x + size * 0.28} ${y + size * 0.7}H${x - size * 0.28}Z" fill="${tone(random)}"/>`;
}

function frame(random: Random, x: number, y: number, width: number, height: number): string {
  return (
    rect(x, y, width, height, random.pick(['#2b2724', '#a9804f', '#eceae4'])) +
    rect(x + 8, y + 8, width - 16, height - 16, tone(random)) +
    oval(x + width / 2, y + height * 0.6, width * 0.26, height * 0.22, tone(random)) +
    rect(x + 8, y + height * 0.66, width - 16, height * 0.34 - 8, tone(random))
  );
}

export const indoorScenes: readonly Scene[] = [
  {
    id: 'demo/cluttered/bookshelf',
    background: 'cluttered',
    draw: (random, width, height) => {
      const wood = random.pick(['#8a5f3a', '#d8c7ab', '#4a3a30', '#e4e1da']);
      const gap = height / random.integer(3, 4);
      return (
        rect(0, 0, width, height, tint(wood, -0.45)) +
        many(height / gap + 1, (row) => {
          let x = random.range(-20, 10);
          let books = '';
          while (x < width) {
            if (random.chance(0.1)) {
              books +=
                oval(x + 45, (row + 1) * gap - 60, 34, 50, tone(random)) +
                rect(x + 33, (row + 1) * gap - 140, 24, 50, tone(random));
              x += 96;
            } else {
              const thick = random.range(14, 44);
              const tall = gap * random.range(0.55, 0.88);
              const cover = tone(random);
              const lean = random.chance(0.12)
                ? ` transform="rotate(${random.range(-9, 9).toFixed(1)} ${x} ${(row + 1) * gap})"`
                : '';
              books += `<g${lean}>${rect(x, (row + 1) * gap - tall - 10, thick, tall, cover)}${rect(x + thick * 0.2, (row + 1) * gap - tall * 0.85, thick * 0.6, tall * 0.14, tint(cover, 0.5))}${rect(x + thick - 4, (row + 1) * gap - tall - 10, 4, tall, tint(cover, -0.4))}</g>`;
              x += thick + 1;
            }
          }
          return (
            books +
            rect(0, (row + 1) * gap - 14, width, 20, wood) +
            rect(0, (row + 1) * gap + 6, width, 14, '#000', 'fill-opacity="0.35"')
          );
        }) +
        sweep('shelf-light', width, height, 0.14, 0.3)
      );
    },
  },
  {
    id: 'demo/cluttered/living-room',
    background: 'cluttered',
    draw: (random, width, height) => {
      const wall = tint(random.pick(tones), 0.45);
      const floor = height * random.range(0.6, 0.74);
      const sofa = tone(random);
      const left = random.range(-0.2, 0.3) * width;
      return (
        rect(0, 0, width, height, wall) +
        many(width / 46, (column) => stroke(`M${column * 46} 0V${floor}`, '#000000', 2, 0.07)) +
        rect(width * 0.6, height * 0.06, width * 0.3, height * 0.34, '#dfeaf2') +
        stroke(
          `M${width * 0.75} ${height * 0.06}V${height * 0.4}M${width * 0.6} ${height * 0.22}H${width * 0.9}`,
          '#8b8378',
          7,
        ) +
        rect(width * 0.54, height * 0.02, width * 0.1, height * 0.5, tone(random), 'fill-opacity="0.85"') +
        frame(random, width * 0.08, height * 0.08, width * 0.2, height * 0.22) +
        frame(random, width * 0.32, height * 0.12, width * 0.13, height * 0.14) +
        rect(0, floor, width, height, random.pick(['#8a6642', '#a8926f', '#5c4a3c'])) +
        many(16, (row) =>
          stroke(
            `M${width / 2 + (row - 8) * 30} ${floor}L${width / 2 + (row - 8) * 150} ${height}`,
            '#000000',
            2,
            0.25,
          ),
        ) +
        rect(left, floor - height * 0.2, width * 0.62, height * 0.26, sofa, 'rx="26"') +
        rect(left - 20, floor - height * 0.1, width * 0.12, height * 0.2, tint(sofa, -0.2), 'rx="20"') +
        rect(
          left + width * 0.54,
          floor - height * 0.1,
          width * 0.12,
          height * 0.2,
          tint(sofa, -0.2),
          'rx="20"',
        ) +
        rect(left + 30, floor - height * 0.03, width * 0.54, height * 0.09, tint(sofa, 0.15), 'rx="14"') +
        many(3, (index) =>
          rect(
            left + 50 + index * 100,
            floor - height * 0.14,
            80,
            74,
            tone(random),
            `rx="14" transform="rotate(${random.range(-16, 16).toFixed(1)} ${left + 90 + index * 100} ${floor})"`,
          ),
        ) +
        oval(width * 0.5, height * 0.93, width * 0.46, height * 0.1, tone(random)) +
        oval(width * 0.5, height * 0.93, width * 0.38, height * 0.075, tone(random)) +
        plant(random, width * random.range(0.78, 0.94), floor + 10, height * 0.12) +
        sweep('room-light', width, height, 0.2, 0.3)
      );
    },
  },
  {
    id: 'demo/cluttered/messy-desk',
    background: 'cluttered',
    draw: (random, width, height) => {
      const top = random.pick(['#c79b6a', '#e2ded4', '#4c4642', '#8a9a9a']);
      return (
        rect(0, 0, width, height, top) +
        many(24, () =>
          stroke(`M0 ${random.range(0, height)}H${width}`, '#000000', random.range(0.5, 2), 0.08),
        ) +
        many(14, () => {
          const [x, y, turn] = [random.range(-80, width), random.range(-80, height), random.range(-70, 70)];
          const sheet = random.pick(['#f6f4ee', '#f6f4ee', '#e9e2b8', tone(random)]);
          const [w, h] = [random.range(80, 210), random.range(100, 250)];
          return `<g transform="rotate(${turn.toFixed(1)} ${x.toFixed(1)} ${y.toFixed(1)})">${rect(x + 5, y + 6, w, h, '#000', 'fill-opacity="0.25"')}${rect(x, y, w, h, sheet)}${many(h / 18, (row) => rect(x + 12, y + 12 + row * 16, w * random.range(0.3, 0.8), 4, '#5a5a60', 'fill-opacity="0.6"'))}</g>`;
        }) +
        many(3, () => {
          const [x, y, r] = [random.range(0, width), random.range(0, height), random.range(36, 60)];
          const mug = tone(random);
          return (
            oval(x + 8, y + 10, r, r, '#000', 'fill-opacity="0.3"') +
            oval(x, y, r, r, mug) +
            oval(x, y, r * 0.78, r * 0.78, '#3c2415') +
            stroke(`M${x + r * 0.9} ${y - 14}q36 14 0 30`, mug, 12)
          );
        }) +
        many(9, () => {
          const [x, y] = [random.range(0, width), random.range(0, height)];
          const [dx, dy] = [random.range(-150, 150), random.range(-150, 150)];
          return (
            stroke(`M${x + 4} ${y + 5}l${dx} ${dy}`, '#000000', 11, 0.25) +
            stroke(`M${x} ${y}l${dx} ${dy}`, tone(random), 10)
          );
        }) +
        many(2, () =>
          stroke(
            `M${random.range(0, width)} 0c${random.range(-200, 200)} ${height * 0.4} ${random.range(-200, 200)} ${height * 0.5} ${random.range(-100, 100)} ${height}`,
            '#222226',
            7,
            0.9,
          ),
        ) +
        sweep('desk-light', width, height, 0.2, 0.25)
      );
    },
  },
  {
    id: 'demo/cluttered/wardrobe',
    background: 'cluttered',
    draw: (random, width, height) => {
      const wood = random.pick(['#b8946a', '#e6e2d9', '#6d5039']);
      const rail = height * random.range(0.06, 0.14);
      let x = -30;
      let clothes = '';
      while (x < width) {
        const wide = random.range(50, 110);
        const long = height * random.range(0.4, 0.66);
        const cloth = tone(random);
        clothes += `<path d="M${x + wide / 2} ${rail}L${x + wide} ${rail + 50}L${x + wide + 8} ${rail + long}H${x - 8}L${x} ${rail + 50}Z" fill="${cloth}"/>`;
        clothes += many(3, () =>
          stroke(
            `M${x + random.range(0.2, 0.8) * wide} ${rail + 60}q${random.range(-12, 12)} ${long * 0.4} 0 ${long - 70}`,
            random.pick(['#000000', '#ffffff']),
            6,
            0.14,
          ),
        );
        if (random.chance(0.4))
          clothes += many(long / 34, (row) =>
            rect(x - 2, rail + 60 + row * 34, wide + 4, 10, tint(cloth, 0.4)),
          );
        x += wide * random.range(0.6, 0.9);
      }
      return (
        rect(0, 0, width, height, tint(wood, -0.5)) +
        clothes +
        stroke(`M0 ${rail}H${width}`, '#c9ccd1', 12) +
        many(
          6,
          (index) =>
            rect(
              index * width * 0.19 - 20,
              height * 0.78 - random.range(0, 60),
              width * 0.18,
              height * 0.3,
              tone(random),
              'rx="5"',
            ) + rect(index * width * 0.19 + 14, height * 0.84, width * 0.08, 20, '#f3f0ea'),
        ) +
        rect(0, height * 0.94, width, height * 0.06, wood) +
        sweep('wardrobe-light', width, height, 0.12, 0.35)
      );
    },
  },
];
