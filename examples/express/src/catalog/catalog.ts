/** What the demo knows of a product; all but the id and a picture may be missing. */
export interface CatalogProduct {
  readonly id: string;
  readonly name: string;
  readonly nameKorean?: string | undefined;
  readonly brand?: string | undefined;
  readonly price?: number | undefined;
  /** ISO 4217, such as `USD`. */
  readonly currency?: string | undefined;
  /** Leaf id of the taxonomy; without one the classifier is asked. */
  readonly category?: string | undefined;
  /** Absolute paths; the first one is shown. */
  readonly images: readonly string[];
}

/** A photo to try without having one at hand. */
export interface Sample {
  readonly id: string;
  /** Absolute path. */
  readonly file: string;
  readonly category?: string | undefined;
}

export interface Catalog {
  readonly products: readonly CatalogProduct[];
  readonly samples: readonly Sample[];
  /** What was left out and why, for the terminal. */
  readonly warnings: readonly string[];
}
