/** A figure with the bounds of its bootstrap interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A paired comparison: what the second did with the same cases, less what the first did. */
export interface PairedComparison {
  /** Cases that both have. */
  readonly queries: number;
  /** Second minus first. */
  readonly difference: Estimate;
  /** Two-sided, by flipping the signs of whole groups: how often chance alone would do as much. */
  readonly pValue: number;
  /** Whether `pValue` is below 0.05. */
  readonly beyondNoise: boolean;
}
