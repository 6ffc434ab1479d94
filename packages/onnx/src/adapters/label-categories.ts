import type { ClassificationManifest } from '../manifest/model-manifest.ts';

/** Categories of a classifier in the order in which labels first name them, and the position of each label's, or -1. */
export function labelCategories({ labels, categories: map }: ClassificationManifest): {
  readonly categories: readonly string[];
  readonly categoryOfLabel: readonly number[];
} {
  const named = labels.map((label) => (map === undefined ? label : map[label]));
  const categories = [...new Set(named.filter((one) => one !== undefined))];
  return {
    categories,
    categoryOfLabel: named.map((one) => (one === undefined ? -1 : categories.indexOf(one))),
  };
}
