import { comparePairs } from '../statistics/compare-pairs.ts';
import type { PairedComparison } from '../statistics/estimate.ts';

/** Whether a candidate is to take the place of what is in use. */
export interface PromotionDecision {
  /** Over held-out searches; the candidate less what is in use. */
  readonly comparison: PairedComparison;
  /** Held-out groups: people, or searches of nobody. */
  readonly groups: number;
  /** Whether the candidate is better by more than noise. */
  readonly promote: boolean;
  /** Why, in a sentence. */
  readonly reason: string;
}

/** With fewer, signs that are flipped at random have too few arrangements to say anything. */
const LEAST_GROUPS = 20;

/**
 * Promotes only what is better beyond noise: a paired comparison on searches that took no part in fitting, whole
 * people at a time (sign flips, two-sided at 0.05, and a bootstrap interval above 0; on single right-or-wrong answers the
 * former is McNemar's test by permutation). A candidate that is no better passes in at most 2.5 % of decisions.
 * @param current score of each held-out search with what is in use, e.g. 1 for right and 0 for wrong
 * @param candidate scores of the same searches, in the same order
 * @param groups whose each search is
 * @example
 * const { promote, reason } = decidePromotion([0, 1, 0], [1, 1, 1], ['a', 'a', 'b']);
 */
export function decidePromotion(
  current: readonly number[],
  candidate: readonly number[],
  groups: readonly string[],
): PromotionDecision {
  const differences = candidate.map((score, at) => score - current[at]!);
  const comparison = comparePairs(differences, groups);
  const count = new Set(groups).size;
  const { difference, beyondNoise } = comparison;
  const promote = count >= LEAST_GROUPS && beyondNoise && difference.low > 0;
  return { comparison, groups: count, promote, reason: reasonOf(promote, count, comparison) };
}

function reasonOf(promote: boolean, groups: number, { difference, beyondNoise }: PairedComparison): string {
  const points = (share: number): string => (100 * share).toFixed(1);
  const interval = `${points(difference.value)} points (${points(difference.low)} to ${points(difference.high)})`;
  if (promote) return `Better on what it was not shown: ${interval}.`;
  if (groups < LEAST_GROUPS)
    return `Too few people to tell: ${groups} are held out, ${LEAST_GROUPS} are needed.`;
  if (beyondNoise && difference.value < 0) return `Worse on what it was not shown: ${interval}.`;
  return `No better than noise: ${interval}.`;
}
