import type { ReliabilityBin } from './evaluation.ts';

export interface Prediction {
  /** Probability of the likeliest class. */
  readonly confidence: number;
  readonly right: boolean;
}

/** Predictions in equal bins of confidence, each open below and closed above. */
export function reliabilityBins(predictions: readonly Prediction[], bins = 15): ReliabilityBin[] {
  const made = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const { confidence, right } of predictions) {
    const bin = made[Math.min(bins - 1, Math.max(0, Math.ceil(confidence * bins) - 1))]!;
    bin.count++;
    bin.confidence += confidence;
    if (right) bin.right++;
  }
  return made.map(({ count, confidence, right }, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    count,
    confidence: count === 0 ? 0 : confidence / count,
    accuracy: count === 0 ? 0 : right / count,
  }));
}

/** Mean distance between confidence and accuracy over the bins, weighted by their counts (Guo et al. 2017). */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return 0;
  return bins.reduce(
    (sum, { count, confidence, accuracy }) => sum + (count / total) * Math.abs(confidence - accuracy),
    0,
  );
}
