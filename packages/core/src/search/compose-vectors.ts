import { ImageSearchError } from '../errors/image-search-error.ts';

export interface WeightedVector {
  /** Unit length. */
  readonly vector: Float32Array;
  readonly weight: number;
}

/** Below this length nothing is left of a sum of unit vectors but rounding. */
const NOTHING = 1e-4;

/**
 * Weighted mean of unit vectors less a share of another mean, scaled to unit length: relevance feedback after Rocchio
 * (1971), which for one vector and nothing against it is that vector.
 * @throws ImageSearchError INVALID_OPTIONS where the vectors cancel each other out
 */
export function composeVectors(
  wanted: readonly WeightedVector[],
  unwanted: readonly WeightedVector[] = [],
  weight = 0,
): Float32Array {
  if (wanted.length === 1 && unwanted.length === 0) return wanted[0]!.vector;
  const sum = meanOf(wanted);
  if (unwanted.length > 0) {
    // Of unit length first: what is taken off is then less than what is there, whatever is taken.
    scale(sum, 1 / lengthOf(sum));
    meanOf(unwanted).forEach((value, at) => {
      sum[at]! -= weight * value;
    });
  }
  return Float32Array.from(scale(sum, 1 / lengthOf(sum)));
}

function meanOf(vectors: readonly WeightedVector[]): Float64Array {
  const total = vectors.reduce((sum, { weight }) => sum + weight, 0);
  const mean = new Float64Array(vectors[0]!.vector.length);
  for (const { vector, weight } of vectors)
    for (let at = 0; at < mean.length; at++) mean[at]! += (weight / total) * vector[at]!;
  return mean;
}

function lengthOf(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  if (length >= NOTHING) return length;
  throw new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: 'The pictures and words of this query cancel each other out: nothing is left to search with.',
    hint: 'Search with fewer of them, or with other weights.',
  });
}

function scale(vector: Float64Array, factor: number): Float64Array {
  for (let at = 0; at < vector.length; at++) vector[at]! *= factor;
  return vector;
}
