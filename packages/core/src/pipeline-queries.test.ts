import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import type { RgbColor } from './spec/image-processor.ts';
import type { SearchInput, SearchRequest } from './spec/search.ts';
import type { VectorStore } from './spec/vector-store.ts';
import { createMemoryStore } from './store/create-memory-store.ts';
import { createFakeEmbedder } from './testing/create-fake-embedder.ts';
import { fakeImage } from './testing/fake-image.ts';
import { fakeParts, hue, photoOf } from './testing/fake-parts.ts';

const fields = { shop: 'keyword' } as const;
/** Twelve products; the last has two pictures. */
const catalogue = Array.from({ length: 12 }, (_, at) => ({
  id: `p${at}`,
  images: at === 11 ? [photoOf(0, 5), photoOf(1, 5)] : [photoOf(at, at)],
}));

/** An embedder with words: `embedTexts` reads a leaf's number. */
function withWords() {
  const embedder = createFakeEmbedder();
  const read = async (text: string): Promise<Float32Array> => {
    const { vector } = await createImageSearchPipeline(fakeParts()).embed({ image: photoOf(Number(text)) });
    return vector;
  };
  return { ...embedder, embedTexts: (texts: readonly string[]) => Promise.all(texts.map(read)) };
}

async function filled(more: Partial<ReturnType<typeof fakeParts>> = {}) {
  const parts = { ...fakeParts(), embedder: withWords(), ...more };
  const pipeline = createImageSearchPipeline({ ...parts, fields });
  await pipeline.index(catalogue);
  return { pipeline, ...parts };
}
const ids = (matches: readonly { productId: string }[]) => matches.map(({ productId }) => productId);

/** Everything below is plain arithmetic over the records as the store holds them. */
type Row = { readonly productId: string; readonly vector: readonly number[] };
async function rowsOf(store: VectorStore): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const { record } of store.scan!({ includeVectors: true }))
    rows.push({ productId: record.productId, vector: [...record.vector!] });
  return rows;
}
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const unit = (a: readonly number[]): number[] => a.map((value) => value / Math.sqrt(dot(a, a)));
const mean = (all: readonly (readonly [vector: readonly number[], weight: number])[]): number[] =>
  all[0]![0].map((_, at) => all.reduce((sum, [vector, weight]) => sum + weight * vector[at]!, 0));
/** Best similarity a product, in order of it. */
function ranked(rows: readonly Row[], query: readonly number[], without: readonly string[]) {
  const best = new Map<string, number>();
  for (const { productId, vector } of rows)
    if (!without.includes(productId))
      best.set(productId, Math.max(best.get(productId) ?? -2, dot(query, vector)));
  return [...best].sort(([, a], [, b]) => b - a);
}

