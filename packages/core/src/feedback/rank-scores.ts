import type { Breather } from '../classifiers/create-breather.ts';
import { dot } from '../classifiers/dot.ts';

/**
 * Mean reciprocal rank of each search's liked products among all products; other liked ones are not counted as before
 * it. Of equals half are before.
 */
export async function rankScores(
  queries: readonly { readonly vector: Float32Array; readonly liked: readonly string[] }[],
  products: ReadonlyMap<string, Float32Array>,
  breathe: Breather,
): Promise<number[]> {
  const scores: number[] = [];
  for (const { vector, liked } of queries) {
    const own = new Set(liked);
    const aims = liked.map((id) => ({ similarity: dot(vector, products.get(id)!), before: 0 }));
    for (const [id, product] of products) {
      if (own.has(id)) continue;
      const similarity = dot(vector, product);
      for (const aim of aims) {
        if (similarity > aim.similarity) aim.before++;
        else if (similarity === aim.similarity) aim.before += 0.5;
      }
    }
    scores.push(aims.reduce((sum, { before }) => sum + 1 / (1 + before), 0) / aims.length);
    await breathe();
  }
  return scores;
}
