import { DIMENSIONS } from './photo-embeddings.ts';

/** Cosines differ by so much through rounding alone. */
const ROUNDING = 1e-6;

/** What the right answer to one query is. */
export interface Truth {
  /** Share of the best that an answer has found: of equal ones it matters not which. @param rows of its hits */
  recall(rows: readonly number[]): number;
}

/** Cosine of a query with every row, in double precision. */
export function cosines(vectors: Float32Array, query: Float32Array): Float64Array {
  const rows = vectors.length / DIMENSIONS;
  const found = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let i = 0; i < DIMENSIONS; i++) sum += vectors[at++]! * query[i]!;
    found[row] = sum;
  }
  return found;
}

/** @param passes whether a row passes the filter */
export function truthOf(cosine: Float64Array, passes: (row: number) => boolean, limit: number): Truth {
  const best: number[] = [];
  for (let row = 0; row < cosine.length; row++) {
    const value = cosine[row]!;
    if (!passes(row) || (best.length === limit && value <= best[limit - 1]!)) continue;
    best.push(value);
    best.sort((a, b) => b - a);
    best.length = Math.min(best.length, limit);
  }
  const [wanted, least] = [best.length, best.at(-1)! - ROUNDING];
  return {
    recall: (rows) => {
      const right = new Set(rows.filter((row) => passes(row) && cosine[row]! >= least));
      return Math.min(right.size, wanted) / wanted;
    },
  };
}
