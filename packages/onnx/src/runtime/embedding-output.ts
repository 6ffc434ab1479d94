import { ImageSearchError } from '@imgsearch/core';

/**
 * One row of a model's output as a vector of unit length, normalised in double precision.
 * @param row values of one picture or text; with `cls` pooling tokens after the first are ignored
 * @throws ImageSearchError MODEL_MISMATCH for another length, INFERENCE_FAILED for NaN, infinity or a zero vector
 */
export function embeddingOutput(
  row: ArrayLike<number>,
  { dimensions, pooling }: { readonly dimensions: number; readonly pooling: 'none' | 'cls' },
): Float32Array {
  const fits =
    pooling === 'cls' ? row.length % dimensions === 0 && row.length > 0 : row.length === dimensions;
  if (!fits) {
    throw new ImageSearchError({
      code: 'MODEL_MISMATCH',
      message: `The manifest says ${dimensions} dimensions, but the model answered with ${row.length} numbers an input.`,
      hint: 'Set output.dimensions (and output.pooling: "cls" for token outputs) to what the model gives.',
    });
  }
  let squares = 0;
  for (let i = 0; i < dimensions; i++) squares += row[i]! * row[i]!;
  if (!Number.isFinite(squares) || squares === 0) {
    throw new ImageSearchError({
      code: 'INFERENCE_FAILED',
      message: `The embedding model answered with ${squares === 0 ? 'a zero vector' : 'NaN or infinity'}.`,
      hint: 'Check mean, std and scale of the manifest; an fp16 file may overflow: try fp32.',
    });
  }
  const length = Math.sqrt(squares);
  const vector = new Float32Array(dimensions);
  for (let i = 0; i < dimensions; i++) vector[i] = row[i]! / length;
  return vector;
}
