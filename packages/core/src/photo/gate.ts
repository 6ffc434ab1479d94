import type { MaskStatistics } from '../spec/background-remover.ts';
import type { BackgroundReason, BackgroundRemoval } from '../spec/photo-report.ts';
import type { GatePolicy } from '../spec/pipeline.ts';

/**
 * Where a mask stops being better than none: entropy from the curve in docs/results/gate.md, the others from what
 * the statistics mean; a trained network's good masks lie far inside those.
 */
export const defaultGatePolicy: GatePolicy = {
  minRawMaximum: 0.5,
  minCoverage: 0.01,
  maxCoverage: 0.95,
  maxEntropy: 1.6,
  maxBorderContact: 0.4,
};

/**
 * Why the photo is better left as it is, or undefined where the mask may be used. The first objection counts:
 * 1. `empty`: nothing was found (raw maximum or coverage below its bound)
 * 2. `full`: the object covers nearly everything, and nothing would be gained
 * 3. `undecided`: entropy per pixel of object above its bound, the model hedged about most of what it found
 * 4. `cut-by-frame`: too much of the frame is object
 *
 * With `always` only an empty mask is an objection, because nothing would be left of the photo.
 */
export function gate(
  statistics: MaskStatistics,
  policy: GatePolicy,
  mode: Exclude<BackgroundRemoval, 'off'> = 'auto',
): BackgroundReason | undefined {
  if (statistics.rawMaximum < policy.minRawMaximum || statistics.coverage < policy.minCoverage)
    return 'empty';
  if (mode === 'always') return undefined;
  if (statistics.coverage > policy.maxCoverage) return 'full';
  if (statistics.entropy > policy.maxEntropy * statistics.coverage) return 'undecided';
  if (statistics.borderContact > policy.maxBorderContact) return 'cut-by-frame';
  return undefined;
}
