/** What made the vectors, stored with them. */
export interface Fingerprint {
  /** Weights, preprocessing, working size, crop, fill. Another one is refused: the vectors do not compare. */
  readonly space: string;
  /** Classifier and taxonomy. Another one asks for reclassification; the vectors stay good. */
  readonly category: string;
  /** Gate thresholds, feather, precision, decoder. Another one warns. */
  readonly settings: string;
  /** Further spaces that a manifest measured as comparable. */
  readonly sameSpaceAs?: readonly string[] | undefined;
}
