import type { Fields, StoreHit, VectorRecord } from '@imgsearch/core';
import { filterableFields } from './filterable-fields.ts';

/** Columns beside the id that are members of a record, the vector left out. */
export const COLUMNS = 'productId, imageId, category, contentHash, metadata';

/** A record as the table holds it. */
export interface Row {
  readonly id: string;
  readonly productId: string;
  readonly imageId: string;
  readonly category: string;
  readonly contentHash: string;
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
    id,
    productId,
    imageId,
    category,
    contentHash,
    metadata: JSON.parse(metadata) as VectorRecord['metadata'],
    vector: new Float32Array(vector.slice().buffer),
  };
}

export function hitOf(row: Row & { readonly similarity: number }, withVector: boolean | undefined): StoreHit {
  const { vector, ...rest } = recordOf(row);
  return { ...rest, similarity: row.similarity, ...(withVector && { vector }) };
}
