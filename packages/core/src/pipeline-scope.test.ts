import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import type { ImageSearchPipeline } from './spec/pipeline.ts';
import type { VectorStore } from './spec/vector-store.ts';
import { createMemoryStore } from './store/create-memory-store.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

const fields = { shop: 'keyword', region: 'keyword', price: 'number' } as const;
type Shop = ImageSearchPipeline<typeof fields>;
const photos = Array.from({ length: 6 }, (_, leaf) => photoOf(leaf * 2, leaf));
const create = (store: VectorStore = createMemoryStore()): Shop =>
  createImageSearchPipeline({ ...fakeParts(), store, fields });

/** Shop and product names that would collide if ids were joined carelessly. */
const names = ['a', 'b', 'a/b', 'shop=a', '%2F'];
const name = fc.constantFrom(...names);
const at = fc.integer({ min: 0, max: photos.length - 1 });
const step = fc.oneof(
  fc.record({
    type: fc.constant('index' as const),
    id: name,
    images: fc.uniqueArray(fc.tuple(fc.constantFrom('0', '1', 'a/0'), at), {
      selector: ([id]) => id,
      minLength: 1,
    }),
    price: fc.integer({ min: 0, max: 3 }),
    category: fc.constantFrom(undefined, 'top', 'bed'),
  }),
  fc.record({
    type: fc.constant('remove' as const),
    ids: fc.uniqueArray(name, { minLength: 1, maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('update' as const), id: name, price: fc.integer({ min: 0, max: 3 }) }),
  fc.record({
    type: fc.constant('search' as const),
    at,
    maxPrice: fc.option(fc.integer({ min: 0, max: 3 })),
    limit: fc.integer({ min: 1, max: 4 }),
  }),
);

/** What a shop gets to see of one step. */
async function take(
  shop: Shop,
  each: typeof step extends fc.Arbitrary<infer T> ? T : never,
): Promise<unknown> {
  switch (each.type) {
    case 'index': {
      const images = each.images.map(([id, photo]) => ({ id, source: photos[photo]! }));
      const { id, category, price } = each;
      const { products, indexed, failed, deleted } = await shop.index([
        { id, images, category, metadata: { price } },
      ]);
      return { products, indexed, failed, deleted };
    }
    case 'remove':
      return shop.remove(each.ids);
    case 'update':
      return shop.update(each.id, { price: each.price });
    case 'search': {
      const filter =
        each.maxPrice === null ? undefined : { $or: [{ price: { $lte: each.maxPrice } }, { price: 0 }] };
      const { matches } = await shop.search({ image: photos[each.at]!, limit: each.limit, filter });
      return matches.map(({ metadata, ...match }) => ({ ...match, price: metadata.price }));
    }
  }
}

it('is as separate as two stores, whatever two tenants do', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 2, maxLength: 2 }),
      fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), step), { minLength: 4, maxLength: 16 }),
      async ([first, second], steps) => {
        const shared = create();
        const scoped = [shared.scope({ shop: first! }), shared.scope({ shop: second! })];
        const alone = [create(), create()];
        for (const [tenant, each] of steps)
          expect(await take(scoped[tenant]!, each)).toEqual(await take(alone[tenant]!, each));
      },
    ),
    { numRuns: 40 },
  );
}, 180_000);

it('reads, fills up, writes and deletes nothing else', async () => {
  const store = createMemoryStore();
  const pipeline = create(store);
  const [a, b] = [pipeline.scope({ shop: 'a' }), pipeline.scope({ shop: 'b' })];
  await a.index([{ id: 'p', images: [photos[0]!], metadata: { price: 1 } }]);
  await b.index([
    { id: 'p', images: [photos[0]!] },
    { id: 'q', images: [photos[5]!] },
  ]);
  expect(await store.get(['shop=a/p/0', 'shop=b/p/0'])).toMatchObject([
    { metadata: { shop: 'a', price: 1 } },
    { metadata: { shop: 'b' } },
  ]);
  const found = await a.search({ image: photos[0]! });
  expect(found.matches.map(({ productId, metadata }) => [productId, metadata.shop])).toEqual([['p', 'a']]);
  expect((await a.search({ image: photos[0]!, filter: { shop: 'b' } })).matches).toEqual([]);
  expect(
    (await a.search({ image: photos[0]!, filter: { $or: [{ shop: 'b' }, { shop: 'a' }] } })).matches,
  ).toHaveLength(1);
  expect(await a.remove(['p', 'q'])).toEqual({ deleted: 1 });
  expect((await b.search({ image: photos[0]! })).matches).toHaveLength(2);
});

it('lets no metadata out of it', async () => {
  const a = create().scope({ shop: 'a' });
  const report = await a.index([{ id: 'p', images: [photos[0]!], metadata: { shop: 'b' } }]);
  expect(report).toMatchObject({ indexed: 0, failures: [{ error: { code: 'INVALID_OPTIONS' } }] });
  await expect(a.update('p', { shop: 'b' })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
});

it('can be narrowed, and leaves alone what was written in a narrower one', async () => {
  const pipeline = create();
  const shop = pipeline.scope({ shop: 'a' });
  const inner = shop.scope({ region: 'kr' });
  const ids = async (of: Shop) =>
    (await of.search({ image: photos[0]! })).matches.map(({ productId }) => productId);
  await inner.index([{ id: 'p', images: [photos[0]!], metadata: { price: 1 } }]);
  await shop.index([{ id: 'q', images: [photos[0]!] }]);
  expect(await ids(inner)).toEqual(['p']);
  expect((await ids(shop)).sort()).toEqual(['p', 'q']);
  expect(await ids(pipeline.scope({ region: 'kr', shop: 'a' }))).toEqual(['p']);
  await shop.index([{ id: 'p', images: [photos[1]!] }]);
  await pipeline.index([{ id: 'p', images: [photos[1]!] }]);
  expect(await pipeline.update('p', { price: 9 })).toEqual({ updated: 1 });
  const [match] = (await inner.search({ image: photos[0]! })).matches;
  expect(match).toMatchObject({
    similarity: expect.closeTo(1),
    metadata: { price: 1, region: 'kr', shop: 'a' },
  });
  expect(() => inner.scope({ shop: 'b' })).toThrow(/bound to already/);
});

it('takes over what an unscoped pipeline wrote with its value', async () => {
  const store = createMemoryStore();
  const pipeline = create(store);
  await pipeline.index([{ id: 'p', images: [photos[0]!], metadata: { shop: 'a' } }]);
  const report = await pipeline.scope({ shop: 'a' }).index([{ id: 'p', images: [photos[1]!] }]);
  expect(report).toMatchObject({ indexed: 1, deleted: 1 });
  expect(await store.count()).toEqual({ value: 1, exact: true });
});

it('refuses what no store could bind', () => {
  const pipeline = create();
  for (const values of [{ price: '1' }, { brand: 'x' }, { shop: '' }, {}])
    expect(() => pipeline.scope(values as never)).toThrow(/Option "scope/);
});

it('sends its bounds with every read of the store', async () => {
  const store = createMemoryStore();
  const searchGroups = vi.spyOn(store, 'searchGroups');
  await create(store).scope({ shop: 'a' }).search({ image: photos[0]! });
  expect(searchGroups).toHaveBeenCalledTimes(3);
  for (const [{ filter }] of searchGroups.mock.calls)
    expect(filter).toMatchObject({
      op: 'and',
      nodes: expect.arrayContaining([{ op: 'eq', field: 'shop', value: 'a' }]),
    });
});
