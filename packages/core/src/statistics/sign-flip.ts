import { groupSums, type Resampling } from './bootstrap.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * Permutation test of a mean of 0: signs of whole groups are flipped at random, and the observed arrangement counts as
 * one of them (Good 2005; Phipson & Smyth 2010 for the one).
 */
export function signFlip(
  differences: readonly number[],
  groups: readonly string[],
  { samples = 2000, seed = 1 }: Resampling = {},
): number {
  const { sums } = groupSums(differences, groups);
  const observed = Math.abs(sums.reduce((total, sum) => total + sum, 0));
  const random = seededRandom(seed);
  let asFar = 1;
  for (let sample = 0; sample < samples; sample++) {
    let total = 0;
    for (const sum of sums) total += random() < 0.5 ? sum : -sum;
    if (Math.abs(total) >= observed - 1e-9) asFar++;
  }
  return asFar / (samples + 1);
}
