import { bootstrapMean, type Resampling } from './bootstrap.ts';
import type { PairedComparison } from './estimate.ts';
import { signFlip } from './sign-flip.ts';

/** Whether differences between two ways of doing the same are more than noise. */
export function comparePairs(
  differences: readonly number[],
  groups: readonly string[],
  resampling: Resampling = {},
): PairedComparison {
  const pValue = signFlip(differences, groups, resampling);
  return {
    queries: differences.length,
    difference: bootstrapMean(differences, groups, resampling),
    pValue,
    beyondNoise: pValue < 0.05,
  };
}
