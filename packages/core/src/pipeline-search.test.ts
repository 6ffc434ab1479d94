import { describe, expect, it, vi } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import type { Policies } from './spec/pipeline.ts';
import type { VectorStore } from './spec/vector-store.ts';
import { createFakeBackgroundRemover } from './testing/create-fake-background-remover.ts';
import { createFakeClassifier } from './testing/create-fake-classifier.ts';
import { createFakeEmbedder } from './testing/create-fake-embedder.ts';
import { fakeParts, photoOf } from './testing/fake-parts.ts';

const [TOP, BOTTOM, OUTER, SHOES, PHONE] = [0, 1, 2, 3, 4];
const fields = { brand: 'keyword', price: 'number' } as const;

async function filled(policies?: Policies, parts = fakeParts()) {
  const pipeline = createImageSearchPipeline({ ...parts, fields, policies });
  const product = (id: string, leaf: number, shade: number, price: number, category?: string) => ({
    id,
    images: [photoOf(leaf, shade)],
    category,
    metadata: { brand: price > 2 ? 'dear' : 'cheap', price },
  });
  await pipeline.index([
    product('top-1', TOP, 0, 1),
    product('top-2', TOP, 20, 2),
    product('top-3', TOP, 40, 3),
    product('top-lost', TOP, 10, 3, 'other'),
    product('shoes-1', SHOES, 0, 4),
    product('bottom-1', BOTTOM, 0, 5),
    product('phone-1', PHONE, 0, 6),
  ]);
  return { pipeline, ...parts };
}
const ids = (matches: readonly { productId: string }[]) => matches.map(({ productId }) => productId);

describe('routing', () => {
  it('narrows to the category and other, and marks what fills up', async () => {
    const { pipeline } = await filled();
    const { matches, query } = await pipeline.search({ image: photoOf(TOP, 2) });
    expect(query.category).toMatchObject({
      id: 'top',
      source: 'classifier',
      confidence: expect.closeTo(0.9),
    });
    expect(ids(matches.filter(({ reach }) => reach === 'category'))).toEqual([
      'top-1',
      'top-lost',
      'top-2',
      'top-3',
    ]);
    expect(ids(matches.filter(({ reach }) => reach === 'group')).sort()).toEqual(['bottom-1', 'shoes-1']);
    expect(ids(matches.filter(({ reach }) => reach === 'everything'))).toEqual(['phone-1']);
    expect(matches.map(({ reach }) => reach)).toEqual([
      ...['category', 'category', 'category', 'category'],
      ...['group', 'group', 'everything'],
    ]);
  });

  it('asks no further than it must', async () => {
    const { pipeline, store } = await filled();
    const searchGroups = vi.spyOn(store, 'searchGroups');
    expect(ids((await pipeline.search({ image: photoOf(TOP), limit: 3 })).matches)).toHaveLength(3);
    expect(searchGroups).toHaveBeenCalledTimes(1);
  });

  it('does not fill up where the policy says no', async () => {
    const { pipeline } = await filled({ fillUp: false });
    const { matches } = await pipeline.search({ image: photoOf(SHOES) });
    expect(ids(matches)).toEqual(['shoes-1', 'top-lost']);
  });

  it('searches everything at once below the confidence threshold', async () => {
    const classifier = createFakeClassifier({ classify: () => ({ shoes: 0.69, top: 0.31 }) });
    const { pipeline, store } = await filled(undefined, { ...fakeParts(), classifier });
    const searchGroups = vi.spyOn(store, 'searchGroups');
    const { matches, query } = await pipeline.search({ image: photoOf(TOP) });
    expect(query.category).toMatchObject({ id: 'other', confidence: expect.closeTo(0.69) });
    expect(query.category.alternatives[0]).toMatchObject({ id: 'shoes' });
    expect(matches).toHaveLength(7);
    expect(new Set(matches.map(({ reach }) => reach))).toEqual(new Set(['everything']));
    expect(searchGroups).toHaveBeenCalledTimes(1);
  });

  it('lets the caller force a category without asking the classifier, or forbid all', async () => {
    const { pipeline, classifier } = await filled();
    const asked = classifier.calls.length;
    const forced = await pipeline.search({ image: photoOf(TOP), category: 'shoes', limit: 2 });
    expect(ids(forced.matches).sort()).toEqual(['shoes-1', 'top-lost']);
    expect(forced.query.category).toMatchObject({ id: 'shoes', source: 'caller', confidence: 1 });
    const group = await pipeline.search({ image: photoOf(PHONE), category: ['clothing'], limit: 6 });
    expect(ids(group.matches)).not.toContain('phone-1');
    const all = await pipeline.search({ image: photoOf(PHONE), category: false, limit: 1 });
    expect(ids(all.matches)).toEqual(['phone-1']);
    expect(all.query.category).toMatchObject({ id: 'other', source: 'caller' });
    expect(classifier.calls.length).toBe(asked);
    await expect(pipeline.search({ image: photoOf(TOP), category: 'hats' })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      hint: expect.stringContaining('shoes'),
    });
  });

  it('works without a classifier', async () => {
    const { classifier: _, ...parts } = fakeParts();
    const pipeline = createImageSearchPipeline(parts);
    await pipeline.index([{ id: 'a', images: [photoOf(TOP)] }]);
    const { matches, query } = await pipeline.search({ image: photoOf(TOP) });
    expect(query.category).toEqual({ id: 'other', confidence: 0, alternatives: [], source: 'none' });
    expect(matches).toMatchObject([{ productId: 'a', category: 'other', reach: 'everything' }]);
  });
});

