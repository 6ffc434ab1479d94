import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnByTaste } from './turn-by-taste.ts';

interface Golden {
  query: number[];
  likes: number[][];
  refusals: number[][];
  likeWeights: number[];
  refusalWeights: number[];
  likeWeight: number;
  refusalWeight: number;
  minCosine: number;
  expected: number[];
}
const { tastes } = JSON.parse(
  readFileSync(new URL('../../golden/feedback.json', import.meta.url), 'utf8'),
) as { tastes: Golden[] };

const SIZE = 5;
const unit = (values: readonly number[]): Float32Array =>
  Float32Array.from(values, (value) => value / Math.hypot(...values));
const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: SIZE, maxLength: SIZE })
  .filter((values) => Math.hypot(...values) > 0.1)
  .map(unit);
const weight = fc.double({ min: 0.01, max: 1, noNaN: true });
const examples = fc.array(fc.record({ vector, weight }), { maxLength: 6 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
/** Near 1 the bound matters, whatever was drawn. */
const minCosine = fc.oneof(
  fc.double({ min: 0.5, max: 1, noNaN: true }),
  fc.double({ min: 0.99, max: 1, noNaN: true }),
);
const bounds = fc.record({ likeWeight: share, refusalWeight: share, minCosine });

it.each(tastes)('turns as NumPy does along the great circle: bound $minCosine', (golden) => {
  const weighted = (rows: number[][], weights: number[]) =>
    rows.map((row, at) => ({ vector: Float32Array.from(row), weight: weights[at]! }));
  const { likeWeight, refusalWeight, minCosine: bound } = golden;
  const turned = turnByTaste(
    Float32Array.from(golden.query),
    {
      likes: weighted(golden.likes, golden.likeWeights),
      refusals: weighted(golden.refusals, golden.refusalWeights),
    },
    { likeWeight, refusalWeight, minCosine: bound },
  );
  const far = golden.expected.map((value, at) => Math.abs(value - turned[at]!));
  expect(Math.max(...far)).toBeLessThan(1e-6);
});

describe('whatever was liked and refused', () => {
  it('has unit length and stays within the bound', () => {
    fc.assert(
      fc.property(vector, examples, examples, bounds, (query, likes, refusals, options) => {
        const turned = turnByTaste(query, { likes, refusals }, options);
        expect(Math.hypot(...turned)).toBeCloseTo(1, 5);
        expect(cosine(turned, query)).toBeGreaterThan(options.minCosine - 1e-5);
      }),
    );
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(vector, examples, bounds, (query, likes, options) => {
        const there = turnByTaste(query, { likes }, options);
        const back = turnByTaste(query, { likes: [...likes].reverse() }, options);
        expect(Math.max(...there.map((value, at) => Math.abs(value - back[at]!)))).toBeLessThan(1e-5);
      }),
    );
  });

  it('never moves a like further away, nor a refusal nearer', () => {
    fc.assert(
      fc.property(vector, vector, weight, bounds, (query, example, much, options) => {
        const liked = turnByTaste(query, { likes: [{ vector: example, weight: much }] }, options);
        expect(cosine(liked, example)).toBeGreaterThan(cosine(query, example) - 1e-5);
        const refused = turnByTaste(query, { refusals: [{ vector: example, weight: much }] }, options);
        expect(cosine(refused, example)).toBeLessThan(cosine(query, example) + 1e-5);
      }),
    );
  });

  it('turns less the more is forgotten', () => {
    fc.assert(
      fc.property(vector, examples, weight, bounds, (query, likes, factor, options) => {
        const turned = turnByTaste(query, { likes }, options);
        const faded = likes.map((like) => ({ ...like, weight: like.weight * factor }));
        const total = likes.reduce((sum, like) => sum + like.weight, 0);
        // Above a sum of 1 a mean is a mean: only what is forgotten beyond that counts.
        if (total <= 1)
          expect(cosine(turnByTaste(query, { likes: faded }, options), query)).toBeGreaterThan(
            cosine(turned, query) - 1e-5,
          );
      }),
    );
  });

  it('is the query itself for nothing, and a copy', () => {
    fc.assert(
      fc.property(vector, (query) => {
        const turned = turnByTaste(query, {});
        expect(Math.max(...turned.map((value, at) => Math.abs(value - query[at]!)))).toBeLessThan(1e-6);
        expect(turned).not.toBe(query);
      }),
    );
  });
});

it('stays with the query where a like undoes it', () => {
  const query = unit([1, 0, 0]);
  const against = turnByTaste(query, { likes: [{ vector: unit([-1, 0, 0]) }] }, { likeWeight: 1 });
  expect([...against]).toEqual([1, 0, 0]);
});

it('refuses bounds that are none', () => {
  expect(() => turnByTaste(unit([1, 0]), {}, { minCosine: 0.2 })).toThrow(/taste\.minCosine/);
});
