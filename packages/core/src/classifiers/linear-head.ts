/** How well categories were told on examples that took no part in fitting. */
export interface HeldOutFigures {
  readonly examples: number;
  /** Share whose likeliest category is the right one, 0 to 1. */
  readonly accuracy: number;
  /** Mean of -ln(probability of the right category). */
  readonly logLoss: number;
}

/**
 * A classifier as it is saved: plain JSON. The probabilities of a vector `v` are
 * `softmax((weights · v + biases) / temperature)`.
 */
export interface LinearHead {
  readonly format: 'imgsearch-linear-head';
  readonly version: 1;
  /** Name for people and logs. */
  readonly id: string;
  /** Fingerprint of the embedder whose vectors it was fitted on. */
  readonly embedder: string;
  /** In the order of the rows. Where `other` is among them it takes its share, but is not reported. */
  readonly categories: readonly string[];
  /** One row a category, each as long as a vector. */
  readonly weights: readonly (readonly number[])[];
  readonly biases: readonly number[];
  /** Above 0. */
  readonly temperature: number;
  /** Absent where nothing could be held out; the temperature is then a guess. */
  readonly heldOut?: HeldOutFigures | undefined;
}
