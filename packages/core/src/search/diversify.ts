/** Something that is chosen by its own worth and by how unlike it is to what was chosen before. */
export interface DiverseCandidate {
  /** To the query, cosine. */
  readonly similarity: number;
  /** Unit length. */
  readonly vector: Float32Array;
}

/**
 * Orders candidates by maximal marginal relevance (Carbonell & Goldstein, SIGIR 1998): next comes the one with the
 * greatest `lambda * similarity to the query - (1 - lambda) * greatest similarity to one that came before`. Of equals the
 * first in the list.
 * @param before what was chosen earlier, for example on pages before
 * @returns all candidates; n of them after m cost n * (n + m) products of vectors
 */
export function diversify<T extends DiverseCandidate>(
  candidates: readonly T[],
  lambda: number,
  before: readonly DiverseCandidate[] = [],
): T[] {
  const left = candidates.map((candidate) => ({ candidate, nearest: Number.NEGATIVE_INFINITY }));
  const note = (vector: Float32Array): void => {
    for (const each of left) each.nearest = Math.max(each.nearest, cosine(vector, each.candidate.vector));
  };
  for (const { vector } of before) note(vector);
  const ordered: T[] = [];
  while (left.length > 0) {
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    left.forEach(({ candidate, nearest }, at) => {
      const redundancy = nearest === Number.NEGATIVE_INFINITY ? 0 : nearest;
      const worth = lambda * candidate.similarity - (1 - lambda) * redundancy;
      if (worth > most) [best, most] = [at, worth];
    });
    const [chosen] = left.splice(best, 1);
    ordered.push(chosen!.candidate);
    note(chosen!.candidate.vector);
  }
  return ordered;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}
