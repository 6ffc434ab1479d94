import { type TasteBounds, type TasteOptions, tasteBounds } from './taste-bounds.ts';

/** What was liked or refused, and how much it still counts. */
export interface TasteVector {
  /** Unit length. Only read. */
  readonly vector: Float32Array;
  /** 1 is fresh, and more counts as more; above 0. Default 1. */
  readonly weight?: number | undefined;
}

/** Below this length nothing is left of a sum of unit vectors but rounding. */
const NOTHING = 1e-6;

/**
 * Turns a query's vector towards what was liked and away from what was refused: relevance feedback after Rocchio (1971),
 * `query + likeWeight * likes - refusalWeight * refusals`, brought to unit length. Each counts by its weight and by its
 * cosine to the query, nothing below 0: a liked sofa says little about shoes. `likes` is the sum over what they count
 * together, or over 1 where that is less: likes that are half forgotten turn half as far.
 *
 * The result is never further from the query than `minCosine`: beyond that it stays on the bound, in the same direction.
 * The order of the likes means nothing.
 * @param query unit length; only read
 * @returns unit length, owned by the caller
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const { vector, fingerprint } = await pipeline.embed({ image: photo });
 * const liked = await readProductVectors(store, ['shoe-17', 'shoe-18'], pipeline.info);
 * const likes = [...liked.values()].map((each) => ({ vector: each }));
 * const turned = turnByTaste(vector, { likes });
 * const { matches } = await pipeline.search({ vector: turned, fingerprint });
 */
export function turnByTaste(
  query: Float32Array,
  taste: {
    readonly likes?: readonly TasteVector[] | undefined;
    readonly refusals?: readonly TasteVector[] | undefined;
  },
  options: TasteOptions = {},
): Float32Array {
  const { likeWeight, refusalWeight, minCosine }: TasteBounds = tasteBounds(options);
  const sum = Float64Array.from(query);
  addMean(sum, query, taste.likes ?? [], likeWeight);
  addMean(sum, query, taste.refusals ?? [], -refusalWeight);
  const length = lengthOf(sum);
  // Likes that undo the query: nothing is left to follow.
  if (length < NOTHING) return query.slice();
  const size = lengthOf(query);
  const cosine = dot(sum, query) / (length * size);
  if (cosine >= minCosine) return Float32Array.from(sum, (value) => value / length);
  const aside = Float64Array.from(sum, (value, at) => value / length - (cosine * query[at]!) / size);
  const width = lengthOf(aside);
  if (width < NOTHING) return query.slice();
  const step = Math.sqrt(1 - minCosine ** 2) / width;
  return Float32Array.from(aside, (value, at) => (minCosine * query[at]!) / size + step * value);
}

function addMean(
  to: Float64Array,
  query: Float32Array,
  vectors: readonly TasteVector[],
  share: number,
): void {
  const counts = vectors.map(({ vector, weight = 1 }) => weight * Math.max(0, dot(vector, query)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  vectors.forEach(({ vector }, i) => {
    const part = (share * counts[i]!) / Math.max(1, total);
    for (let at = 0; at < to.length; at++) to[at]! += part * vector[at]!;
  });
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!;
  return sum;
}

const lengthOf = (vector: ArrayLike<number>): number => Math.sqrt(dot(vector, vector));
