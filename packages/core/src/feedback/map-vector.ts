import { dot } from '../classifiers/dot.ts';

/** `matrix · vector`, of unit length; a new vector. */
export function mapVector(matrix: readonly ArrayLike<number>[], vector: ArrayLike<number>): Float32Array {
  const mapped = Float64Array.from(matrix, (row) => dot(row, vector));
  const length = Math.sqrt(dot(mapped, mapped));
  return Float32Array.from(mapped, (value) => value / length);
}
