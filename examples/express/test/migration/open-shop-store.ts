import type { VectorStore } from '@imgsearch/core';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { createOpenSearchStore } from '@imgsearch/opensearch';
import { Client } from '@opensearch-project/opensearch';

/** Where a drill keeps its collection. */
export type ShopPlace = { readonly folder: string } | { readonly url: string; readonly name: string };

export const openShopStore = (place: ShopPlace): VectorStore =>
  'folder' in place
    ? createLanceDbStore({ folder: place.folder })
    : createOpenSearchStore({ client: new Client({ node: place.url }), name: place.name });
