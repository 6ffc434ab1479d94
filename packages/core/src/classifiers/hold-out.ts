import type { Example } from './check-examples.ts';

/** Examples to fit on, and others to judge by. */
export interface HeldOutSplit {
  readonly fitted: readonly Example[];
  readonly heldOut: readonly Example[];
}

/** Fold of groups that are never held out. */
const IN_EVERY_FIT = -1;

/**
 * Cross-validation by whole groups, each category spread over the folds (as scikit-learn's `StratifiedGroupKFold`
 * does). Every split fits on every category: groups without which a category would be missing are never held out.
 * Deterministic. Empty where nothing can be held out.
 */
export function holdOut(examples: readonly Example[], most: number): HeldOutSplit[] {
  const groups = new Map<string, Example[]>();
  for (const example of examples) groups.set(example.group, [...(groups.get(example.group) ?? []), example]);
  const folds = assignFolds([...groups.values()], Math.min(most, groups.size));
  const foldOf = new Map([...groups.keys()].map((group, at) => [group, folds[at]!]));
  return [...new Set(folds)]
    .filter((fold) => fold !== IN_EVERY_FIT)
    .sort((a, b) => a - b)
    .map((fold) => ({
      fitted: examples.filter(({ group }) => foldOf.get(group) !== fold),
      heldOut: examples.filter(({ group }) => foldOf.get(group) === fold),
    }));
}

/** Fold of each group: where its categories are rarest so far, largest groups first. */
function assignFolds(groups: readonly (readonly Example[])[], count: number): number[] {
  const totals = countCategories(groups.flat());
  const filled = Array.from({ length: count }, () => new Map<number, number>());
  const folds = groups.map(() => IN_EVERY_FIT);
  const order = groups.map((_, at) => at).sort((a, b) => groups[b]!.length - groups[a]!.length || a - b);
  for (const at of order) {
    const own = countCategories(groups[at]!);
    const crowd = filled.map((there) => {
      let sum = 0;
      for (const [category, number] of own)
        sum += ((there.get(category) ?? 0) * number) / totals.get(category)!;
      let all = 0;
      for (const number of there.values()) all += number;
      return sum + (1e-6 * all) / groups.length;
    });
    const fold = crowd.indexOf(Math.min(...crowd));
    folds[at] = fold;
    for (const [category, number] of own)
      filled[fold]!.set(category, (filled[fold]!.get(category) ?? 0) + number);
  }
  for (const category of totals.keys()) {
    const holders = groups.flatMap((group, at) =>
      group.some((example) => example.category === category) ? [at] : [],
    );
    const theirs = new Set(holders.map((at) => folds[at]!));
    if (theirs.size === 1) folds[holders[0]!] = IN_EVERY_FIT;
  }
  return folds;
}

function countCategories(examples: readonly Example[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { category } of examples) counts.set(category, (counts.get(category) ?? 0) + 1);
  return counts;
}