describe('what a query may be', () => {
  it('is ranked as brute force over the composed vector ranks, whatever it is made of', async () => {
    const { pipeline, store } = await filled();
    const rows = await rowsOf(store);
    const vectorOf = async (image: Uint8Array) => [...(await pipeline.embed({ image })).vector];
    const fingerprint = pipeline.info.fingerprint;
    const leaf = fc.integer({ min: 0, max: 12 });
    const weight = fc.double({ min: 0.1, max: 3, noNaN: true });
    const product = fc.integer({ min: 0, max: 11 }).map((at) => `p${at}`);
    const productVector = (id: string): number[] =>
      unit(mean(rows.filter(({ productId }) => productId === id).map(({ vector }) => [vector, 1])));

    type Made = { input: SearchInput; query: number[]; without: string[] };
    const made: fc.Arbitrary<() => Promise<Made>> = fc.oneof(
      leaf.map((at) => async () => ({
        input: { image: photoOf(at) },
        query: await vectorOf(photoOf(at)),
        without: [],
      })),
      fc.array(fc.tuple(leaf, weight), { minLength: 1, maxLength: 4 }).map((all) => async () => ({
        input: { images: all.map(([at, share]) => ({ image: photoOf(at), weight: share })) },
        query: unit(
          mean(
            await Promise.all(all.map(async ([at, share]) => [await vectorOf(photoOf(at)), share] as const)),
          ),
        ),
        without: [],
      })),
      leaf.map((at) => async () => ({
        input: { text: String(at) },
        query: await vectorOf(photoOf(at)),
        without: [],
      })),
      fc.tuple(leaf, leaf, weight, weight).map(([at, word, image, text]) => async () => ({
        input: { image: photoOf(at), text: String(word), weights: { image, text } },
        query: unit(
          mean([
            [await vectorOf(photoOf(at)), image],
            [await vectorOf(photoOf(word)), text],
          ]),
        ),
        without: [],
      })),
      leaf.map((at) => async () => {
        const query = await vectorOf(photoOf(at));
        return { input: { vector: query, fingerprint }, query, without: [] };
      }),
      product.map((productId) => async () => ({
        input: { productId },
        query: productVector(productId),
        without: [productId],
      })),
    );
    const less = fc.option(
      fc.record({ product, leaf, weight: fc.double({ min: 0, max: 0.9, noNaN: true }) }),
    );
    await fc.assert(
      fc.asyncProperty(
        made,
        less,
        fc.uniqueArray(product, { maxLength: 3 }),
        async (make, unlike, exclude) => {
          const { input, query, without } = await make();
          const request = {
            ...input,
            category: false,
            exclude,
            limit: 12,
            ...(unlike && {
              lessLike: {
                weight: unlike.weight,
                examples: [{ productId: unlike.product }, { image: photoOf(unlike.leaf) }],
              },
            }),
          } as SearchRequest<typeof fields>;
          const negative =
            unlike &&
            mean([
              [productVector(unlike.product), 0.5],
              [await vectorOf(photoOf(unlike.leaf)), 0.5],
            ]);
          const composed = negative
            ? unit(
                mean([
                  [query, 1],
                  [negative, -unlike.weight],
                ]),
              )
            : query;
          const left = [...without, ...exclude, ...(unlike ? [unlike.product] : [])];
          const expected = ranked(rows, composed, left);
          const { matches } = await pipeline.search(request);
          expect(matches).toHaveLength(expected.length);
          matches.forEach(({ productId, similarity }, at) => {
            expect(similarity).toBeCloseTo(expected[at]![1], 4);
            // Products of equal similarity may change places.
            expect(similarity).toBeCloseTo(expected.find(([id]) => id === productId)![1], 4);
          });
        },
      ),
      { numRuns: 120 },
    );
  });

  it('is one kind at a time, and complete', async () => {
    const { pipeline } = await filled();
    const fingerprint = pipeline.info.fingerprint;
    const image = photoOf(0);
    for (const wrong of [
      {},
      { image, productId: 'p1' },
      { images: [] },
      { images: Array.from({ length: 17 }, () => image) },
      { images: [{ image, weight: 0 }] },
      { images: [{ image, wight: 2 }] },
      { text: '' },
      { text: 'a'.repeat(2001) },
      { text: '1', weights: { text: 1 } },
      { image, text: '1', weights: { image: 0, text: 0 } },
      { image, text: '1', weights: { image: -1 } },
      { productId: '' },
      { vector: [1, 0], fingerprint },
      { vector: Array.from({ length: 16 }, () => 1), fingerprint },
      { vector: Array.from({ length: 16 }, (_, at) => (at ? 0 : 1)) },
      { image, exclude: 'p1' },
      { image, lessLike: { examples: [] } },
      { image, lessLike: { examples: [{ text: 'red' }] } },
      { image, lessLike: { examples: [{ productId: 'p1' }], weight: 0.95 } },
      { image, box: { left: 0.5, top: 0, width: 0.6, height: 1 } },
      { image, box: { left: 0, top: 0, width: 0, height: 1 } },
      { image, box: { left: 0, top: 0, width: 1 } },
    ])
      await expect(pipeline.search(wrong as never), JSON.stringify(wrong).slice(0, 80)).rejects.toMatchObject(
        {
          code: 'INVALID_OPTIONS',
        },
      );
  });

  it('says what to do about what does not go together', async () => {
    const { pipeline } = await filled();
    const image = photoOf(0);
    const box = { left: 0, top: 0, width: 1, height: 1 };
    for (const [wrong, hint] of [
      [{}, /for example \{ image: photo \}/],
      [{ images: [image, image], box }, /images: \[\{ image, box \}\]/],
      [{ image, weights: { image: 1 } }, /photo and words together: give both/],
      [{ image, productId: 'p1' }, /one kind at a time/],
    ] as const)
      await expect(pipeline.search(wrong as never)).rejects.toMatchObject({
        hint: expect.stringMatching(hint),
      });
  });

  it('says that the embedder has no text tower', async () => {
    const { pipeline } = await filled({ embedder: createFakeEmbedder() });
    const unsupported = { code: 'UNSUPPORTED', message: expect.stringContaining('fake-embedder') };
    await expect(pipeline.search({ text: 'red shoes' })).rejects.toMatchObject(unsupported);
    await expect(pipeline.search({ image: photoOf(0), text: 'red' })).rejects.toMatchObject(unsupported);
  });

  it('refuses a vector of another space, and takes one of a space that is measured as the same', async () => {
    const { pipeline } = await filled();
    const { vector, fingerprint } = await pipeline.embed({ image: photoOf(3) });
    const elsewhere = fingerprint.space.replace('fake-embedder-1', 'browser-int8');
    expect(elsewhere).not.toBe(fingerprint.space);
    await expect(
      pipeline.search({ vector, fingerprint: { ...fingerprint, space: elsewhere } }),
    ).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: expect.stringMatching(/embedder is "fake-embedder-1" here, "browser-int8" where it was made/),
    });
    const twin = createImageSearchPipeline({
      ...fakeParts(),
      embedder: createFakeEmbedder({ sameSpaceAs: ['browser-int8'] }),
    });
    await twin.index(catalogue);
    const { matches } = await twin.search({ vector, fingerprint: { space: elsewhere } });
    expect(ids(matches)[0]).toBe('p3');
  });
});

