import type { Breather } from './create-breather.ts';
import { dot } from './dot.ts';

/**
 * Unit vectors at right angles that span the rows, fewer than there are rows where some depend on others: modified
 * Gram-Schmidt, twice, so that rounding leaves no slant (Golub & Van Loan 2013, section 5.2.8).
 */
export async function rowBasis(rows: readonly Float64Array[], breathe: Breather): Promise<Float64Array[]> {
  const basis: Float64Array[] = [];
  for (const row of rows) {
    const rest = row.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const known of basis) {
        const share = dot(rest, known);
        for (let i = 0; i < rest.length; i++) rest[i]! -= share * known[i]!;
      }
    }
    const length = Math.sqrt(dot(rest, rest));
    if (length > 1e-9 * Math.sqrt(dot(row, row))) basis.push(rest.map((part) => part / length));
    await breathe();
  }
  return basis;
}
