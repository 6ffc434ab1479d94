import type { Fields, StoreHit, VectorRecord } from '@imgsearch/core';
import { filterableFields } from './filterable-fields.ts';

/** Columns beside the id that are members of a record, the vector left out. */
export const COLUMNS = 'productId, imageId, category, contentHash, metadata';

/** What is read of a record. Text comes as bytes: Node 22 would end it at a NUL. Metadata has none, being JSON. */
export const READ = `${['id', 'productId', 'imageId', 'category', 'contentHash']
  .map((name) => `CAST(${name} AS BLOB) AS ${name}`)
  .join(', ')}, metadata, vector`;

/** A record as it is read. */
export interface Row {
  readonly id: Uint8Array;
  readonly productId: Uint8Array;
  readonly imageId: Uint8Array;
  readonly category: Uint8Array;
  readonly contentHash: Uint8Array;
  /** JSON, as it was given. */
  readonly metadata: string;
  /** Little-endian 32-bit floats. */
  readonly vector: Uint8Array;
}

export function rowOf(record: VectorRecord, fields: Fields): Record<string, string | Uint8Array> {
  const { id, productId, imageId, category, contentHash, metadata } = record;
  return {
    id,
    productId,
    imageId,
    category,
    contentHash,
    metadata: JSON.stringify(metadata),
    vector: new Uint8Array(record.vector.slice().buffer),
    fields: filterableFields(metadata, fields),
  };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** An empty blob may be read as null. */
const text = (bytes: Uint8Array | null): string => (bytes === null ? '' : decoder.decode(bytes));

export function recordOf({
  id,
  productId,
  imageId,
  category,
  contentHash,
  metadata,
  vector,
}: Row): VectorRecord {
  return {
    id: text(id),
    productId: text(productId),
    imageId: text(imageId),
    category: text(category),
    contentHash: text(contentHash),
    metadata: JSON.parse(metadata) as VectorRecord['metadata'],
    vector: new Float32Array(vector.slice().buffer),
  };
}

export function hitOf(row: Row & { readonly similarity: number }, withVector: boolean | undefined): StoreHit {
  const { vector, ...rest } = recordOf(row);
  return { ...rest, similarity: row.similarity, ...(withVector && { vector }) };
}
