import { ImageSearchError } from '../errors/image-search-error.ts';
import { readRecordId } from '../scope/record-id.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { Product } from '../spec/indexing.ts';
import { type Counts, lookThrough, type Pair, pairUp, type Versions } from './look-through.ts';
import type { MigrationSource, StoredPicture } from './migration.ts';
import { scanPages } from './scan-pages.ts';

export type Originals = Extract<MigrationSource, { readonly original: unknown }>;

/** A scope by its values; the key of none is `{}`. */
const scopeKey = (id: string): string => JSON.stringify(readRecordId(id).scope);

export interface StoredProductsOptions {
  readonly versions: Versions;
  readonly originals: Originals;
  /** Only products of this scope are given; others are told to `onScope`. */
  readonly scope: string;
  readonly onScope: (key: string) => void;
  readonly counts: Counts;
  /** Pairs whose metadata alone differs. */
  readonly onMetadata: (pairs: readonly Pair[]) => Promise<void>;
  /** Whether a picture that is missing or of other bytes is to be made again. */
  readonly isWanted: (pair: Pair) => boolean;
}

/**
 * Products of the serving version that the new one lacks or has otherwise, as a source to index from: with all the
 * pictures that they have now, each once. What was done in an earlier run is not given again, which is how a run goes on.
 */
export async function* storedProducts(
  { versions, originals, scope, onScope, counts, onMetadata, isWanted }: StoredProductsOptions,
  options: CallOptions,
): AsyncGenerator<Product> {
  const values = JSON.parse(scope) as Record<string, string>;
  const filter = allOf(
    Object.entries(values).map(([field, value]): FilterNode => ({ op: 'eq', field, value })),
  );
  const isOwn = ({ id }: StoredPicture): boolean => scopeKey(id) === scope;
  const counted = filter === undefined ? counts : { ...counts };
  for await (const page of lookThrough(versions, counted, options, filter)) {
    const own = page.filter(({ serving }) => isOwn(serving));
    if (own.length < page.length) for (const { serving } of page) onScope(scopeKey(serving.id));
    await onMetadata(own.filter(({ difference }) => difference === 'metadata'));
    const wanted = own.filter((pair) => needsPicture(pair) && isWanted(pair));
    const productIds = [...new Set(wanted.map(({ serving }) => serving.productId))];
    if (productIds.length === 0) continue;
    for (const pairs of await wholeProducts(productIds, versions, filter, isOwn, options)) {
      const first = pairs.find((pair) => needsPicture(pair) && isWanted(pair));
      // A product may begin on one page and end on another: the page of its first such picture gives it.
      if (first && wanted.some(({ serving }) => serving.id === first.serving.id))
        yield toProduct(
          pairs.map(({ serving }) => serving),
          originals,
          versions.keepCategories,
        );
    }
  }
}

const needsPicture = ({ difference }: Pair): boolean => difference === 'missing' || difference === 'content';

const allOf = (nodes: readonly FilterNode[]): FilterNode | undefined =>
  nodes.length > 1 ? { op: 'and', nodes } : nodes[0];

/** All pictures of the products, by product and in order of their ids. */
async function wholeProducts(
  productIds: readonly string[],
  versions: Versions,
  scope: FilterNode | undefined,
  isOwn: (record: StoredPicture) => boolean,
  options: CallOptions,
): Promise<Pair[][]> {
  const inside: FilterNode = { op: 'in', field: 'productId', values: productIds };
  const filter = allOf(scope ? [scope, inside] : [inside]);
  const pairs: Pair[] = [];
  for await (const page of scanPages(versions.serving, options, filter))
    pairs.push(...(await pairUp(page.filter(isOwn), versions, options)));
  pairs.sort((a, b) => (a.serving.id < b.serving.id ? -1 : 1));
  return [...Map.groupBy(pairs, ({ serving }) => serving.productId).values()];
}

function toProduct(
  pictures: readonly StoredPicture[],
  originals: Originals,
  keepCategories: boolean,
): Product {
  const [first] = pictures as [StoredPicture, ...StoredPicture[]];
  // One category goes for all pictures of a product; where the classifier saw several, it is asked again.
  const agreed = keepCategories && pictures.every(({ category }) => category === first.category);
  return {
    id: first.productId,
    images: pictures.map((picture) => ({
      id: picture.imageId,
      version: picture.contentHash,
      source: originalOf(picture, originals),
    })),
    ...(agreed && { category: first.category }),
    metadata: first.metadata,
  };
}

/** The picture's original, looked for when it is read. */
export const originalOf =
  (picture: StoredPicture, { original }: Originals): ImageSource =>
  async () =>
    (await original(picture)) ?? missing(picture);

function missing({ productId, imageId }: StoredPicture): never {
  throw new ImageSearchError({
    code: 'IMAGE_NOT_FOUND',
    message: `There is no original of picture ${JSON.stringify(imageId)} of product ${JSON.stringify(productId)}.`,
    hint: 'Bring it back to where originals are kept, or migrate from the source with { products }.',
  });
}
