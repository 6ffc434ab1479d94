import { expect, it } from 'vitest';
import { cosineOfScore, scoreOfCosine } from './similarity-score.ts';

it.each(['cosinesimil', 'innerproduct'] as const)(
  '%s: score and cosine are each other’s inverse',
  (space) => {
    for (const cosine of [-1, -0.5, -1e-3, 0, 0.3, 0.999, 1])
      expect(cosineOfScore(space, scoreOfCosine(space, cosine))).toBeCloseTo(cosine, 12);
  },
);

// Scores that OpenSearch 2.19.1 gave for (1, 0) against (1, 0) and (-0.6, 0.8).
it('reads what a server said', () => {
  expect(cosineOfScore('cosinesimil', 1)).toBe(1);
  expect(cosineOfScore('cosinesimil', 0.19999999)).toBeCloseTo(-0.6, 6);
});
