import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBreather } from '../classifiers/create-breather.ts';
import { createImageSearchPipeline } from '../create-image-search-pipeline.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import { createFakeEmbedder } from '../testing/create-fake-embedder.ts';
import { fakeParts, photoOf } from '../testing/fake-parts.ts';
import { adaptEmbedder } from './adapt-embedder.ts';
import { fitAdapter } from './fit-adapter.ts';
import type { LinearAdapter } from './linear-adapter.ts';
import { mapVector } from './map-vector.ts';
import type { FeedbackQuery } from './read-feedback-queries.ts';
import { readProductVectors } from './read-product-vectors.ts';
import { whitenPairs } from './whiten-pairs.ts';

const golden = JSON.parse(readFileSync(new URL('../../golden/feedback.json', import.meta.url), 'utf8')) as {
  pairs: { queries: number[][]; products: number[][] };
  adapters: { keep: number; matrix: number[][]; cosines: number[][] }[];
};
const breathe = createBreather(undefined);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0);

it.each(golden.adapters)('whitens as NumPy does, keeping $keep', async ({ keep, matrix, cosines }) => {
  const { queries, products } = golden.pairs;
  const pairs = queries.map((query, at) => ({
    difference: Float64Array.from(query, (value, i) => value - products[at]![i]!),
    weight: 1,
  }));
  const made = await whitenPairs(pairs, keep, breathe);
  made.forEach((row, i) => {
    row.forEach((value, j) => {
      expect(value).toBeCloseTo(matrix[i]![j]!, 8);
    });
  });
  cosines.forEach((row, i) => {
    row.forEach((cosine, j) => {
      expect(dot(mapVector(made, queries[i]!), mapVector(made, products[j]!))).toBeCloseTo(cosine, 5);
    });
  });
});

