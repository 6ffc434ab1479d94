import { createPaint } from '../drawing/paint.ts';
import { createRandom, seedOf } from '../drawing/random.ts';
import { demoFamilies } from '../families/demo/index.ts';
import { type Category, categories, type Family } from '../families/family.ts';
import { type Design, paintSeed } from '../photo/render-product.ts';
import { demoSeeds } from './demo-seeds.ts';
import { brands, categoryFacts, colourWords, lines, materialWords, patternWords } from './words.ts';

/** One product of the demo catalogue, as catalog.json says it, and the design behind it. */
export interface DemoProduct {
  id: string;
  name: string;
  nameKorean: string;
  brand: string;
  /** In `currency`, two decimals. */
  price: number;
  currency: 'USD';
  description: string;
  category: Category;
  family: string;
  design: Design;
}

/** Which shapes meet which paints: siblings that share a colour, a shape or both. */
function variants(families: number): readonly (readonly [shape: number, paint: number])[] {
  const all = [0, 1, 2].flatMap((shape) => [0, 1, 2].map((paint) => [shape, paint] as const));
  if (families <= 3) return all;
  if (families <= 5) return all.filter(([shape]) => shape < 2);
  return [
    [0, 0],
    [0, 2],
    [1, 0],
    [1, 1],
  ];
}

/** All products, one category after the other in turn, so that the first n are spread over all of them. */
export function demoProducts(): readonly DemoProduct[] {
  const shelves = categories.map((category) => {
    const families = demoFamilies.filter((family) => family.category === category);
    return variants(families.length).flatMap((variant) =>
      families.map((family) => [family, ...variant] as const),
    );
  });
  const longest = Math.max(...shelves.map((shelf) => shelf.length));
  return Array.from({ length: longest }, (_, row) =>
    shelves.flatMap((shelf) => (shelf[row] === undefined ? [] : [describe(row, ...shelf[row])])),
  ).flat();
}

function describe(row: number, family: Family, shape: number, paint: number): DemoProduct {
  const design: Design = { family, seed: demoSeeds.first, shape, paint };
  const look = createPaint(family.finish, paintSeed(design), paint);
  const random = createRandom(seedOf('product', family.id, shape, paint));
  const facts = categoryFacts[family.category];
  const [brand, brandKorean] = random.pick(brands[facts.group]);
  const [colour, colourKorean] = colourWords[look.mainName];
  const [pattern, patternKorean] = patternWords[look.pattern];
  const second = colourWords[look.secondName][0];
  const solid = look.pattern === 'solid';
  const noun = family.english.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  const line = lines[shape]!;
  const [low, high] = facts.price;
  return {
    id: `${family.category}-${String(row + 1).padStart(2, '0')}`,
    name: `${brand} ${line[0]} ${solid ? colour : `${colour} ${pattern}`} ${noun}`,
    nameKorean: `${brandKorean} ${line[1]} ${colourKorean} ${solid ? '' : `${patternKorean} `}${family.korean}`,
    brand,
    price: Math.round(random.range(low, high)) - 0.1,
    currency: 'USD',
    description: `${family.english} in ${colour}${solid ? '' : ` with a ${pattern} look in ${second}`}, ${materialWords[look.material]} finish. ${random.pick(facts.sentences)}`,
    category: family.category,
    family: family.id,
    design,
  };
}
