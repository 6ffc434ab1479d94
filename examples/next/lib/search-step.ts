/** A product as the page shows it. */
export interface FoundProduct {
  readonly productId: string;
  readonly name: string;
  readonly brand: string;
  readonly price: number;
  readonly category: string;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/** What the page is told while a search goes on, in this order; `problem` ends it, with the code of what went wrong. */
export type SearchStep =
  | { readonly type: 'seen'; readonly category: string; readonly background: string }
  | {
      readonly type: 'found';
      readonly products: readonly FoundProduct[];
      /** Whether the first is a confident match; undefined where nobody measured what a similarity is worth. */
      readonly confident?: boolean | undefined;
      /** For the page after this one. */
      readonly next?: string | undefined;
    }
  | { readonly type: 'problem'; readonly code: string };
