import type { Breather } from '../classifiers/create-breather.ts';
import { invertFactor } from './invert-factor.ts';

/**
 * A linear map under which the differences of pairs have, but for a share `keep` of a round covariance, a covariance of
 * the same size in every direction: the inverse Cholesky factor of the shrunk covariance (relevant component analysis,
 * Bar-Hillel et al. 2003; shrinkage after Ledoit & Wolf 2004). `keep` 1 is the identity.
 * @returns lower triangular rows; any other root of the same metric has the same cosines
 */
export async function whitenPairs(
  pairs: readonly { readonly difference: Float64Array; readonly weight: number }[],
  keep: number,
  breathe: Breather,
): Promise<Float64Array[]> {
  const size = pairs[0]!.difference.length;
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  const total = pairs.reduce((sum, { weight }) => sum + weight, 0);
  for (const { difference, weight } of pairs) {
    for (let i = 0; i < size; i++) {
      const share = (weight / total) * difference[i]!;
      const row = covariance[i]!;
      for (let j = 0; j <= i; j++) row[j]! += share * difference[j]!;
    }
    await breathe();
  }
  const round = covariance.reduce((sum, row, at) => sum + row[at]!, 0) / size;
  // Pairs that do not differ say nothing.
  if (round === 0) return covariance.map((row, at) => row.fill(0).fill(1, at, at + 1));
  for (let i = 0; i < size; i++) {
    const row = covariance[i]!;
    for (let j = 0; j <= i; j++) row[j] = (1 - keep) * row[j]! + (i === j ? keep * round : 0);
  }
  const inverse = await invertFactor(covariance, breathe);
  return inverse.map((row) => row.map((value) => value * Math.sqrt(round)));
}