it('leaves differences of one size in every direction, whatever the pairs', async () => {
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const rows = fc.array(fc.array(part, { minLength: 4, maxLength: 4 }), { minLength: 12, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(rows, fc.double({ min: 0.05, max: 1, noNaN: true }), async (differences, keep) => {
      const pairs = differences.map((row) => ({ difference: Float64Array.from(row), weight: 1 }));
      const matrix = await whitenPairs(pairs, keep, breathe);
      const round = differences.flat().reduce((sum, value) => sum + value ** 2, 0) / differences.length / 4;
      fc.pre(round > 1e-3);
      // W C Wᵀ, with C the shrunk covariance.
      const covariance = Array.from({ length: 4 }, (_, i) =>
        Array.from({ length: 4 }, (_, j) => {
          const mean = differences.reduce((sum, row) => sum + row[i]! * row[j]!, 0) / differences.length;
          return (1 - keep) * mean + (i === j ? keep * round : 0);
        }),
      );
      matrix.forEach((a, i) => {
        matrix.forEach((b, j) => {
          const there =
            dot(
              a,
              covariance.map((row) => dot(row, b)),
            ) / round;
          expect(there).toBeCloseTo(Number(i === j), 6);
        });
      });
    }),
  );
});

const SIZE = 12;
const info = { id: 'made up', fingerprint: 'made-up-1', maxBatchSize: 8, dimensions: SIZE };

/** Products told apart by half of the numbers; photos differ from them in the other half, or people choose at random. */
function shop(seed: number, isNoise: boolean) {
  const random = seededRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const near = (base: readonly number[], blur: (at: number) => number): Float32Array => {
    const values = base.map((value, at) => value + blur(at) * normal());
    const length = Math.hypot(...values);
    return Float32Array.from(values, (value) => value / length);
  };
  const bases = Array.from({ length: 60 }, () => Array.from({ length: SIZE }, normal));
  const products = new Map(bases.map((base, at) => [`p${at}`, near(base, () => 0)]));
  const queries = Array.from({ length: 400 }, (_, at): FeedbackQuery => {
    const wanted = Math.floor(random() * bases.length);
    const chosen = isNoise ? Math.floor(random() * bases.length) : wanted;
    return {
      vector: near(bases[wanted]!, (place) => (place < SIZE / 2 ? 0.2 : 1.6)),
      group: `user ${seed} ${at % 100}`,
      liked: [{ productId: `p${chosen}` }],
      refused: [],
    };
  });
  return { products, queries };
}

describe('an adapter', () => {
  it('is promoted where searches differ from what is liked in some directions alone', async () => {
    const fitted = await fitAdapter({ ...shop(1, false), embedder: { info } });
    expect(fitted.promote).toBe(true);
    expect(fitted.keep).toBeLessThan(1);
    expect(fitted.comparison.difference.low).toBeGreaterThan(0.05);
  });

  it('is not promoted where people liked at random', async () => {
    let promoted = 0;
    for (let seed = 20; seed < 40; seed++)
      promoted += Number((await fitAdapter({ ...shop(seed, true), embedder: { info } })).promote);
    // One in forty is what is stated.
    expect(promoted).toBeLessThanOrEqual(2);
  });

  it('needs vectors of what was liked', async () => {
    const { queries } = shop(1, false);
    await expect(fitAdapter({ queries, products: new Map(), embedder: { info } })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      hint: expect.stringContaining('vectors of what was liked'),
    });
  });

  it('hears a signal', async () => {
    const signal = AbortSignal.abort();
    await expect(fitAdapter({ ...shop(1, false), embedder: { info } }, { signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});

describe('an adapted embedder', () => {
  const plain = createFakeEmbedder({ dimensions: 4, sameSpaceAs: ['its-twin'] });
  const matrix = [
    [1, 0, 0, 0],
    [0.1, 1, 0, 0],
    [0, 0, 0.5, 0],
    [0, 0, 0.2, 2],
  ];
  const adapter: LinearAdapter = {
    format: 'imgsearch-linear-adapter',
    version: 1,
    embedder: plain.info.fingerprint,
    matrix,
  };

  it('maps what the embedder makes, to unit length', async () => {
    const adapted = adaptEmbedder({ embedder: plain, adapter });
    const pipelineOf = (embedder: typeof plain) => createImageSearchPipeline({ ...fakeParts(), embedder });
    const [was, is] = await Promise.all(
      [plain, adapted].map((embedder) => pipelineOf(embedder).embed({ image: photoOf(2) })),
    );
    const expected = matrix.map((row) => dot(row, was!.vector));
    expected.forEach((value, at) => {
      expect(is!.vector[at]).toBeCloseTo(value / Math.hypot(...expected), 6);
    });
    expect(Math.hypot(...is!.vector)).toBeCloseTo(1, 6);
  });

  it('is another space: a store of plain vectors is refused, its twin stays one', async () => {
    const adapted = adaptEmbedder({ embedder: plain, adapter });
    expect(adapted.info.fingerprint).not.toBe(plain.info.fingerprint);
    expect(adaptEmbedder({ embedder: plain, adapter }).info).toEqual(adapted.info);
    const other = { ...adapter, matrix: matrix.map((row) => row.map((value) => 2 * value)) };
    expect(adaptEmbedder({ embedder: plain, adapter: other }).info.fingerprint).not.toBe(
      adapted.info.fingerprint,
    );
    const twin = createFakeEmbedder({
      dimensions: 4,
      fingerprint: 'its-twin',
      sameSpaceAs: [plain.info.fingerprint],
    });
    expect(adapted.info.sameSpaceAs).toEqual([adaptEmbedder({ embedder: twin, adapter }).info.fingerprint]);
    const parts = fakeParts();
    await createImageSearchPipeline({ ...parts, embedder: plain }).open();
    const refused = createImageSearchPipeline({ ...parts, embedder: adapted });
    await expect(refused.open()).rejects.toMatchObject({ code: 'STORE_MISMATCH' });
  });

  it('maps words as well', async () => {
    const withWords = { ...plain, embedTexts: async () => [Float32Array.of(0, 0, 1, 0)] };
    const adapted = adaptEmbedder({ embedder: withWords, adapter });
    const [vector] = await adapted.embedTexts();
    expect(vector![2]).toBeCloseTo(0.5 / Math.hypot(0.5, 0.2), 6);
  });

  it.each<[string, unknown, string]>([
    ['another embedder', { ...adapter, embedder: 'another' }, 'MODEL_MISMATCH'],
    ['another length', { ...adapter, matrix: [[1]] }, 'MODEL_MISMATCH'],
    ['a matrix that is none', { ...adapter, matrix: [[1, 2], [3]] }, 'MODEL_CORRUPT'],
    ['no adapter', { weights: [] }, 'MODEL_CORRUPT'],
  ])('refuses %s', (_, wrong, code) => {
    expect(() => adaptEmbedder({ embedder: plain, adapter: wrong as LinearAdapter })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

it('reads the vectors of products out of a store, the mean of their pictures', async () => {
  const parts = fakeParts();
  const pipeline = createImageSearchPipeline(parts);
  await pipeline.index([
    { id: 'one', images: [photoOf(1)] },
    { id: 'two', images: [photoOf(2), photoOf(5)] },
  ]);
  const { dimensions } = pipeline.info;
  const found = await readProductVectors(parts.store, ['one', 'two', 'gone'], { dimensions });
  const [a, b] = await Promise.all([2, 5].map((leaf) => pipeline.embed({ image: photoOf(leaf) })));
  const mean = Array.from(a!.vector, (value, at) => value + b!.vector[at]!);
  expect([...found.keys()]).toEqual(['one', 'two']);
  expect(dot(found.get('two')!, mean) / Math.hypot(...mean)).toBeCloseTo(1, 5);
});
