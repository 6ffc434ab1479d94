import { matchProbability } from '../calibration/match-probability.ts';
import type { Calibration, SearchConfidence } from '../spec/search.ts';

/**
 * How likely the first match is right.
 * @param similarities of the first two products, in the order of the answer; what is missing was not found
 * @param least similarity that the search asked for: what was not found is below it
 */
export function assessConfidence(
  calibration: Calibration,
  [first, second]: readonly number[],
  least = 0,
): SearchConfidence {
  if (first === undefined) return { probability: 0, confident: false, similarity: 0, lead: 0 };
  const seen = { similarity: first, lead: first - (second ?? Math.min(first, least)) };
  const probability = matchProbability(calibration, seen);
  return { probability, confident: probability >= calibration.threshold, ...seen };
}
