import type { FoundProduct } from './search-step.ts';

interface Matched {
  readonly productId: string;
  readonly similarity: number;
  readonly category: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A match of the pipeline or of its HTTP answer: what the page shows was indexed beside the picture. */
export function toFoundProduct({ productId, similarity, category, metadata }: Matched): FoundProduct {
  const { name, brand, price } = metadata;
  return {
    ...{ productId, similarity, category },
    name: String(name ?? productId),
    brand: String(brand ?? ''),
    price: Number(price ?? 0),
  };
}
