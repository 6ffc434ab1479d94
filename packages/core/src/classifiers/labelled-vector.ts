/** What a picture of a known category became in the embedder. */
export interface LabelledVector {
  /** As the pipeline that will ask the classifier makes it; see `embedExamples`. Only read. */
  readonly vector: Float32Array;
  /** A leaf of your taxonomy, or `other` for what is to be told apart from all of them. */
  readonly category: string;
  /**
   * What must not be on both sides when examples are held out: a product, a sender. Left out, each example is a group of
   * its own.
   */
  readonly group?: string | undefined;
}