describe('the category of a query', () => {
  it('is the product’s own for more-like-this, and nothing for words', async () => {
    const { pipeline, classifier } = await filled();
    const asked = classifier.calls.length;
    const like = await pipeline.search({ productId: 'p3', limit: 3 });
    expect(like.query).toMatchObject({
      category: { id: 'shoes', source: 'product', confidence: 1 },
      background: { removed: false, reason: 'no-photo' },
    });
    expect(ids(like.matches)).not.toContain('p3');
    const words = await pipeline.search({ text: '3', limit: 3 });
    expect(words.query.category).toMatchObject({ id: 'other', source: 'none' });
    expect(words.matches[0]).toMatchObject({ productId: 'p3', reach: 'everything' });
    expect(classifier.calls.length).toBe(asked);
  });

  it('of several photos is the mean of what the classifier saw', async () => {
    const { pipeline } = await filled();
    const { query } = await pipeline.search({ images: [photoOf(0), photoOf(0), photoOf(3)] });
    const [top] = query.category.alternatives;
    expect(top).toMatchObject({ id: 'top' });
    const each = await Promise.all([0, 0, 3].map((leaf) => pipeline.embed({ image: photoOf(leaf) })));
    const probability = (id: string): number =>
      each.reduce(
        (sum, { category }) =>
          sum + (category.alternatives.find((other) => other.id === id)?.probability ?? 0) / 3,
        0,
      );
    expect(top!.probability).toBeCloseTo(probability('top'), 5);
    expect(query.photos).toHaveLength(3);
    expect(query.photos![2]).toMatchObject({ category: { id: 'shoes' }, background: { removed: true } });
  });
});

