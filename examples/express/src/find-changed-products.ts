import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { VectorStore } from '@imgsearch/core';
import type { CatalogProduct } from './catalog/catalog.ts';
import { toProducts } from './to-products.ts';

export interface Changes {
  /** What the store lacks, or holds in another state. */
  readonly changed: readonly CatalogProduct[];
  /** Products of the store that the catalogue no longer has. */
  readonly gone: readonly string[];
  /** Pictures that are indexed as they are. */
  readonly unchanged: number;
}

interface Indexed {
  readonly hashes: Map<string, string>;
  readonly metadata: unknown;
  readonly category: string;
}

async function hashOf(file: string): Promise<string | undefined> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    // The pipeline says what is wrong with it.
    return undefined;
  }
}

/** What a restart has to do: compares the catalogue with what an earlier run left in the store, which is open. */
export async function findChangedProducts(
  products: readonly CatalogProduct[],
  store: Pick<VectorStore, 'scan'>,
): Promise<Changes> {
  const indexed = new Map<string, Indexed>();
  for await (const { record } of store.scan?.({}) ?? []) {
    const { productId, imageId, contentHash, metadata, category } = record;
    const known = indexed.get(productId) ?? { hashes: new Map(), metadata, category };
    known.hashes.set(imageId, contentHash);
    indexed.set(productId, known);
  }
  const changed: CatalogProduct[] = [];
  let unchanged = 0;
  for (const product of products) {
    const known = indexed.get(product.id);
    indexed.delete(product.id);
    if (known !== undefined && (await isAsIndexed(product, known))) unchanged += product.images.length;
    else changed.push(product);
  }
  return { changed, gone: [...indexed.keys()], unchanged };
}

async function isAsIndexed(
  product: CatalogProduct,
  { hashes, metadata, category }: Indexed,
): Promise<boolean> {
  const wanted = toProducts([product]).next().value?.metadata;
  if (hashes.size !== product.images.length || !isDeepStrictEqual(metadata, wanted)) return false;
  if (product.category !== undefined && product.category !== category) return false;
  // Without ids of their own, a product's pictures are numbered.
  for (const [at, file] of product.images.entries())
    if (hashes.get(String(at)) !== (await hashOf(file))) return false;
  return true;
}