describe('what is found', () => {
  it('is one match a product, with its nearest picture, best first', async () => {
    const pipeline = createImageSearchPipeline(fakeParts());
    await pipeline.index([
      { id: 'a', images: [photoOf(TOP, 40), { id: 'near', source: photoOf(TOP, 1) }, photoOf(SHOES)] },
      { id: 'b', images: [photoOf(TOP, 20), photoOf(TOP, 15)] },
    ]);
    const { matches } = await pipeline.search({ image: photoOf(TOP), limit: 5 });
    expect(matches.map(({ productId, imageId }) => [productId, imageId])).toEqual([
      ['a', 'near'],
      ['b', '1'],
    ]);
    expect(matches[0]!.similarity).toBeGreaterThan(matches[1]!.similarity);
  });

  it('obeys filter, minSimilarity and limit', async () => {
    const { pipeline } = await filled();
    const image = photoOf(TOP);
    const cheap = await pipeline.search({ image, filter: { price: { $lt: 3 } } });
    expect(ids(cheap.matches)).toEqual(['top-1', 'top-2']);
    const dearShoes = await pipeline.search({ image, filter: { brand: 'dear', category: 'shoes' } });
    expect(ids(dearShoes.matches)).toEqual(['shoes-1']);
    const same = await pipeline.search({ image, minSimilarity: 0.9999 });
    expect(ids(same.matches)).toEqual(['top-1']);
    expect(same.matches[0]!.similarity).toBeCloseTo(1, 5);
    expect(same.matches[0]!.metadata).toEqual({ brand: 'cheap', price: 1 });
    expect((await pipeline.search({ image, limit: 2 })).matches).toHaveLength(2);
  });

  it.each([
    { limit: 0 },
    { limit: 1.5 },
    { limit: 100_000 },
    { minSimilarity: 2 },
    { backgroundRemoval: 'maybe' },
  ])('refuses %j', async (more) => {
    const { pipeline } = await filled();
    await expect(pipeline.search({ image: photoOf(TOP), ...(more as object) })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(`"${Object.keys(more)[0]}"`),
    });
  });

  it('is the same over a store that can do nothing but the required', async () => {
    const full = await filled();
    const {
      searchGroups: _,
      scan: _s,
      update: _u,
      deleteWhere: _d,
      count: _c,
      flush: _f,
      ...bare
    } = full.store;
    const store: VectorStore = {
      ...bare,
      info: { ...bare.info, limits: { ...bare.info.limits, maxFilterValues: 2 } },
    };
    const pipeline = createImageSearchPipeline({ ...fakeParts(), store, fields });
    const request = { image: photoOf(TOP, 3), limit: 6, filter: { price: { $gte: 2 } } } as const;
    expect((await pipeline.search(request)).matches).toEqual((await full.pipeline.search(request)).matches);
  });
});

