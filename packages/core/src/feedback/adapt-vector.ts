import { invalidOption } from '../options/check.ts';
import type { LinearAdapter } from './linear-adapter.ts';
import { mapVector } from './map-vector.ts';

/**
 * One vector as the adapted embedder would make it, for vectors that are kept already.
 * @param adapter as `fitAdapter` gave it
 * @returns unit length; a new vector
 * @throws ImageSearchError INVALID_OPTIONS for a vector of another length
 * @example
 * const adapter = JSON.parse(await readFile('adapter.json', 'utf8'));
 * const { vector } = await pipeline.embed({ image: photo });
 * const adapted = adaptVector(adapter, vector);
 */
export function adaptVector(adapter: LinearAdapter, vector: Float32Array): Float32Array {
  const { length } = adapter.matrix;
  if (vector.length !== length)
    throw invalidOption('vector', `${length} numbers`, `${vector.length} numbers`);
  return mapVector(adapter.matrix, vector);
}