describe('one broken photo', () => {
  const broken = fakeImage({ color: hue(0), broken: true });
  it('of several is left out, with a warning', async () => {
    const { pipeline } = await filled();
    const alone = await pipeline.search({ image: photoOf(4) });
    const { matches, query, warnings } = await pipeline.search({ images: [broken, photoOf(4)] });
    expect(matches).toEqual(alone.matches);
    expect(query.photos).toMatchObject([{ error: { code: 'INVALID_IMAGE' } }, { category: {} }]);
    expect(warnings).toEqual([expect.stringContaining('images[0] was left out')]);
    await expect(pipeline.search({ images: [broken, broken] })).rejects.toMatchObject({
      code: 'INVALID_IMAGE',
    });
  });

  it('or product that is gone is no example, and no reason to fail', async () => {
    const { pipeline } = await filled();
    const image = photoOf(4);
    const examples = [{ image: broken }, { productId: 'gone' }];
    const { matches, warnings } = await pipeline.search({ image, lessLike: { examples } });
    expect(matches).toEqual((await pipeline.search({ image })).matches);
    expect(warnings).toHaveLength(2);
  });

  it('beside words is an error: the words alone are another question', async () => {
    const { pipeline } = await filled();
    await expect(pipeline.search({ image: broken, text: '3' })).rejects.toMatchObject({
      code: 'INVALID_IMAGE',
    });
  });
});

it('keeps more-like-this, negatives and exclusions inside the scope', async () => {
  const { pipeline } = await filled();
  const [ours, theirs] = [pipeline.scope({ shop: 'ours' }), pipeline.scope({ shop: 'theirs' })];
  await ours.index([{ id: 'mine', images: [photoOf(2)] }]);
  await theirs.index([{ id: 'yours', images: [photoOf(2)] }]);
  await expect(ours.search({ productId: 'yours' })).rejects.toMatchObject({ code: 'PRODUCT_NOT_FOUND' });
  expect(ids((await theirs.search({ image: photoOf(2) })).matches)).toEqual(['yours']);
  expect((await theirs.search({ productId: 'yours' })).matches).toEqual([]);
  const { warnings } = await ours.search({
    image: photoOf(2),
    lessLike: { examples: [{ productId: 'yours' }] },
  });
  expect(warnings).toEqual([expect.stringContaining('"yours"')]);
});

describe('a box', () => {
  const [left, right]: RgbColor[] = [hue(3), hue(8)];
  /** Two things side by side. */
  const pair = (): Uint8Array =>
    fakeImage({
      color: right!,
      background: left!,
      width: 64,
      height: 32,
      object: { left: 0.5, top: 0, right: 1, bottom: 1 },
    });

  it('makes of a part what the part alone would be', async () => {
    const { pipeline } = await filled();
    const image = pair();
    const off = { backgroundRemoval: 'off' } as const;
    for (const [box, color] of [
      [{ left: 0, top: 0, width: 0.5, height: 1 }, left],
      [{ left: 0.5, top: 0.25, width: 0.5, height: 0.5 }, right],
    ] as const) {
      const plain = fakeImage({ color: color!, background: color!, width: 16, height: 16 });
      const part = await pipeline.embed({ image, box, ...off });
      expect(part.vector).toEqual((await pipeline.embed({ image: plain, ...off })).vector);
    }
    const { matches } = await pipeline.search({
      image,
      box: { left: 0.5, top: 0, width: 0.5, height: 1 },
      ...off,
    });
    expect(ids(matches)[0]).toBe('p8');
  });

  it('is cut before the background is looked for', async () => {
    const { pipeline, backgroundRemover } = await filled();
    const seen: (readonly [number, number])[] = [];
    const { segment } = backgroundRemover;
    backgroundRemover.segment = (images, call) => {
      seen.push(...images.map(({ width, height }) => [width, height] as const));
      return segment(images, call);
    };
    const own = createImageSearchPipeline({ ...fakeParts(), backgroundRemover });
    await own.analyze({ image: pair(), box: { left: 0.25, top: 0, width: 0.5, height: 0.5 } });
    expect(seen).toEqual([[32, 16]]);
    await pipeline.close();
  });

  it('is never less than a pixel', async () => {
    const pipeline = createImageSearchPipeline({ ...fakeParts(), store: createMemoryStore() });
    const box = { left: 0.999, top: 0.999, width: 0.001, height: 0.001 };
    await pipeline.embed({ image: pair(), box, backgroundRemoval: 'off' });
  });
});
