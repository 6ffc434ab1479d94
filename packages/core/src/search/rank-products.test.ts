import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Views } from '../spec/search.ts';
import type { VectorRecord, VectorStore } from '../spec/vector-store.ts';
import { createMemoryStore } from '../store/create-memory-store.ts';
import { poolViews } from './pool-views.ts';
import { rankProducts } from './rank-products.ts';

/** A unit vector at an angle. */
const at = (angle: number): Float32Array => Float32Array.of(Math.cos(angle), Math.sin(angle));
const query = at(0);
const dot = (vector: Float32Array): number => vector[0]! * query[0]! + vector[1]! * query[1]!;

async function filled(products: readonly (readonly number[])[]): Promise<VectorStore> {
  const store = createMemoryStore();
  await store.open({ dimensions: 2, fingerprint: { space: 's', category: 'c', settings: 't' }, fields: {} });
  await store.upsert(
    products.flatMap((angles, product) =>
      angles.map(
        (angle, image): VectorRecord => ({
          id: `${product}/${image}`,
          productId: `p${product}`,
          imageId: `${image}`,
          vector: at(angle),
          category: 'top',
          contentHash: 'h',
          metadata: {},
        }),
      ),
    ),
  );
  return store;
}
function bare(store: VectorStore): VectorStore {
  const { searchGroups: _, ...rest } = store;
  return rest;
}
/** Every product by what all of its pictures say together. */
const bruteForce = (products: readonly (readonly number[])[], views: Views) =>
  products
    .map((angles, product) => {
      const cosines = angles.map((angle) => dot(at(angle))).sort((a, b) => b - a);
      return { productId: `p${product}`, similarity: poolViews(cosines, views) };
    })
    .sort((a, b) => b.similarity - a.similarity);

const angles = fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 1, maxLength: 6 });

it('finds what comparing every picture of every product finds, on any store', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(angles, { minLength: 1, maxLength: 30 }),
      fc.constantFrom<Views>('best', 'mean', { top: 2 }, { softmax: 0.05 }, { generalizedMean: 4 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(undefined, 0.2),
      async (products, views, limit, minSimilarity) => {
        const store = await filled(products);
        const expected = bruteForce(products, views)
          .filter(({ similarity }) => similarity >= (minSimilarity ?? -1))
          .slice(0, limit);
        for (const each of [store, bare(store)]) {
          const hits = await rankProducts(each, { vector: query, limit, minSimilarity }, views, {});
          expect(hits).toHaveLength(expected.length);
          // Near, not alike as text: a digit turns over between two sums that differ in the ninth.
          hits.forEach(({ similarity }, at) => {
            expect(similarity).toBeCloseTo(expected[at]!.similarity, 5);
          });
        }
      },
    ),
    { numRuns: 60 },
  );
});

it('looks as far as something better may still come, and no further', async () => {
  // Two hundred products have one very near picture and one that is far away; one has two that are rather near.
  const products = [...Array.from({ length: 200 }, (_, each) => [0.01 + each / 1000, 3]), [0.6, 0.6]];
  const store = await filled(products);
  const asked: number[] = [];
  const counting: VectorStore = {
    ...store,
    searchGroups: (groupQuery, call) => {
      asked.push(groupQuery.limit);
      return store.searchGroups!(groupQuery, call);
    },
  };
  const [first] = await rankProducts(counting, { vector: query, limit: 1 }, 'mean', {});
  expect(first).toMatchObject({
    productId: 'p200',
    imageId: '0',
    views: [{ imageId: '0' }, { imageId: '1' }],
  });
  expect(asked).toEqual([50, 200, 800]);
  asked.length = 0;
  await rankProducts(counting, { vector: query, limit: 1 }, { softmax: 0.001 }, {});
  expect(asked).toEqual([50]);
});

it('shows the nearest picture', async () => {
  const store = await filled([[2, 0.3, 1]]);
  const [hit] = await rankProducts(store, { vector: query, limit: 5 }, 'mean', {});
  expect(hit).toMatchObject({ imageId: '1', views: [{ imageId: '1' }, { imageId: '2' }, { imageId: '0' }] });
  expect(hit!.similarity).toBeCloseTo((Math.cos(2) + Math.cos(0.3) + Math.cos(1)) / 3, 6);
  expect(hit!.views![0]!.similarity).toBeCloseTo(Math.cos(0.3), 6);
  const [two] = await rankProducts(store, { vector: query, limit: 5 }, { top: 2 }, {});
  expect(two!.views).toEqual(hit!.views!.slice(0, 2));
});
