import { type Colour, type ColourName, lightness, palette, tint } from './colour.ts';
import { createRandom, seedOf } from './random.ts';

export const patternKinds = [
  'solid',
  'stripes',
  'pinstripes',
  'checks',
  'plaid',
  'dots',
  'floral',
  'zigzag',
  'blocks',
  'leaves',
] as const;
export type PatternKind = (typeof patternKinds)[number];

export type Material =
  | 'plain'
  | 'fabric'
  | 'knit'
  | 'denim'
  | 'leather'
  | 'wood'
  | 'metal'
  | 'plastic'
  | 'quilt';

/** Which colours, patterns and materials a kind of product comes in. */
export type Finish = 'cloth' | 'denim' | 'leather' | 'device' | 'furniture' | 'wood' | 'cosmetic' | 'gear';

export interface Paint {
  main: Colour;
  second: Colour;
  accent: Colour;
  mainName: ColourName;
  secondName: ColourName;
  pattern: PatternKind;
  /** Size of the pattern, 1 is usual. */
  scale: number;
  /** Degrees. */
  angle: number;
  material: Material;
}

const everyColour = Object.keys(palette) as ColourName[];

const colours: Record<Finish, readonly ColourName[]> = {
  cloth: everyColour,
  denim: ['navy', 'blue', 'sky', 'black', 'charcoal', 'grey', 'white', 'cream', 'olive', 'brown'],
  leather: [
    'black',
    'brown',
    'camel',
    'beige',
    'burgundy',
    'navy',
    'white',
    'olive',
    'red',
    'grey',
    'pink',
    'green',
    'cream',
  ],
  device: [
    'black',
    'charcoal',
    'grey',
    'white',
    'navy',
    'sky',
    'mint',
    'lilac',
    'pink',
    'cream',
    'red',
    'green',
  ],
  furniture: [
    'grey',
    'charcoal',
    'beige',
    'cream',
    'navy',
    'teal',
    'olive',
    'green',
    'yellow',
    'orange',
    'pink',
    'burgundy',
    'white',
    'blue',
  ],
  wood: ['camel', 'brown', 'beige', 'cream', 'black', 'white', 'grey', 'charcoal', 'green', 'burgundy'],
  cosmetic: [
    'pink',
    'red',
    'magenta',
    'lilac',
    'white',
    'cream',
    'black',
    'mint',
    'camel',
    'teal',
    'burgundy',
    'yellow',
    'sky',
    'green',
  ],
  gear: [
    'red',
    'blue',
    'black',
    'yellow',
    'green',
    'orange',
    'white',
    'navy',
    'teal',
    'magenta',
    'charcoal',
    'lilac',
  ],
};

const patterns: Record<Finish, readonly PatternKind[]> = {
  cloth: [
    'solid',
    'stripes',
    'solid',
    'checks',
    'dots',
    'solid',
    'floral',
    'plaid',
    'solid',
    'blocks',
    'pinstripes',
    'zigzag',
    'solid',
    'leaves',
  ],
  denim: ['solid', 'solid', 'pinstripes', 'checks', 'plaid', 'solid', 'leaves'],
  leather: ['solid', 'solid', 'blocks', 'checks', 'solid', 'leaves', 'dots', 'stripes'],
  device: ['solid', 'solid', 'blocks', 'solid', 'stripes', 'solid', 'solid', 'leaves'],
  furniture: ['solid', 'solid', 'stripes', 'plaid', 'dots', 'floral', 'zigzag', 'leaves', 'checks'],
  wood: ['solid'],
  cosmetic: ['solid', 'solid', 'floral', 'stripes', 'dots', 'solid', 'leaves', 'zigzag', 'blocks'],
  gear: ['solid', 'blocks', 'solid', 'stripes', 'solid', 'zigzag', 'solid', 'dots', 'checks'],
};

const materials: Record<Finish, readonly Material[]> = {
  cloth: ['fabric', 'knit', 'plain'],
  denim: ['denim', 'fabric'],
  leather: ['leather', 'plain'],
  device: ['plastic', 'metal'],
  furniture: ['fabric', 'knit', 'leather'],
  wood: ['wood'],
  cosmetic: ['plastic', 'plain', 'metal'],
  gear: ['plastic', 'fabric'],
};

/**
 * Colours, pattern and material of one product. Neighbouring indexes under one seed come out clearly different,
 * except that every third keeps the main colour of the one two before it and changes only the pattern (where the
 * finish has patterns): a sibling that a colour histogram confuses.
 */
export function createPaint(finish: Finish, seed: number, index: number): Paint {
  const random = createRandom(seedOf('paint', finish, seed));
  const order = [...colours[finish]];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const choice = (items: number): number => Math.floor(random.next() * items);
  const patternStart = choice(patterns[finish].length);
  const materialStart = choice(materials[finish].length);
  const own = createRandom(seedOf('paint', finish, seed, index));
  const sibling = index % 3 === 2 && new Set(patterns[finish]).size > 1;
  const slot = sibling ? index - 2 : index;
  const mainName = order[slot % order.length]!;
  let pattern = patterns[finish][(patternStart + index) % patterns[finish].length]!;
  if (sibling) {
    const before = patterns[finish][(patternStart + slot) % patterns[finish].length]!;
    const others = patterns[finish].filter((kind) => kind !== before);
    pattern = others[(patternStart + index) % others.length] ?? before;
  }
  const main = palette[mainName];
  const contrasting = order.filter((name) => Math.abs(lightness(palette[name]) - lightness(main)) > 0.22);
  const secondName =
    (contrasting.length > 0 ? own.pick(contrasting) : order[(slot + 1) % order.length]) ?? 'white';
  return {
    main,
    second: palette[secondName],
    accent: own.chance(0.5) ? tint(main, lightness(main) > 0.5 ? -0.45 : 0.5) : palette[own.pick(order)],
    mainName,
    secondName,
    pattern,
    scale: own.pick([0.7, 1, 1.45]),
    angle: pattern === 'stripes' ? own.pick([0, 90, 0, 45]) : own.pick([0, 0, 30]),
    material: materials[finish][(materialStart + Math.floor(index / 3)) % materials[finish].length]!,
  };
}
