import type { Product } from '../spec/indexing.ts';
import { countDifferences } from './count-differences.ts';
import type { PassContext, PassResult } from './pass-context.ts';

type Products = () => Iterable<Product> | AsyncIterable<Product>;

/** The first pass indexes the source. */
export async function indexProductsOnce(
  { to, indexing, tally }: PassContext,
  products: Products,
): Promise<PassResult> {
  return {
    work: await tally.index(
      to,
      each(products(), () => true),
      indexing,
      (productId) => productId,
    ),
  };
}

/**
 * A further pass indexes those products of the source again that the new version lacks or has otherwise than the
 * serving one, once each: something changed them while the pass before read them.
 */
export async function passOverProducts(
  { versions, to, call, indexing, tally }: PassContext,
  products: Products,
): Promise<PassResult> {
  const wanted = new Set<string>();
  const differences = await countDifferences(versions, call, ({ difference, serving: { productId } }) => {
    if (difference && !tally.settled.has(productId)) wanted.add(productId);
  });
  if (wanted.size === 0) return { work: 0, differences };
  for (const productId of wanted) tally.settled.add(productId);
  const some = each(products(), ({ id }) => wanted.has(id));
  const work = await tally.index(to, some, indexing, (productId) => productId);
  return { work, differences };
}

async function* each(
  products: Iterable<Product> | AsyncIterable<Product>,
  isWanted: (product: Product) => boolean,
): AsyncGenerator<Product> {
  for await (const product of products) if (isWanted(product)) yield product;
}
