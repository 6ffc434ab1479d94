/** A linear map over an embedder's vectors as it is saved: plain JSON. `v` becomes `matrix · v`, of unit length. */
export interface LinearAdapter {
  readonly format: 'imgsearch-linear-adapter';
  readonly version: 1;
  /** Fingerprint of the embedder whose vectors it was fitted on. */
  readonly embedder: string;
  /** Square, rows as long as a vector. */
  readonly matrix: readonly (readonly number[])[];
}
