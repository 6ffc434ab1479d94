import type { Preprocessing } from '../manifest/model-manifest.ts';
import { KERNELS } from './kernels.ts';

/** Fixed-point bits of a weight: 8 bits for the result and 2 for overshoot leave 22 of 32. */
export const PRECISION_BITS = 22;
const ONE = 1 << PRECISION_BITS;

/** Which source pixels make each target pixel along one axis, and with what fixed-point weights. */
export interface Coefficients {
  /** First source pixel of each target pixel. */
  readonly starts: Int32Array;
  /** Number of source pixels of each target pixel. */
  readonly lengths: Int32Array;
  /** `taps` weights a target pixel, zero beyond its length; each sums to about `1 << PRECISION_BITS`. */
  readonly weights: Int32Array;
  /** A multiple of four. */
  readonly taps: number;
}

const cache = new Map<string, Coefficients>();
const CACHE_SIZE = 64;

/**
 * Weights for resizing an axis of `source` pixels to `target` pixels, for the target pixels `first` to
 * `first + count - 1` only. Antialiased: when shrinking, the filter is as wide as a target pixel. Sums, rounding
 * and bounds are Pillow's, so that 8-bit results agree to the last bit. Cached; the caller must not change them.
 */
export function coefficients(
  kernel: Preprocessing['kernel'],
  source: number,
  target: number,
  first: number,
  count: number,
): Coefficients {
  const key = `${kernel}/${source}/${target}/${first}/${count}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const computed =
    kernel === 'nearest'
      ? nearestCoefficients(source, target, first, count)
      : filterCoefficients(kernel, source, target, first, count);
  // Photos come in few sizes; a stream of odd ones must not fill the memory.
  if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
  cache.set(key, computed);
  return computed;
}

function filterCoefficients(
  name: keyof typeof KERNELS,
  source: number,
  target: number,
  first: number,
  count: number,
): Coefficients {
  const kernel = KERNELS[name];
  const scale = source / target;
  const stretch = Math.max(1, scale);
  const support = kernel.support * stretch;
  const taps = wholeGroups(Math.ceil(support) * 2 + 1);
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  const weights = new Int32Array(count * taps);
  const exact = new Float64Array(taps);
  for (let i = 0; i < count; i++) {
    const center = (first + i + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const end = Math.min(source, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let x = start; x < end; x++) {
      const weight = kernel.weight((x - center + 0.5) * (1 / stretch));
      exact[x - start] = weight;
      sum += weight;
    }
    let from = end - start;
    let to = 0;
    for (let x = 0; x < end - start; x++) {
      const weight = sum === 0 ? exact[x]! : exact[x]! / sum;
      exact[x] = Math.trunc(weight * ONE + (weight < 0 ? -0.5 : 0.5));
      if (exact[x] === 0) continue;
      from = Math.min(from, x);
      to = x + 1;
    }
    // Zero weights at the ends change nothing and cost time.
    starts[i] = start + Math.min(from, to);
    lengths[i] = to - Math.min(from, to);
    for (let x = from; x < to; x++) weights[i * taps + x - from] = exact[x]!;
  }
  return { starts, lengths, weights, taps };
}

function nearestCoefficients(source: number, target: number, first: number, count: number): Coefficients {
  const scale = source / target;
  const taps = wholeGroups(1);
  const starts = new Int32Array(count);
  const weights = new Int32Array(count * taps);
  // Summed, not multiplied: Pillow's own rounding error decides ties.
  let position = scale * 0.5;
  for (let i = 0; i < first + count; i++) {
    if (i >= first) {
      starts[i - first] = Math.min(source - 1, Math.trunc(position));
      weights[(i - first) * taps] = ONE;
    }
    position += scale;
  }
  return { starts, lengths: new Int32Array(count).fill(1), weights, taps };
}

const wholeGroups = (taps: number): number => (taps + 3) & ~3;
