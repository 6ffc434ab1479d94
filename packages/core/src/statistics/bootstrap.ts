import type { Estimate } from './estimate.ts';
import { seededRandom } from './seeded-random.ts';

export interface Resampling {
  /** Default 2000. */
  readonly samples?: number | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
}

/** Sums and counts of each group, so that a sample costs one pass over the groups. */
export function groupSums(
  values: readonly number[],
  groups: readonly string[],
): { sums: number[]; counts: number[] } {
  const places = new Map<string, number>();
  const sums: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < values.length; i++) {
    let place = places.get(groups[i]!);
    if (place === undefined) {
      place = sums.length;
      places.set(groups[i]!, place);
      sums.push(0);
      counts.push(0);
    }
    sums[place]! += values[i]!;
    counts[place]!++;
  }
  return { sums, counts };
}

/**
 * Mean with the 2.5 % and 97.5 % percentiles of means over resampled groups (Efron & Tibshirani 1993, chapter 13; a
 * cluster bootstrap, because pictures of one sender or product are not independent).
 */
export function bootstrapMean(
  values: readonly number[],
  groups: readonly string[],
  { samples = 2000, seed = 1 }: Resampling = {},
): Estimate {
  if (values.length === 0) return { value: 0, low: 0, high: 0 };
  const { sums, counts } = groupSums(values, groups);
  const random = seededRandom(seed);
  const means = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < sums.length; draw++) {
      const pick = Math.floor(random() * sums.length);
      sum += sums[pick]!;
      count += counts[pick]!;
    }
    means[sample] = sum / count;
  }
  means.sort();
  const value = values.reduce((total, one) => total + one, 0) / values.length;
  return { value, low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/** Linear between the two nearest of sorted values (Hyndman & Fan 1996, type 7, as NumPy's default). */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return 0;
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
}
