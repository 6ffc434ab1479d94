/**
 * Whether any of the first `k` answers is right: recall@k as the metric-learning literature counts it (Jégou et al.
 * 2011; Musgrave et al. 2020), 0 or 1 a query.
 */
export function recallAt(right: readonly boolean[], k: number): number {
  return right.slice(0, k).includes(true) ? 1 : 0;
}

/**
 * Mean of the precisions at the ranks of right answers, over the `min(k, relevant)` that there could be (Manning et al.
 * 2008, chapter 8, cut at k). 0 where the catalogue holds no right answer.
 */
export function averagePrecisionAt(right: readonly boolean[], relevant: number, k: number): number {
  let found = 0;
  let sum = 0;
  right.slice(0, k).forEach((isRight, rank) => {
    if (isRight) sum += ++found / (rank + 1);
  });
  const possible = Math.min(k, relevant);
  return possible === 0 ? 0 : sum / possible;
}
