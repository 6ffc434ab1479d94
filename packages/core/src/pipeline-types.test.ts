import { describe, expectTypeOf, it } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import type { IndexReport } from './spec/indexing.ts';
import type { ImageSearchPipeline } from './spec/pipeline.ts';
import type { Match } from './spec/search.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

const pipeline = createImageSearchPipeline({
  ...fakeParts(),
  fields: { brand: 'keyword', tags: 'keyword[]', price: 'number', addedAt: 'date', sale: 'boolean' },
});
type Found = Awaited<ReturnType<typeof pipeline.search>>['matches'][number];
const image = photoOf(1);

/** Never called: these lines are compiled, and a line that compiles against expectation is the failure. */
export const compiled = (): unknown => [
  pipeline.search({
    image,
    filter: { brand: 'x', price: { $gte: 10 }, $or: [{ tags: 'new' }, { sale: true }] },
  }),
  pipeline.search({
    image,
    filter: { category: { $in: ['top'] }, productId: 'p', addedAt: { $lt: '2026-01-01' } },
  }),
  // @ts-expect-error: the field was not declared
  pipeline.search({ image, filter: { colour: 'red' } }),
  // @ts-expect-error: a price is a number
  pipeline.search({ image, filter: { price: '10' } }),
  // @ts-expect-error: a price is compared with numbers
  pipeline.search({ image, filter: { price: { $gte: '10' } } }),
  // @ts-expect-error: an element of an array field is one value
  pipeline.search({ image, filter: { tags: 3 } }),
  // @ts-expect-error: no such operator
  pipeline.search({ image, filter: { price: { $near: 10 } } }),
  // @ts-expect-error: inside $or, too
  pipeline.search({ image, filter: { $or: [{ colour: 'red' }] } }),
  // @ts-expect-error: a path is not a picture
  pipeline.search({ image: '/etc/passwd' }),
  pipeline.search({ images: [image, { image, box: { left: 0, top: 0, width: 0.5, height: 1 } }], limit: 3 }),
  pipeline.search({ image, text: 'red', weights: { text: 2 }, exclude: ['p'] }),
  pipeline.search({ productId: 'p', lessLike: { examples: [{ productId: 'q' }, { image }] } }),
  // @ts-expect-error: two questions at once
  pipeline.search({ image, productId: 'p' }),
  // @ts-expect-error: nothing says what made the vector
  pipeline.search({ vector: [1, 0] }),
  // @ts-expect-error: words are no example of what is not wanted
  pipeline.search({ image, lessLike: { examples: [{ text: 'red' }] } }),
  // @ts-expect-error: nothing to search with
  pipeline.search({ limit: 3 }),
  pipeline.index([
    { id: 'p', images: [image], metadata: { brand: 'x', price: 3, tags: ['a'], note: { any: ['json'] } } },
  ]),
  // @ts-expect-error: a price is a number
  pipeline.index([{ id: 'p', images: [image], metadata: { price: 'three' } }]),
  // @ts-expect-error: no class instances in metadata
  pipeline.index([{ id: 'p', images: [image], metadata: { at: new Date() } }]),
  // @ts-expect-error: tags are an array
  pipeline.update('p', { tags: 'a' }),
  pipeline.scope({ brand: 'x' }),
  // @ts-expect-error: the field was not declared
  pipeline.scope({ shop: 'x' }),
  // @ts-expect-error: only keywords bind
  pipeline.scope({ price: '3' }),
  createImageSearchPipeline({
    ...fakeParts(),
    fields: { price: 'number' },
    hydrate: async (ids) => ids.map((id) => (id === 'gone' ? null : { price: 3 })),
  }),
  createImageSearchPipeline({
    ...fakeParts(),
    fields: { price: 'number' },
    // @ts-expect-error: a price is a number
    hydrate: async (ids) => ids.map(() => ({ price: 'three' })),
  }),
  // @ts-expect-error: no such type of field
  createImageSearchPipeline({ ...fakeParts(), fields: { price: 'float' } }),
];

describe('a pipeline', () => {
  it('types filters and metadata by its fields', () => {
    expectTypeOf<Found['metadata']['price']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Found['metadata']['tags']>().toEqualTypeOf<readonly string[] | undefined>();
    expectTypeOf<Found['metadata']['addedAt']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Found>().toExtend<Match>();
    expectTypeOf(pipeline).toExtend<ImageSearchPipeline>();
    expectTypeOf(pipeline.scope).returns.toEqualTypeOf(pipeline);
  });

  it('is awaited to a report, and iterated to events', () => {
    expectTypeOf<Awaited<ReturnType<typeof pipeline.index>>>().toEqualTypeOf<IndexReport>();
  });

  it('has no fields where none are declared', () => {
    const plain = createImageSearchPipeline(fakeParts());
    type Plain = NonNullable<Parameters<typeof plain.search>[0]['filter']>;
    expectTypeOf<{ category: string }>().toExtend<Plain>();
    expectTypeOf<keyof Plain>().toEqualTypeOf<
      'productId' | 'imageId' | 'category' | '$and' | '$or' | '$not'
    >();
  });
});
