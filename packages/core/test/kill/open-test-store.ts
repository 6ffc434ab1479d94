import type { VectorStore } from '@imgsearch/core';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { createOpenSearchStore, type OpenSearchClient } from '@imgsearch/opensearch';
import { Client } from '@opensearch-project/opensearch';

/** Where a test's records are. */
export type StorePlace =
  | { readonly kind: 'lancedb'; readonly folder: string }
  | { readonly kind: 'opensearch'; readonly url: string; readonly name: string };

export async function openTestStore(
  place: StorePlace,
): Promise<{ readonly store: VectorStore; close(): Promise<void> }> {
  if (place.kind === 'lancedb')
    return { store: createLanceDbStore({ folder: place.folder }), close: async () => undefined };
  const client = new Client({ node: place.url });
  const store = createOpenSearchStore({
    client: client as unknown as OpenSearchClient,
    name: place.name,
    manage: 'create',
  });
  return { store, close: () => client.close() };
}
