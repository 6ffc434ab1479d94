import type { Breather } from './create-breather.ts';

/** Solves, in place, for the part of `values` that starts at `from`. */
export type Preconditioner = (values: Float64Array, from: number) => void;

/**
 * Divides by `share * mean(row rowᵀ) + ridge`, which is near the curvature of a logistic loss in one category's weights
 * (Böhning 1992): where vectors vary much the loss is steep, elsewhere flat, and a search that knows goes straight. By a
 * Cholesky factor (Golub & Van Loan 2013, algorithm 4.2.1).
 */
export async function createPreconditioner(
  rows: readonly Float64Array[],
  share: number,
  ridge: number,
  breathe: Breather,
): Promise<Preconditioner> {
  const size = rows[0]!.length;
  const factor = Array.from({ length: size }, (_, i) => new Float64Array(i + 1));
  for (const row of rows) {
    for (let i = 0; i < size; i++) {
      const scaled = (share / rows.length) * row[i]!;
      const line = factor[i]!;
      for (let j = 0; j <= i; j++) line[j]! += scaled * row[j]!;
    }
    await breathe();
  }
  for (let i = 0; i < size; i++) {
    const line = factor[i]!;
    line[i]! += ridge;
    for (let j = 0; j <= i; j++) {
      const other = factor[j]!;
      let rest = line[j]!;
      for (let k = 0; k < j; k++) rest -= line[k]! * other[k]!;
      line[j] = i === j ? Math.sqrt(rest) : rest / other[j]!;
    }
    await breathe();
  }
  return (values, from) => {
    for (let i = 0; i < size; i++) {
      const line = factor[i]!;
      let rest = values[from + i]!;
      for (let j = 0; j < i; j++) rest -= line[j]! * values[from + j]!;
      values[from + i] = rest / line[i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      const line = factor[i]!;
      const solved = values[from + i]! / line[i]!;
      values[from + i] = solved;
      for (let j = 0; j < i; j++) values[from + j]! -= line[j]! * solved;
    }
  };
}
