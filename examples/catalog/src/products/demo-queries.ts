import { createRandom, seedOf } from '../drawing/random.ts';
import type { QueryPhotoOptions } from '../photo/query-photo.ts';
import { demoScenes } from '../scenes/index.ts';
import type { DemoProduct } from './demo-products.ts';
import { demoSeeds } from './demo-seeds.ts';

export interface DemoQuery extends QueryPhotoOptions {
  product: DemoProduct;
  background: 'plain' | 'cluttered';
}

/** Two photos a product, one on a plain ground and one in a cluttered place. */
export function demoQueries(products: readonly DemoProduct[]): readonly DemoQuery[] {
  return products.flatMap((product) =>
    (['plain', 'cluttered'] as const).map((background) => query(product, background, products)),
  );
}

/** A few of {@link demoQueries} for a page: categories in turn, plain and cluttered in turn. */
export function sampleQueries(products: readonly DemoProduct[], count = 24): readonly DemoQuery[] {
  return Array.from({ length: Math.min(count, products.length) }, (_, index) =>
    query(products[(index * 14) % products.length]!, index % 2 === 0 ? 'plain' : 'cluttered', products),
  );
}

function query(
  product: DemoProduct,
  background: DemoQuery['background'],
  products: readonly DemoProduct[],
): DemoQuery {
  const random = createRandom(seedOf('demo-query', product.id, background, demoSeeds.first));
  const others = products.filter((other) => other.id !== product.id);
  const alike = others.filter((other) => other.category === product.category);
  const neighbours = Array.from({ length: random.integer(1, 3) }, (_, index) =>
    random.pick(index < 2 && alike.length > 0 ? alike : others),
  );
  return {
    product,
    background,
    design: product.design,
    scene: random.pick(demoScenes.filter((scene) => scene.background === background)),
    neighbours: others.length === 0 ? [] : neighbours.map((neighbour) => neighbour.design),
    seed: demoSeeds.first + 1 + random.integer(0, demoSeeds.last - demoSeeds.first - 1),
  };
}
