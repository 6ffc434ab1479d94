import { checkMetadata } from '../filter/check-metadata.ts';
import { checkString, invalidOption } from '../options/check.ts';
import { type Scope, withScope } from '../scope/create-scope.ts';
import { recordId } from '../scope/record-id.ts';
import type { Fields, Metadata } from '../spec/fields.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { Product, ProductImage } from '../spec/indexing.ts';
import { OTHER_CATEGORY, type TaxonomyIndex } from '../taxonomy/create-taxonomy-index.ts';

/** A product that can be indexed. */
export interface CheckedProduct {
  readonly id: string;
  readonly images: readonly {
    readonly imageId: string;
    readonly recordId: string;
    readonly source: ImageSource;
    readonly version?: string | undefined;
  }[];
  readonly category?: string | undefined;
  /** With the scope's values in it. */
  readonly metadata: Metadata;
}

export interface ProductRules {
  readonly fields: Fields;
  readonly taxonomy: TaxonomyIndex;
  readonly scope: Scope;
}

/** @throws ImageSearchError INVALID_OPTIONS */
export function checkProduct(product: Product, { fields, taxonomy, scope }: ProductRules): CheckedProduct {
  if (typeof product !== 'object' || product === null)
    throw invalidOption('product', 'an object such as { id, images }', product);
  const { id, images, category, metadata = {} } = product;
  checkString('product.id', id);
  if (!Array.isArray(images) || images.length === 0)
    throw invalidOption(
      'product.images',
      'a list of at least one picture',
      images,
      'To take a product out of the index, use remove([productId]).',
    );
  if (category !== undefined && category !== OTHER_CATEGORY && !taxonomy.leaves.includes(category))
    throw invalidOption(
      'product.category',
      `a leaf of the taxonomy (${taxonomy.leaves.join(', ')})`,
      category,
    );
  checkMetadata(metadata, fields);
  const seen = new Set<string>();
  return {
    id,
    category,
    metadata: withScope(metadata, scope) as Metadata,
    images: images.map((image: ProductImage | ImageSource, position) => {
      const {
        id: imageId = String(position),
        source,
        version,
      }: ProductImage = isProductImage(image) ? image : { source: image };
      if (version !== undefined) checkString('image.version', version);
      if (seen.has(imageId))
        throw invalidOption('product.images', 'image ids that are unique within the product', imageId);
      seen.add(imageId);
      return { imageId, recordId: recordId(scope, id, imageId), source, version };
    }),
  };
}

/** A plain object with a source; no kind of picture bytes has one. */
const isProductImage = (image: ProductImage | ImageSource): image is ProductImage =>
  typeof image === 'object' && image !== null && 'source' in image;