describe('background', () => {
  // The background is of another leaf than the object, and the fakes look at what they are given.
  const cluttered = photoOf(TOP, 0, {
    background: [20, 200, 30],
    object: { left: 0.4, top: 0.4, right: 0.6, bottom: 0.6 },
    width: 64,
    height: 64,
  });

  it('is removed before the models look, and reported', async () => {
    const { pipeline } = await filled();
    const { matches, query, timings } = await pipeline.search({ image: cluttered });
    expect(query.background).toMatchObject({
      removed: true,
      mode: 'auto',
      coverage: expect.closeTo(0.04, 1),
    });
    expect(query.background.reason).toBeUndefined();
    expect(query.category.id).toBe('top');
    expect(matches[0]!.similarity).toBeCloseTo(1, 1);
    for (const step of [
      'read',
      'decode',
      'segment',
      'cutOut',
      'embed',
      'classify',
      'search',
      'total',
    ] as const)
      expect(timings[step]).toBeGreaterThanOrEqual(0);
  });

  it('stays where removal is off, by the call or by the policy', async () => {
    const { pipeline, backgroundRemover } = await filled();
    const asked = backgroundRemover.calls.length;
    const off = await pipeline.search({ image: cluttered, backgroundRemoval: 'off' });
    expect(off.query.background).toEqual({ removed: false, mode: 'off', reason: 'off' });
    expect(off.query.category.id).not.toBe('top');
    expect(off.timings.cutOut).toBeUndefined();
    expect(backgroundRemover.calls.length).toBe(asked);
    const byPolicy = createImageSearchPipeline({ ...fakeParts(), policies: { backgroundRemoval: 'off' } });
    expect((await byPolicy.embed({ image: cluttered })).background.reason).toBe('off');
  });

  it('stays where there is no remover', async () => {
    const { backgroundRemover: _, ...parts } = fakeParts();
    const { background } = await createImageSearchPipeline(parts).embed({ image: cluttered });
    expect(background).toEqual({ removed: false, mode: 'auto', reason: 'no-remover' });
  });

  it.each([
    ['empty', () => 0],
    ['full', () => 1],
    ['undecided', () => 0.5],
    ['cut-by-frame', (across: number) => (across < 0.9 ? 1 : 0)],
  ] as const)('stays as it was where the mask is %s', async (reason, probability) => {
    const parts = { ...fakeParts(), backgroundRemover: createFakeBackgroundRemover({ probability }) };
    const pipeline = createImageSearchPipeline(parts);
    const gated = await pipeline.embed({ image: cluttered });
    expect(gated.background).toMatchObject({ removed: false, mode: 'auto', reason });
    expect(gated.background.coverage).toBeGreaterThanOrEqual(0);
    const off = await pipeline.embed({ image: cluttered, backgroundRemoval: 'off' });
    expect(gated.vector).toEqual(off.vector);
    const always = await pipeline.embed({ image: cluttered, backgroundRemoval: 'always' });
    expect(always.background.removed).toBe(reason !== 'empty');
  });

  it('of a transparent picture is the fill, never what hides below the transparency', async () => {
    const pipeline = createImageSearchPipeline(fakeParts());
    const onWhite = await pipeline.embed({
      image: photoOf(TOP, 0, { color: [255, 255, 255] }),
      backgroundRemoval: 'off',
    });
    const hidden = photoOf(TOP, 0, { color: [0, 0, 0], background: [0, 0, 0], alpha: 0 });
    const transparent = await pipeline.embed({ image: hidden, backgroundRemoval: 'off' });
    expect(transparent.vector).toEqual(onWhite.vector);
  });
});

it('encodes the picture for an embedder that wants bytes', async () => {
  const encoded = createImageSearchPipeline({
    ...fakeParts(),
    embedder: createFakeEmbedder({ input: 'encoded' }),
  });
  const raster = createImageSearchPipeline(fakeParts());
  const image = photoOf(OUTER);
  expect((await encoded.embed({ image })).vector).toEqual((await raster.embed({ image })).vector);
});

it('asks a classifier of vectors after the embedder', async () => {
  const { classifier: images, ...parts } = fakeParts();
  const seen: unknown[] = [];
  const classifier = {
    specVersion: 1,
    input: 'embedding',
    info: images.info,
    async classify(vectors: readonly Float32Array[]) {
      seen.push(...vectors);
      return vectors.map(() => ({
        probabilities: Float32Array.from(images.info.categories, (id) => (id === 'bed' ? 1 : 0)),
      }));
    },
  } as const;
  const { category, vector } = await createImageSearchPipeline({ ...parts, classifier }).embed({
    image: photoOf(TOP),
  });
  expect(category.id).toBe('bed');
  expect(seen).toEqual([vector]);
});
