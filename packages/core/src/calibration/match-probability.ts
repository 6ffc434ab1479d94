import type { Calibration } from '../spec/search.ts';

/** P(the first match is right), 0 to 1. */
export function matchProbability(
  { intercept, similarity, lead }: Pick<Calibration, 'intercept' | 'similarity' | 'lead'>,
  first: { readonly similarity: number; readonly lead: number },
): number {
  return 1 / (1 + Math.exp(-(intercept + similarity * first.similarity + lead * first.lead)));
}
