import type { Scope } from '../scope/create-scope.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { deleteWhere } from '../store/fallbacks/delete-where.ts';
import { deleteRecords } from './delete-records.ts';
import { anyVector, chunksOf, findRecords } from './find-records.ts';
import { recordsOf } from './tidy-products.ts';

/** Deletes every record of the products that the scope can read. */
export async function removeProducts(
  store: VectorStore,
  scope: Scope,
  productIds: readonly string[],
  dimensions: number,
  options: CallOptions,
): Promise<{ readonly deleted: number }> {
  await store.flush?.(options);
  let deleted = 0;
  for (const chunk of chunksOf([...new Set(productIds)], store.info.limits.maxFilterValues)) {
    const filter = recordsOf(chunk, scope);
    if (store.deleteWhere || store.scan) {
      deleted += (await deleteWhere(store, filter, options)).deleted;
      continue;
    }
    // A search gives so many at a time: as long as something goes, there may be more.
    for (let gone = 1; gone > 0; ) {
      const found = await findRecords(store, filter, anyVector(dimensions), options);
      gone = (
        await deleteRecords(
          store,
          found.map(({ id }) => id),
          options,
        )
      ).length;
      deleted += gone;
      await store.flush?.(options);
    }
  }
  return { deleted };
}
