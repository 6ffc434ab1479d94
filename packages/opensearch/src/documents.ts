import { createHash } from 'node:crypto';
import type { Fields, Metadata, VectorRecord } from '@imgsearch/core';

/** A record as OpenSearch holds it. */
export interface StoredDocument {
  readonly id: string;
  readonly productId: string;
  readonly imageId: string;
  readonly category: string;
  readonly contentHash: string;
  readonly vector?: readonly number[] | undefined;
  /** All of the metadata as JSON: it comes back to the letter, whatever names and numbers are in it. */
  readonly metadata: string;
  /** Declared fields again, as the index compares them. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What hybrid search reads. */
  readonly text: string;
}

/** Of what hybrid search does not need an answer has no copy. */
export const HIDDEN: readonly string[] = ['fields', 'text'];

/** Lucene takes terms of 32,766 bytes. */
const MAX_TERM_BYTES = 32_766;

/** A keyword as it is indexed: itself, or where it is too long for the engine, its beginning and its hash. */
export function indexedKeyword(text: string): string {
  if (text.length * 3 <= MAX_TERM_BYTES || Buffer.byteLength(text) <= MAX_TERM_BYTES) return text;
  return `${text.slice(0, 8000).toWellFormed()}\u0000${createHash('sha256').update(text).digest('hex')}`;
}

function indexedValue(value: unknown, isDate: boolean): unknown {
  if (typeof value !== 'string') return value;
  return isDate ? new Date(value).toISOString() : indexedKeyword(value);
}

/** The part of a document that follows from metadata. */
export function metadataMembers(
  metadata: Metadata,
  fields: Fields,
  textFields: readonly string[] | undefined,
): Pick<StoredDocument, 'metadata' | 'fields' | 'text'> {
  const indexed: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(fields)) {
    const value = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    if (value === undefined || value === null) continue;
    indexed[name] = Array.isArray(value)
      ? value.map((item) => indexedValue(item, false))
      : indexedValue(value, type === 'date');
  }
  const isText = (value: unknown): value is string => typeof value === 'string';
  const read = Object.entries(metadata).filter(
    ([name]) => (textFields?.includes(name) ?? true) && fields[name] !== 'date',
  );
  const text = read
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]).filter(isText))
    .join('\n');
  return { metadata: JSON.stringify(metadata), fields: indexed, text };
}

/** A vector as JSON: nine digits name every number of single precision. */
function vectorJson(vector: Float32Array): string {
  let squares = 0;
  for (const value of vector) squares += value * value;
  // Exactly unit length: the inner product is then the cosine, and no engine scales it once more.
  const scale = Math.abs(squares - 1) > 1e-6 ? 1 / Math.sqrt(squares) : 1;
  let text = '[';
  for (let at = 0; at < vector.length; at++) {
    const value = scale === 1 ? vector[at]! : Math.fround(vector[at]! * scale);
    text += `${at === 0 ? '' : ','}${value === 0 ? '0' : value.toPrecision(9)}`;
  }
  return `${text}]`;
}

/** One line of a bulk request. */
export function documentLine(
  record: VectorRecord,
  fields: Fields,
  textFields: readonly string[] | undefined,
): string {
  const { id, productId, imageId, category, contentHash, metadata, vector } = record;
  const members = {
    id,
    productId,
    imageId,
    category,
    contentHash,
    ...metadataMembers(metadata ?? {}, fields, textFields),
  };
  return `{"vector":${vectorJson(vector)},${JSON.stringify(members).slice(1)}`;
}

/** The record of a document. */
export function recordOf(
  document: StoredDocument,
): Omit<VectorRecord, 'vector'> & { readonly vector?: Float32Array } {
  const { id, productId, imageId, category, contentHash, metadata, vector } = document;
  return {
    id,
    productId,
    imageId,
    category,
    contentHash,
    metadata: JSON.parse(metadata) as Metadata,
    ...(vector && { vector: Float32Array.from(vector) }),
  };
}
