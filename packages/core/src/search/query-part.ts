import type { ImageSource } from '../spec/image-source.ts';
import type { PictureBox } from '../spec/search.ts';

/** One thing that a query is made of, or that it is to be unlike. */
export type QueryPart = { readonly weight: number } & (
  | { readonly kind: 'photo'; readonly image: ImageSource; readonly box?: PictureBox | undefined }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'vector'; readonly vector: Float32Array }
  | { readonly kind: 'product'; readonly productId: string }
);
