import type { CallOptions } from '../spec/call-options.ts';
import type { Fields } from '../spec/fields.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { Product, ProductImage } from '../spec/indexing.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import type { AskedQuery } from './compare-answers.ts';
import { drawSample } from './draw-sample.ts';
import type { MigrationSource } from './migration.ts';
import { scanPages } from './scan-pages.ts';
import { originalOf } from './stored-products.ts';

/** Pictures of the catalogue as queries, drawn evenly. */
export async function drawQueries<F extends Fields>(
  serving: VectorStore,
  source: MigrationSource<F>,
  { count, seed, signal }: CallOptions & { readonly count: number; readonly seed: number },
): Promise<AskedQuery[]> {
  const all =
    'original' in source ? storedQueries(serving, source, { signal }) : sourceQueries(source.products());
  return drawSample(all, count, seed);
}

async function* storedQueries(
  serving: VectorStore,
  source: Extract<MigrationSource, { readonly original: unknown }>,
  call: CallOptions,
): AsyncGenerator<AskedQuery> {
  for await (const page of scanPages(serving, call))
    for (const picture of page)
      yield { id: picture.id, productId: picture.productId, image: originalOf(picture, source) };
}

async function* sourceQueries(
  products: Iterable<Product> | AsyncIterable<Product>,
): AsyncGenerator<AskedQuery> {
  for await (const { id: productId, images } of products)
    for (const [position, given] of (images ?? []).entries()) {
      const image = given as ProductImage | ImageSource;
      const isPlain = typeof image === 'object' && image !== null && 'source' in image;
      const id = `${productId}/${(isPlain ? image.id : undefined) ?? position}`;
      yield { id, productId, image: isPlain ? image.source : image };
    }
}
