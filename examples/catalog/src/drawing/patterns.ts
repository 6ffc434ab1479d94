import { mix, tint } from './colour.ts';
import type { Material, Paint } from './paint.ts';

const tile = (id: string, width: number, height: number, transform: string, content: string): string =>
  `<pattern id="${id}" width="${width}" height="${height}" patternUnits="userSpaceOnUse" patternTransform="${transform}">${content}</pattern>`;

const box = (x: number, y: number, width: number, height: number, fill: string, opacity = 1): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" fill-opacity="${opacity}"/>`;

const dot = (x: number, y: number, radius: number, fill: string): string =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;

function flower(x: number, y: number, radius: number, petal: string, heart: string): string {
  const petals = [0, 72, 144, 216, 288].map((degrees) => {
    const turn = (degrees * Math.PI) / 180;
    return dot(x + radius * Math.cos(turn), y + radius * Math.sin(turn), radius * 0.72, petal);
  });
  return petals.join('') + dot(x, y, radius * 0.55, heart);
}

const leaf = (x: number, y: number, size: number, turn: number, fill: string): string =>
  `<path transform="translate(${x} ${y}) rotate(${turn})" d="M0 ${-size}Q${size * 0.7} 0 0 ${size}Q${-size * 0.7} 0 0 ${-size}Z" fill="${fill}"/>`;

/** The `<pattern>` of a paint, or undefined where a plain colour does. */
export function patternDefinition(id: string, paint: Paint): string | undefined {
  const { main, second, accent } = paint;
  const transform = `rotate(${paint.angle}) scale(${paint.scale})`;
  const ground = (width: number, height: number): string => box(0, 0, width, height, main);
  switch (paint.pattern) {
    case 'solid':
      return undefined;
    case 'stripes':
      return tile(id, 34, 34, transform, ground(34, 34) + box(0, 0, 34, 15, second));
    case 'pinstripes':
      return tile(id, 14, 14, transform, ground(14, 14) + box(0, 0, 2.2, 14, second));
    case 'checks':
      return tile(
        id,
        32,
        32,
        transform,
        ground(32, 32) + box(0, 0, 16, 16, second) + box(16, 16, 16, 16, second),
      );
    case 'plaid':
      return tile(
        id,
        48,
        48,
        transform,
        ground(48, 48) +
          box(0, 6, 48, 16, second, 0.55) +
          box(6, 0, 16, 48, second, 0.55) +
          box(0, 34, 48, 3, accent) +
          box(34, 0, 3, 48, accent),
      );
    case 'dots':
      return tile(id, 36, 36, transform, ground(36, 36) + dot(9, 9, 6.5, second) + dot(27, 27, 6.5, second));
    case 'floral':
      return tile(
        id,
        64,
        64,
        transform,
        ground(64, 64) +
          leaf(30, 20, 9, 60, mix(main, '#2f7a4b', 0.6)) +
          flower(16, 18, 8, second, accent) +
          flower(47, 48, 10, tint(second, 0.15), accent) +
          leaf(20, 50, 10, -40, mix(main, '#2f7a4b', 0.6)) +
          dot(52, 14, 3, second),
      );
    case 'zigzag':
      return tile(
        id,
        36,
        28,
        transform,
        `${ground(36, 28)}<path d="M-2 20L9 8L18 18L27 8L38 20" fill="none" stroke="${second}" stroke-width="6"/>`,
      );
    case 'leaves':
      return tile(
        id,
        60,
        60,
        transform,
        ground(60, 60) +
          leaf(15, 16, 14, 35, second) +
          leaf(45, 18, 12, -50, accent) +
          leaf(30, 45, 14, 100, second) +
          leaf(54, 50, 9, 10, tint(main, -0.3)),
      );
    case 'blocks':
      return tile(
        id,
        400,
        130,
        `rotate(${paint.angle})`,
        box(0, 0, 400, 130, main) + box(0, 0, 400, 62, second) + box(0, 62, 400, 8, accent),
      );
  }
}

/** A see-through texture that is laid over a part's colour, or undefined. */
export function materialDefinition(id: string, material: Material): string | undefined {
  const stroke = (path: string, colour: string, opacity: number, width: number): string =>
    `<path d="${path}" stroke="${colour}" stroke-opacity="${opacity}" stroke-width="${width}" fill="none"/>`;
  switch (material) {
    case 'plain':
    case 'plastic':
      return undefined;
    case 'fabric':
      return tile(
        id,
        5,
        5,
        'rotate(8)',
        stroke('M0 1.2H5', '#000', 0.13, 1) + stroke('M1.2 0V5', '#fff', 0.12, 1),
      );
    case 'knit':
      return tile(
        id,
        9,
        8,
        '',
        stroke('M0 0L4.5 5L9 0M0 8L4.5 13L9 8M0 -8L4.5 -3L9 -8', '#000', 0.2, 1.6) +
          stroke('M0 3L4.5 8L9 3', '#fff', 0.16, 1.4),
      );
    case 'denim':
      return tile(
        id,
        5,
        5,
        'rotate(58)',
        stroke('M0 1H5', '#fff', 0.2, 1.1) + stroke('M0 3.5H5', '#000', 0.14, 1),
      );
    case 'leather':
      return tile(
        id,
        17,
        15,
        'rotate(20)',
        stroke('M0 3Q5 0 8 4T17 3M3 15Q5 9 2 6M9 4Q12 9 9 15M9 10Q14 8 17 11', '#000', 0.14, 0.9) +
          stroke('M1 4Q5 1 8 5', '#fff', 0.14, 0.8),
      );
    case 'wood':
      return tile(
        id,
        260,
        46,
        '',
        stroke('M0 5Q60 1 130 6T260 5M0 40Q80 44 150 39T260 40', '#000', 0.16, 1.4) +
          stroke('M0 14Q70 20 120 13T260 14M0 31Q50 27 120 32T260 31', '#000', 0.1, 1) +
          stroke('M60 23Q95 15 130 23Q95 31 60 23M76 23Q95 19 114 23', '#000', 0.13, 1) +
          stroke('M140 24Q200 20 260 23M0 23Q30 20 56 23', '#fff', 0.14, 1.6),
      );
    case 'metal':
      return tile(
        id,
        90,
        7,
        '',
        stroke('M0 1H90M0 5H50', '#fff', 0.13, 0.8) + stroke('M0 3H90', '#000', 0.09, 0.8),
      );
    case 'quilt':
      return tile(
        id,
        40,
        40,
        '',
        stroke('M0 0L40 40M40 0L0 40', '#000', 0.3, 1.6) + stroke('M0 3L37 40M40 3L3 40', '#fff', 0.2, 1.6),
      );
  }
}
