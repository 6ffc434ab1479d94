import { ImageSearchError } from '../errors/image-search-error.ts';

/** Below this length nothing is left of a sum of unit vectors but rounding. */
const NOTHING = 1e-4;

export function lengthOf(vector: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) sum += vector[at]! * vector[at]!;
  return Math.sqrt(sum);
}

/**
 * Mean of unit vectors, of unit length itself.
 * @throws ImageSearchError INFERENCE_FAILED where they cancel each other out
 */
export function meanDirection(vectors: readonly Float32Array[], id: string): Float32Array {
  const sum = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let at = 0; at < sum.length; at++) sum[at]! += vector[at]!;
  const length = lengthOf(sum);
  if (length / vectors.length < NOTHING)
    throw new ImageSearchError({
      code: 'INFERENCE_FAILED',
      message: `The views of a picture have vectors of ${id} that cancel each other out.`,
      hint: 'Use fewer views, or this embedder without them.',
    });
  return Float32Array.from(sum, (value) => value / length);
}
