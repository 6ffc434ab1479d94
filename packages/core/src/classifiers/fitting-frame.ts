import type { Breather } from './create-breather.ts';
import { dot } from './dot.ts';
import { rowBasis } from './row-basis.ts';
import type { Scorer } from './scorer.ts';

/**
 * Where a fit is quick: the same vectors without the part that they share, which the biases take over, and, where there
 * are far fewer vectors than numbers in one, as coordinates in what they span, outside of which penalised weights are 0.
 * Nothing about the minimum changes.
 */
export interface FittingFrame {
  readonly rows: readonly Float64Array[];
  /** Weights of all categories, row by row, then the biases. */
  enter(scorer: Scorer): Float64Array;
  leave(point: Float64Array): Scorer;
}

export async function createFittingFrame(
  vectors: readonly Float32Array[],
  breathe: Breather,
): Promise<FittingFrame> {
  const size = vectors[0]!.length;
  const mean = new Float64Array(size);
  for (const vector of vectors) for (let i = 0; i < size; i++) mean[i]! += vector[i]! / vectors.length;
  const centred = vectors.map((vector) => Float64Array.from(vector, (part, i) => part - mean[i]!));
  // Finding the span has its price as well.
  const basis = vectors.length < 0.75 * size ? await rowBasis(centred, breathe) : undefined;
  const inside = (row: Float64Array): Float64Array =>
    basis ? Float64Array.from(basis, (axis) => dot(row, axis)) : row;
  const outside = (coordinates: Float64Array): Float64Array => {
    if (!basis) return coordinates;
    const row = new Float64Array(size);
    basis.forEach((axis, at) => {
      for (let i = 0; i < size; i++) row[i]! += coordinates[at]! * axis[i]!;
    });
    return row;
  };
  const rows = centred.map(inside);
  const width = rows[0]!.length;
  return {
    rows,
    enter({ weights, biases }) {
      const point = new Float64Array(weights.length * (width + 1));
      weights.forEach((row, category) => {
        point.set(inside(row), category * width);
        point[weights.length * width + category] = biases[category]! + dot(row, mean);
      });
      return point;
    },
    leave(point) {
      const categories = point.length / (width + 1);
      const weights = Array.from({ length: categories }, (_, category) =>
        outside(point.slice(category * width, (category + 1) * width)),
      );
      const biases = Float64Array.from(
        weights,
        (row, category) => point[categories * width + category]! - dot(row, mean),
      );
      return { weights, biases };
    },
  };
}
