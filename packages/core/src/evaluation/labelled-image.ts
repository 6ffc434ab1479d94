import type { ImageSource } from '../spec/image-source.ts';

/** One picture whose right answers are known. */
export interface LabelledImage {
  /** Unique among the pictures, e.g. its path. */
  readonly id: string;
  readonly source: ImageSource;
  /** What counts as similar: a class, a design, a product. */
  readonly label: string;
  /**
   * Pictures of one product are one answer, and a picture's own product is right before its label is: with it, recall
   * and precision ask for the product, top-5 accuracy for the label.
   */
  readonly productId?: string | undefined;
  /** True leaf category, or `other` for what the taxonomy has no leaf for; left out, it is not measured. */
  readonly category?: string | undefined;
  /** What must not be counted twice: a sender, a household. Intervals resample groups. Default: the product, else the picture. */
  readonly group?: string | undefined;
  /** Left out of every picture: leave-one-out. */
  readonly split?: 'query' | 'catalogue' | undefined;
}
