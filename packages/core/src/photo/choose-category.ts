import type { Classification } from '../spec/category-classifier.ts';
import type { CategoryReport } from '../spec/photo-report.ts';
import { OTHER_CATEGORY } from '../taxonomy/create-taxonomy-index.ts';

const ALTERNATIVES = 5;

/** The likeliest leaf where it reaches `minConfidence`, else `other`. */
export function chooseCategory(
  { probabilities }: Classification,
  categories: readonly string[],
  minConfidence: number,
): CategoryReport {
  const alternatives = categories
    .map((id, index) => ({ id, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, ALTERNATIVES);
  const best = alternatives[0];
  const confidence = best?.probability ?? 0;
  return {
    id: best && confidence >= minConfidence ? best.id : OTHER_CATEGORY,
    confidence,
    alternatives,
    source: 'classifier',
  };
}

/** The report where nobody asked the classifier: a caller or a product chose, or there was nobody to ask. */
export function givenCategory(id: string, source: 'caller' | 'product' | 'none'): CategoryReport {
  return { id, confidence: id === OTHER_CATEGORY ? 0 : 1, alternatives: [], source };
}
