import type { Views } from '../spec/search.ts';

/**
 * One similarity for a product from those of its pictures. Never above the greatest of them, never below the least, and
 * indifferent to their order except that the first must be the greatest.
 * @param similarities cosines, at least one, best first
 */
export function poolViews(similarities: readonly number[], views: Views): number {
  const best = similarities[0]!;
  if (views === 'best' || similarities.length === 1) return best;
  if (views === 'mean') return mean(similarities);
  if ('top' in views) return mean(similarities.slice(0, views.top));
  if ('softmax' in views) {
    const weights = similarities.map((each) => Math.exp((each - best) / views.softmax));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return similarities.reduce((sum, each, at) => sum + each * (weights[at]! / total), 0);
  }
  const exponent = views.generalizedMean;
  const scale = (1 + best) / 2;
  if (scale <= 0) return best;
  // Relative to the best, so that no power is too small for a number.
  const powers = similarities.map((each) => (Math.max(0, 1 + each) / 2 / scale) ** exponent);
  return 2 * scale * mean(powers) ** (1 / exponent) - 1;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
