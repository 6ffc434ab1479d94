import { ImageSearchError } from '../errors/image-search-error.ts';
import type { EmbedderInfo } from '../spec/embedder.ts';

/** How far from 1 a length may be: fp16 arithmetic ends near 1e-3. */
const TOLERANCE = 0.01;

/**
 * The vector, if it is one: right length, finite, unit length. A store would take anything and give nonsense back.
 * @throws ImageSearchError INFERENCE_FAILED
 */
export function checkVector(vector: Float32Array, { id, dimensions }: EmbedderInfo): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (vector.length === dimensions && Math.abs(Math.sqrt(sum) - 1) <= TOLERANCE) return vector;
  throw new ImageSearchError({
    code: 'INFERENCE_FAILED',
    message: `The embedder ${id} gave a vector of ${vector.length} numbers and length ${Math.sqrt(sum)}; expected ${dimensions} numbers and length 1.`,
    hint: 'An embedder must normalise its vectors; a length that is not a number comes from a broken model or precision.',
  });
}
