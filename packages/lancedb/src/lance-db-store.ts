import type { StoreVersions, VectorStore } from '@imgsearch/core';

/** The optional members that this store has. */
export type LanceDbStore = VectorStore &
  Required<
    Pick<VectorStore, 'searchGroups' | 'update' | 'deleteWhere' | 'count' | 'scan' | 'flush' | 'bulkLoad'>
  > & { readonly versions: StoreVersions; [Symbol.asyncDispose](): Promise<void> };
