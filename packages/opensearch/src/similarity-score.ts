/** Spaces in which the package makes indexes; both hold unit vectors. */
export type Space = 'cosinesimil' | 'innerproduct';

/**
 * Cosine of unit vectors from the engine's score, -1 to 1. Scores have single precision, so that the last digits differ
 * from exact arithmetic by about 1e-7.
 * Source: OpenSearch documentation, "Spaces": (1 + cos) / 2, and 1 + ip or 1 / (1 - ip).
 */
export function cosineOfScore(space: Space, score: number): number {
  const cosine = space === 'cosinesimil' ? 2 * score - 1 : score >= 1 ? score - 1 : 1 - 1 / score;
  return Math.min(1, Math.max(-1, cosine));
}

/** The score that a cosine has: the inverse of `cosineOfScore`. */
export function scoreOfCosine(space: Space, cosine: number): number {
  if (space === 'cosinesimil') return (1 + cosine) / 2;
  return cosine >= 0 ? 1 + cosine : 1 / (1 - cosine);
}

/** Textbook cosine in double precision. */
export function cosineOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let dot = 0;
  let squaresOfA = 0;
  let squaresOfB = 0;
  for (let at = 0; at < a.length; at++) {
    dot += a[at]! * b[at]!;
    squaresOfA += a[at]! ** 2;
    squaresOfB += b[at]! ** 2;
  }
  return Math.min(1, Math.max(-1, dot / Math.sqrt(squaresOfA * squaresOfB)));
}
