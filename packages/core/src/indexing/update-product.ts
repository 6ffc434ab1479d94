import { checkMetadata } from '../filter/check-metadata.ts';
import { checkString } from '../options/check.ts';
import { type Scope, withScope } from '../scope/create-scope.ts';
import { isWrittenWithin } from '../scope/record-id.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { Fields, Metadata } from '../spec/fields.ts';
import type { RecordOutcome, VectorStore } from '../spec/vector-store.ts';
import { anyVector, chunksOf, findRecords } from './find-records.ts';
import { recordsOf } from './tidy-products.ts';
import { writeRecords } from './write-records.ts';

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
    for (const outcome of await replaceMetadata(store, chunk, replaced, options)) {
      if (!outcome.ok) throw outcome.error;
      if (outcome.found !== false) updated++;
    }
  }
  return { updated };
}

/** A store without `update` gets the records written again, with the vectors that it holds. */
async function replaceMetadata(
  store: VectorStore,
  ids: readonly string[],
  metadata: Metadata,
  options: CallOptions,
): Promise<RecordOutcome[]> {
  if (store.update)
    return store.update(
      ids.map((id) => ({ id, metadata })),
      options,
    );
  const records = (await store.get(ids, options)).filter((record) => record !== null);
  if (records.length === 0) return [];
  return writeRecords(
    store,
    records.map((record) => ({ ...record, metadata })),
    options,
  );
}
