import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DiverseCandidate, diversify } from './diversify.ts';

const vector = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
  .filter((values) => Math.hypot(...values) > 0.1)
  .map((values) => Float32Array.from(values, (value) => value / Math.hypot(...values)));
const query = Float32Array.of(1, 0, 0, 0);
const dot = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);
const candidatesOf = (vectors: readonly Float32Array[]): DiverseCandidate[] =>
  vectors
    .map((each) => ({ vector: each, similarity: dot(query, each) }))
    .sort((a, b) => b.similarity - a.similarity);

/** The formula as it stands in the paper, Sim1 and Sim2 both cosine: every step looks at everything anew. */
function byTheBook(all: readonly DiverseCandidate[], lambda: number, before: readonly DiverseCandidate[]) {
  const chosen = [...before];
  const left = [...all];
  const ordered: DiverseCandidate[] = [];
  while (left.length > 0) {
    const worth = left.map(
      ({ similarity, vector: own }) =>
        lambda * similarity -
        (1 - lambda) * (chosen.length === 0 ? 0 : Math.max(...chosen.map((other) => dot(own, other.vector)))),
    );
    const at = worth.indexOf(Math.max(...worth));
    ordered.push(left[at]!);
    chosen.push(...left.splice(at, 1));
  }
  return ordered;
}

it('orders as the published formula does', () => {
  fc.assert(
    fc.property(
      fc.array(vector, { maxLength: 12 }),
      fc.array(vector, { maxLength: 3 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (vectors, earlier, lambda) => {
        const [all, before] = [candidatesOf(vectors), candidatesOf(earlier)];
        expect(diversify(all, lambda, before)).toEqual(byTheBook(all, lambda, before));
      },
    ),
    { numRuns: 500 },
  );
});

it('leaves the order alone where only similarity counts', () => {
  fc.assert(
    fc.property(fc.array(vector, { maxLength: 12 }), (vectors) => {
      const all = candidatesOf(vectors);
      expect(diversify(all, 1)).toEqual(all);
    }),
  );
});

it('puts the twin of the best behind what is almost as near', () => {
  const [best, twin, other] = candidatesOf([
    Float32Array.of(0.95, 0.312, 0, 0),
    Float32Array.of(0.949, 0.3153, 0, 0),
    Float32Array.of(0.9, 0, 0.436, 0),
  ]);
  expect(diversify([best!, twin!, other!], 0.5)).toEqual([best, other, twin]);
});
