import type { ImageSource, Product } from '@imgsearch/core';
import type { JobProduct, Json } from './job-product.ts';

/**
 * A product with pictures in place of references. `toImage` is asked when the picture is needed, and again on a retry:
 * what it throws is the failure of that picture.
 */
export function toProduct<R extends Json>(
  { images, ...product }: JobProduct<R>,
  toImage: (reference: R, productId: string) => ImageSource | Promise<ImageSource>,
): Product {
  // What is no list is told by the run, as the failure of that product.
  if (!Array.isArray(images)) return { ...product, images } as never;
  return {
    ...product,
    images: images.map((image) => {
      const { source, ...rest } = typeof image === 'string' ? { source: image as R } : image;
      return { ...rest, source: async () => toImage(source, product.id) };
    }),
  };
}
