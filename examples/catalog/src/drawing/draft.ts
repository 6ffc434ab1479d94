import { type Colour, lightness, tint } from './colour.ts';
import type { Material, Paint } from './paint.ts';
import { line, type Point, rectangle, rounded, smooth } from './path.ts';
import { materialDefinition, patternDefinition } from './patterns.ts';
import { createRandom, seedOf } from './random.ts';

/** How light falls on a part: a flat plate, a soft body, a lying or standing cylinder, a ball. */
export type Form = 'flat' | 'soft' | 'lying' | 'standing' | 'ball' | 'gloss';

export interface PartOptions {
  form?: Form;
  /** Width of the darkened rim in drawing units; 0 for none. */
  rim?: number;
  material?: Material;
  /** Folds and creases: each a curve through its points, clipped to the part. */
  folds?: readonly (readonly Point[])[];
  opacity?: number;
  outline?: number;
}

export interface Light {
  /** Where it comes from: -1 left, 1 right. */
  side: number;
  /** 1 is usual; more gives harder shading. */
  strength: number;
}

/** A sheet of 400 by 400 units on which one product is drawn. */
export interface Draft {
  readonly paint: Paint;
  /** Fill of the product's main surface: its pattern, or its colour. */
  readonly fill: string;
  /** Choices of the design: even spread over the products of one family. */
  range(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  chance(probability: number): boolean;
  part(path: string, fill: string, options?: PartOptions): void;
  /** A round bar, cable, strap or tube along a path. */
  tube(path: string, colour: Colour, width: number): void;
  /** A thin line; `dash` gives stitches. */
  seam(path: string, colour?: string, width?: number, dash?: string): void;
  /** A right-angled body seen slightly from above and from the side. */
  block(
    x: number,
    y: number,
    width: number,
    height: number,
    depth: number,
    fill: string,
    base: Colour,
    options?: PartOptions,
  ): void;
  /** A small maker's mark, no letters. */
  mark(x: number, y: number, size: number, colour: Colour): void;
  /** Bars that read as printed text. */
  print(x: number, y: number, width: number, rows: number, colour: Colour): void;
  toSvg(pixels: number): string;
}

export interface DraftOptions {
  /** Family and seed: the same name gives the same series of designs. */
  name: string;
  /** Which design of the series. */
  index: number;
  paint: Paint;
  light: Light;
}

const golden = 0.6180339887498949;

export function createDraft({ name, index, paint, light }: DraftOptions): Draft {
  const series = createRandom(seedOf('shape', name));
  const marks = createRandom(seedOf('mark', name, paint.mainName));
  const definitions: string[] = [];
  const body: string[] = [];
  const materials = new Map<Material, string>();
  let count = 0;

  const pattern = patternDefinition('pattern', paint);
  if (pattern !== undefined) definitions.push(pattern);
  const [x1, x2] = light.side < 0 ? [0, 1] : [1, 0];
  const shade = (opacity: number): string => (opacity * light.strength).toFixed(3);
  const stop = (offset: number, colour: string, opacity: number): string =>
    `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${shade(opacity)}"/>`;
  const linear = (id: string, direction: string, stops: string): string =>
    `<linearGradient id="${id}" ${direction}>${stops}</linearGradient>`;
  const slope = `x1="${x1}" y1="0" x2="${x2}" y2="1"`;
  const round = (bright: number, dark: number): string =>
    stop(0, '#000', dark) +
    stop(0.16, '#000', 0.02) +
    stop(0.34, '#fff', bright) +
    stop(0.55, '#000', 0.02) +
    stop(1, '#000', dark * 1.5);
  definitions.push(
    linear('light-flat', slope, stop(0, '#fff', 0.16) + stop(0.5, '#fff', 0) + stop(1, '#000', 0.16)),
    linear(
      'light-soft',
      slope,
      stop(0, '#fff', 0.3) + stop(0.45, '#fff', 0) + stop(0.55, '#000', 0.02) + stop(1, '#000', 0.32),
    ),
    linear(
      'light-gloss',
      slope,
      stop(0, '#fff', 0.42) + stop(0.38, '#fff', 0.08) + stop(0.4, '#fff', 0) + stop(1, '#000', 0.22),
    ),
    linear('light-standing', `x1="${x1}" y1="0" x2="${x2}" y2="0"`, round(0.45, 0.26)),
    linear('light-lying', 'x1="0" y1="0" x2="0" y2="1"', round(0.42, 0.14)),
    `<radialGradient id="light-ball" cx="${light.side < 0 ? 0.34 : 0.66}" cy="0.3" r="0.78">${stop(0, '#fff', 0.5)}${stop(0.3, '#fff', 0.08)}${stop(0.6, '#000', 0.08)}${stop(1, '#000', 0.5)}</radialGradient>`,
  );

  const materialFill = (material: Material): string | undefined => {
    const known = materials.get(material);
    if (known !== undefined) return known;
    const id = `material-${material}`;
    const definition = materialDefinition(id, material);
    if (definition === undefined) return undefined;
    definitions.push(definition);
    materials.set(material, `url(#${id})`);
    return `url(#${id})`;
  };
  const fraction = (): number => (series.next() + index * golden) % 1;
  const stroked = (path: string, colour: string, width: number, opacity: number, cap = 'round'): string =>
    `<path d="${path}" fill="none" stroke="${colour}" stroke-opacity="${opacity}" stroke-width="${width}" stroke-linecap="${cap}" stroke-linejoin="round"/>`;

  const part: Draft['part'] = (path, fill, options = {}) => {
    const { form = 'flat', rim = 9, material = 'plain', folds = [], opacity = 1, outline = 1.2 } = options;
    count += 1;
    const clip = `clip-${count}`;
    definitions.push(`<clipPath id="${clip}"><path d="${path}" clip-rule="evenodd"/></clipPath>`);
    const texture = materialFill(material);
    const layers = [`<path d="${path}" fill="${fill}" fill-rule="evenodd"/>`];
    if (texture !== undefined) layers.push(`<path d="${path}" fill="${texture}" fill-rule="evenodd"/>`);
    layers.push(`<path d="${path}" fill="url(#light-${form})" fill-rule="evenodd"/>`);
    const inside: string[] = [];
    for (const fold of folds) {
      const curve = smooth(fold, false);
      const lit = smooth(
        fold.map(([x, y]): Point => [x - 4 * Math.sign(light.side || 1) * -1, y - 2]),
        false,
      );
      inside.push(
        stroked(curve, '#000', 9, 0.05),
        stroked(curve, '#000', 5, 0.07),
        stroked(curve, '#000', 2, 0.1),
      );
      inside.push(stroked(lit, '#fff', 6, 0.06), stroked(lit, '#fff', 2.5, 0.1));
    }
    if (rim > 0) {
      for (const share of [1, 0.68, 0.4, 0.2]) inside.push(stroked(path, '#000', rim * 2 * share, 0.055));
    }
    if (inside.length > 0) layers.push(`<g clip-path="url(#${clip})">${inside.join('')}</g>`);
    if (outline > 0) layers.push(stroked(path, '#08090d', outline, 0.45));
    body.push(opacity === 1 ? layers.join('') : `<g opacity="${opacity}">${layers.join('')}</g>`);
  };

  const tube: Draft['tube'] = (path, colour, width) => {
    body.push(stroked(path, tint(colour, -0.55), width + 1.6, 1));
    body.push(stroked(path, tint(colour, -0.2), width, 1), stroked(path, colour, width * 0.72, 1));
    body.push(stroked(path, tint(colour, 0.4), width * 0.24, 0.75));
  };

  return {
    paint,
    fill: pattern === undefined ? paint.main : 'url(#pattern)',
    range: (low, high) => low + fraction() * (high - low),
    // Neighbours in a series never get the same item.
    pick: (items) => items[(Math.floor(series.next() * items.length) + index) % items.length]!,
    chance: (probability) => fraction() < probability,
    part,
    tube,
    seam: (path, colour = lightness(paint.main) > 0.3 ? '#000000' : '#ffffff', width = 1.6, dash = '') => {
      const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
      body.push(
        `<path d="${path}" fill="none" stroke="${colour}" stroke-opacity="0.5" stroke-width="${width}"${dashes} stroke-linejoin="round"/>`,
      );
    },
    block: (x, y, width, height, depth, fill, base, options = {}) => {
      const slant = depth * 0.55;
      const top: Point[] = [
        [x, y],
        [x + depth, y - slant],
        [x + width + depth, y - slant],
        [x + width, y],
      ];
      const side: Point[] = [
        [x + width, y],
        [x + width + depth, y - slant],
        [x + width + depth, y + height - slant],
        [x + width, y + height],
      ];
      part(rounded(side, 1.5), tint(base, -0.38), { rim: 0, ...options, form: 'flat' });
      part(rounded(top, 1.5), fill, { rim: 0, ...options, form: 'flat' });
      body.push(`<path d="${rounded(top, 1.5)}" fill="#fff" fill-opacity="0.14"/>`);
      part(rectangle(x, y, width, height, 1.5), fill, { rim: 4, ...options });
    },
    mark: (x, y, size, colour) => {
      const kind = marks.integer(0, 5);
      const s = size;
      const shapes = [
        `<circle cx="${x}" cy="${y}" r="${s * 0.42}" fill="none" stroke="${colour}" stroke-width="${s * 0.2}"/>`,
        `<path d="M${x - s / 2} ${y + s / 2}L${x} ${y - s / 2}L${x + s / 2} ${y + s / 2}Z" fill="${colour}"/>`,
        `<path d="M${x - s / 2} ${y}L${x} ${y - s / 2}L${x + s / 2} ${y}L${x} ${y + s / 2}Z" fill="${colour}"/>`,
        `<path d="M${x - s / 2} ${y}A${s / 2} ${s / 2} 0 0 1 ${x + s / 2} ${y}Z" fill="${colour}"/><circle cx="${x}" cy="${y + s * 0.3}" r="${s * 0.16}" fill="${colour}"/>`,
        `<path d="M${x - s / 2} ${y - s / 4}H${x + s / 2}M${x - s / 2} ${y + s / 4}H${x + s / 5}" stroke="${colour}" stroke-width="${s * 0.22}" fill="none"/>`,
        `<path d="M${x} ${y - s / 2}V${y + s / 2}M${x - s / 2} ${y}H${x + s / 2}" stroke="${colour}" stroke-width="${s * 0.28}" fill="none"/>`,
      ];
      body.push(shapes[kind]!);
    },
    print: (x, y, width, rows, colour) => {
      for (let row = 0; row < rows; row += 1) {
        const long = width * (row === 0 ? 1 : 0.5 + 0.5 * marks.next());
        const height = row === 0 ? 5 : 2.6;
        body.push(
          stroked(
            line([x - long / 2, y + row * 8], [x + long / 2, y + row * 8]),
            colour,
            height,
            0.8,
            'butt',
          ),
        );
      }
    },
    toSvg: (pixels) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${pixels}" height="${pixels}" viewBox="0 0 400 400"><defs>${definitions.join('')}</defs>${body.join('')}</svg>`,
  };
}
