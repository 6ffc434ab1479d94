import { type Fields, type FieldType, ImageSearchError, type StoreSchema } from '@imgsearch/core';
import type { StoreSettings } from './check-store-options.ts';
import { atLeast, type Server } from './read-server.ts';
import type { Space } from './similarity-score.ts';

/** Of the documents and of `_meta`; another one is refused. */
const CONTRACT_VERSION = 1;

/** What an index of ours says of itself. */
export interface StoredIndex {
  /** Its name in OpenSearch. */
  readonly index: string;
  readonly schema: StoreSchema;
  readonly createdAt: string;
  readonly engine: string;
  readonly space: Space;
  readonly similarity: 'exact' | 'quantized';
  readonly promoted: boolean;
  /** Whether it was promoted before the one that is now. */
  readonly previous: boolean;
  readonly meta: IndexMeta;
}

/** Settings that a bulk load changed, with the values to go back to; null is the server's default. */
export interface BulkLoadMark {
  readonly startedAt: string;
  readonly restore: Readonly<Record<string, string | null>>;
}

/** `_meta.imgsearch` of the mapping. */
export interface IndexMeta {
  readonly contract: number;
  readonly collection: string;
  readonly createdAt: string;
  readonly dimensions: number;
  readonly fingerprint: StoreSchema['fingerprint'];
  readonly engine: string;
  readonly space: Space;
  readonly similarity: 'exact' | 'quantized';
  readonly bulkLoad?: BulkLoadMark | undefined;
}

const TYPES: Record<FieldType, object> = {
  keyword: { type: 'keyword' },
  'keyword[]': { type: 'keyword' },
  number: { type: 'double' },
  'number[]': { type: 'double' },
  date: { type: 'date', format: 'strict_date_time' },
  boolean: { type: 'boolean' },
};

/** Mappings of declared fields; each carries its declared type, which the engine's own does not tell. */
export function fieldMappings(fields: Fields): Record<string, object> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, type]) => [name, { ...TYPES[type], meta: { imgsearch: type } }]),
  );
}

/** The name through which a version is written: writes ask for an alias, so that none makes a dropped index anew. */
export const writeAlias = (index: string): string => `${index}-write`;

/** The alias of the version that was promoted before: it moves in one request with the promotion. */
export const previousAlias = (collection: string): string => `${collection}-previous`;

/** Id of the version that an index is: the index's name without the collection's. */
export const versionId = (collection: string, index: string): string => index.slice(collection.length + 1);

type Plan = Pick<IndexMeta, 'engine' | 'space' | 'similarity'> & { readonly vector: object };

/** How this server can hold such vectors. @throws ImageSearchError UNSUPPORTED */
export function planVectors(settings: StoreSettings, server: Server, dimensions: number): Plan {
  const { vectors, m, efConstruction, efSearch, compression, name } = settings;
  const refuse = (what: string, hint: string): ImageSearchError =>
    new ImageSearchError({ code: 'UNSUPPORTED', message: `Store "${name}": ${what}.`, hint });
  const quantized = vectors !== 'float32';
  const engine = settings.engine === 'auto' ? (quantized ? 'faiss' : 'lucene') : settings.engine;
  // faiss takes cosinesimil from 2.19; with unit vectors the inner product is the same.
  const space: Space = engine === 'lucene' || atLeast(server, 2, 19) ? 'cosinesimil' : 'innerproduct';
  const similarity = quantized ? 'quantized' : 'exact';
  const base = { type: 'knn_vector', dimension: dimensions };
  if (dimensions > 16_000) throw refuse(`${dimensions} dimensions are too many`, 'OpenSearch takes 16,000.');
  if (vectors === 'onDisk') {
    if (!atLeast(server, 2, 17))
      throw refuse(
        `OpenSearch ${server.text} keeps no vectors on disk`,
        'Upgrade to 2.17, or leave out vectors.',
      );
    const method = { name: 'hnsw', engine, parameters: { m, ef_construction: efConstruction } };
    const level = compression === undefined ? {} : { compression_level: compression };
    // The server picks the encoder that the level stands for.
    return {
      engine,
      space,
      similarity,
      vector: { ...base, mode: 'on_disk', ...level, space_type: space, method },
    };
  }
  const encoder =
    vectors === 'float16'
      ? { encoder: { name: 'sq', parameters: atLeast(server, 3, 6) ? { bits: 16 } : { type: 'fp16' } } }
      : {};
  // Lucene searches with k candidates; faiss has a number of its own.
  const search = engine === 'faiss' ? { ef_search: efSearch } : {};
  const parameters = { m, ef_construction: efConstruction, ...search, ...encoder };
  return {
    engine,
    space,
    similarity,
    vector: { ...base, method: { name: 'hnsw', engine, space_type: space, parameters } },
  };
}

