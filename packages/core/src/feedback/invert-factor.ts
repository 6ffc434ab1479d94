import type { Breather } from '../classifiers/create-breather.ts';

/**
 * The inverse of the Cholesky factor of a symmetric positive definite matrix: lower triangular `L⁻¹` with
 * `L Lᵀ = matrix` (Golub & Van Loan 2013, algorithms 4.2.1 and 3.1.3). A vector that it maps has a covariance of 1 where
 * the matrix was its covariance.
 * @param matrix rows; only the lower triangle is read; left alone
 */
export async function invertFactor(
  matrix: readonly Float64Array[],
  breathe: Breather,
): Promise<Float64Array[]> {
  const size = matrix.length;
  const factor = matrix.map((row) => row.slice());
  for (let i = 0; i < size; i++) {
    const row = factor[i]!;
    for (let j = 0; j <= i; j++) {
      const other = factor[j]!;
      let rest = row[j]!;
      for (let k = 0; k < j; k++) rest -= row[k]! * other[k]!;
      row[j] = i === j ? Math.sqrt(rest) : rest / other[j]!;
    }
    await breathe();
  }
  // Row by row of the inverse, from L · L⁻¹ = I.
  const inverse = Array.from({ length: size }, () => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    const row = factor[i]!;
    const result = inverse[i]!;
    for (let k = 0; k < i; k++) {
      const share = row[k]!;
      const above = inverse[k]!;
      for (let j = 0; j <= k; j++) result[j]! -= share * above[j]!;
    }
    result[i] = 1;
    for (let j = 0; j <= i; j++) result[j]! /= row[i]!;
    await breathe();
  }
  return inverse;
}
