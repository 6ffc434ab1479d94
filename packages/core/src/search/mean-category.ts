import { chooseCategory, givenCategory } from '../photo/choose-category.ts';
import type { CategoryReport } from '../spec/photo-report.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';

/**
 * The category of several parts: of those that the classifier saw, by the weighted mean of its probabilities, as far as
 * their reports name them; else what a product or caller said; else nothing.
 */
export function meanCategory(
  parts: readonly { readonly category: CategoryReport; readonly weight: number }[],
  minConfidence: number,
): CategoryReport {
  const seen = parts.filter(({ category }) => category.source === 'classifier');
  if (seen.length === 1) return seen[0]!.category;
  if (seen.length === 0)
    return (
      parts.find(({ category }) => category.source !== 'none')?.category ??
      givenCategory(OTHER_CATEGORY, 'none')
    );
  const total = seen.reduce((sum, { weight }) => sum + weight, 0);
  const means = new Map<string, number>();
  for (const { category, weight } of seen)
    for (const { id, probability } of category.alternatives)
      means.set(id, (means.get(id) ?? 0) + (probability * weight) / total);
  return chooseCategory(
    { probabilities: Float32Array.from(means.values()) },
    [...means.keys()],
    minConfidence,
  );
}