/** The body that makes an index. @param promoted whether new openers get it */
export function indexBody(
  index: string,
  settings: StoreSettings,
  server: Server,
  { dimensions, fingerprint, fields }: StoreSchema,
  promoted: boolean,
): { readonly settings: object; readonly mappings: object; readonly aliases: object } {
  const { vector, ...plan } = planVectors(settings, server, dimensions);
  const meta: IndexMeta = {
    contract: CONTRACT_VERSION,
    collection: settings.name,
    createdAt: new Date().toISOString(),
    dimensions,
    fingerprint,
    ...plan,
  };
  const kept = { type: 'keyword', index: false, doc_values: false };
  return {
    settings: {
      'index.knn': true,
      ...(settings.shards !== undefined && { 'index.number_of_shards': settings.shards }),
      ...(settings.replicas !== undefined && { 'index.number_of_replicas': settings.replicas }),
    },
    mappings: {
      // Whatever else documents hold is kept and not mapped: no explosion of the mapping.
      dynamic: false,
      _meta: { imgsearch: meta },
      properties: {
        id: { type: 'keyword' },
        productId: { type: 'keyword' },
        imageId: { type: 'keyword' },
        category: { type: 'keyword' },
        contentHash: kept,
        // Never excluded from _source here: a partial update would then lose it (k-NN#1694).
        vector,
        // All metadata as one text of JSON; declared fields are there a second time, typed.
        metadata: kept,
        fields: { dynamic: false, properties: fieldMappings(fields) },
        text: { type: 'text', analyzer: settings.analyzer },
      },
    },
    aliases: { [writeAlias(index)]: {}, ...(promoted && { [settings.name]: {} }) },
  };
}

/** An index in the answer of `GET /<indexes>`. */
export interface IndexAnswer {
  readonly aliases?: Readonly<Record<string, unknown>>;
  readonly mappings?: {
    readonly _meta?: { readonly imgsearch?: IndexMeta };
    readonly properties?: {
      readonly fields?: { readonly properties?: Record<string, { meta?: { imgsearch?: string } }> };
    };
  };
}

/**
 * Reads an index back; undefined where it is not of this collection.
 * @throws ImageSearchError STORE_MISMATCH where another version of this package made it
 */
export function readIndex(index: string, collection: string, answer: IndexAnswer): StoredIndex | undefined {
  const meta = answer.mappings?._meta?.imgsearch;
  if (meta === undefined || meta.collection !== collection) return undefined;
  if (meta.contract !== CONTRACT_VERSION)
    throw new ImageSearchError({
      code: 'STORE_MISMATCH',
      message: `Store "${collection}": index ${index} was made for contract ${meta.contract}, this is ${CONTRACT_VERSION}.`,
      hint: 'Use the version of @imgsearch/opensearch that made it, or index into a new name.',
    });
  const fields: Record<string, FieldType> = {};
  for (const [name, mapping] of Object.entries(answer.mappings?.properties?.fields?.properties ?? {}))
    if (mapping.meta?.imgsearch !== undefined) fields[name] = mapping.meta.imgsearch as FieldType;
  const { dimensions, fingerprint, createdAt, engine, space, similarity } = meta;
  const promoted = Object.hasOwn(answer.aliases ?? {}, collection);
  const previous = Object.hasOwn(answer.aliases ?? {}, previousAlias(collection));
  return {
    index,
    schema: { dimensions, fingerprint, fields },
    createdAt,
    engine,
    space,
    similarity,
    promoted,
    previous,
    meta,
  };
}
