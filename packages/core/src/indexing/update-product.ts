import { checkMetadata } from '../filter/check-metadata.ts';
import { checkString } from '../options/check.ts';
import { type Scope, withScope } from '../scope/create-scope.ts';
import { isWrittenWithin } from '../scope/record-id.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Fields, Metadata } from '../spec/fields.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { anyVector, chunksOf, findRecords } from './find-records.ts';
import { replaceMetadata } from './replace-metadata.ts';
import { recordsOf } from './tidy-products.ts';

/**
 * Replaces the metadata of a product's records, those written in this scope or a wider one; vectors stay.
 * @throws the first record's error where the store refused one
 */
export async function updateProduct(
  store: VectorStore,
  scope: Scope,
  { productId, metadata, fields }: { productId: string; metadata: unknown; fields: Fields },
  dimensions: number,
  options: CallOptions,
): Promise<{ readonly updated: number }> {
  checkString('productId', productId);
  checkMetadata(metadata, fields);
  const replaced = withScope(metadata as Metadata, scope) as Metadata;
  await store.flush?.(options);
  const found = await findRecords(store, recordsOf([productId], scope), anyVector(dimensions), options);
  const ids = found.map(({ id }) => id).filter((id) => isWrittenWithin(id, scope));
  let updated = 0;
  for (const chunk of chunksOf(ids, store.info.limits.maxBatch)) {
    const updates = chunk.map((id) => ({ id, metadata: replaced }));
    for (const outcome of await replaceMetadata(store, updates, options)) {
      if (!outcome.ok) throw outcome.error;
      if (outcome.found !== false) updated++;
    }
  }
  return { updated };
}
