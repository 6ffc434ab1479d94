import type { CallOptions } from './call-options.ts';
import type { Component } from './component.ts';
import type { Fields, Metadata } from './fields.ts';
import type { FilterNode } from './filter.ts';
import type { Fingerprint } from './fingerprint.ts';

/** One picture of one product. */
export interface VectorRecord {
  /** From `productId` and `imageId`, never from the content; at most 512 bytes of UTF-8. */
  readonly id: string;
  readonly productId: string;
  readonly imageId: string;
  /** Unit length, `dimensions` long. The store copies it. */
  readonly vector: Float32Array;
  /** Leaf category id, or `other`. */
  readonly category: string;
  /** SHA-256 of the picture's bytes, lower-case hex. */
  readonly contentHash: string;
  readonly metadata: Metadata;
}

/** A record as search returns it; the vector only where `includeVectors` asked for it. */
export interface StoreHit extends Omit<VectorRecord, 'vector'> {
  readonly vector?: Float32Array | undefined;
  /** Cosine, -1 to 1, whatever the engine's own score. */
  readonly similarity: number;
  /** Id of the version that the record was found in; absent where the store has no versions. */
  readonly version?: string | undefined;
}

/** What became of one record. Never one boolean for a batch. */
export type RecordOutcome =
  | { readonly id: string; readonly ok: true; readonly found?: boolean | undefined }
  | { readonly id: string; readonly ok: false; readonly error: Error; readonly retryable: boolean };

/** What a store takes at most; a call beyond is refused with INVALID_OPTIONS. */
export interface StoreLimits {
  /** Largest `limit` of one search; at least 100. */
  readonly maxResults: number;
  /** Hits that one search may skip. */
  readonly maxOffset: number;
  /** Records in one upsert or ids in one delete, get or update. */
  readonly maxBatch: number;
  /** Values in one `in`. */
  readonly maxFilterValues: number;
}

/** What a store says of itself. */
export interface StoreInfo {
  /** Kind of store, e.g. `memory`. */
  readonly id: string;
  /** Name of this collection. */
  readonly name: string;
  /** `quantized` where vectors are kept more coarsely than in 32 bits. */
  readonly similarity: 'exact' | 'quantized';
  /** Id of the version that this handle addresses, once it is open, where the store keeps versions. */
  readonly version?: string | undefined;
  readonly limits: StoreLimits;
}

/** What the pipeline tells the store before the first call. */
export interface StoreSchema {
  /** Length of every vector. */
  readonly dimensions: number;
  readonly fingerprint: Fingerprint;
  /** Declared fields. New ones are added; a changed type is refused with STORE_MISMATCH. */
  readonly fields: Fields;
}

/** What was found. */
export interface StoreOpenResult {
  /** Fingerprint found with the data, or the given one where the store was new. */
  readonly fingerprint: Fingerprint;
  readonly warnings: readonly string[];
}

/** Which records are wanted: the most similar first, ties by id. */
export interface StoreQuery {
  /** Unit length. */
  readonly vector: Float32Array;
  /** Hits wanted, at most. */
  readonly limit: number;
  /** Hits that are skipped. Default 0. */
  readonly offset?: number | undefined;
  /** Holds while searching, not afterwards. */
  readonly filter?: FilterNode | undefined;
  /** Cosine; hits below are left out. */
  readonly minSimilarity?: number | undefined;
  /** Whether hits carry their vectors. Default false. */
  readonly includeVectors?: boolean | undefined;
}

/** Records of one product, best first. */
export interface StoreGroup {
  readonly productId: string;
  readonly hits: readonly StoreHit[];
}

/** `limit` and `offset` count products. */
export interface StoreGroupQuery extends StoreQuery {
  /** Hits kept a product. Default 1. */
  readonly hitsPerGroup?: number | undefined;
}

/** Asks for words and a vector at once. */
export interface StoreHybridQuery extends StoreQuery {
  /** What the text of the metadata is searched for. */
  readonly text: string;
  /** By ranks (reciprocal rank fusion), or by scores with a share of 0 to 1 for the vector. Default `rrf`. */
  readonly fusion?: 'rrf' | { readonly vectorWeight: number } | undefined;
}

/** New metadata, category, or both, in place of the old; the vector stays. */
export interface MetadataUpdate {
  readonly id: string;
  readonly metadata?: Metadata | undefined;
  readonly category?: string | undefined;
}

/** Which records are listed. */
export interface StoreScanQuery {
  readonly filter?: FilterNode | undefined;
  /** Cursor of the last record already seen. */
  readonly after?: string | undefined;
  readonly includeVectors?: boolean | undefined;
}

/** A record, and where a scan goes on behind it. */
export interface StoreScanEntry {
  readonly record: Omit<VectorRecord, 'vector'> & { readonly vector?: Float32Array | undefined };
  readonly cursor: string;
}

/** A first load: faster, and searchable only after `commit`. */
export interface BulkLoad {
  upsert(records: readonly VectorRecord[], options?: CallOptions): Promise<RecordOutcome[]>;
  commit(options?: CallOptions): Promise<void>;
  abort(options?: CallOptions): Promise<void>;
}

/** One vector space with its records. */
export interface StoreVersion {
  readonly id: string;
  readonly fingerprint: Fingerprint;
  readonly promoted: boolean;
  /** Whether it was the promoted one before the one that is now; absent where the store does not remember. */
  readonly previous?: boolean | undefined;
  /** ISO date. */
  readonly createdAt: string;
}

/** Versions of one collection, one vector space each. */
export interface StoreVersions {
  list(options?: CallOptions): Promise<StoreVersion[]>;
  create(schema: StoreSchema, options?: CallOptions): Promise<StoreVersion>;
  open(id: string, options?: CallOptions): Promise<VectorStore>;
  /** Moves only the default for new openers, in one step: at every moment one version is promoted. */
  promote(id: string, options?: CallOptions): Promise<void>;
  /** @throws ImageSearchError STORE_REJECTED for the promoted one */
  drop(id: string, options?: CallOptions): Promise<void>;
}

/**
 * Keeps vectors and finds the nearest. A handle is one version of one space. Similarity is always cosine.
 * The presence of an optional member is the capability; `@imgsearch/core` has one fallback each for
 * `searchGroups`, `deleteWhere` and `count`.
 * Ties in similarity are ordered by id, ascending by code unit.
 */
export interface VectorStore extends Component {
  readonly info: StoreInfo;
  /** Idempotent. @throws ImageSearchError STORE_MISMATCH, STORE_UNAVAILABLE, STORE_UNAUTHORIZED */
  open(schema: StoreSchema, options?: CallOptions): Promise<StoreOpenResult>;
  /** Replaces by id; of one id twice in a batch the last wins. Outcomes in the order given. */
  upsert(records: readonly VectorRecord[], options?: CallOptions): Promise<RecordOutcome[]>;
  /** Missing ids are ok with `found: false`. */
  delete(ids: readonly string[], options?: CallOptions): Promise<RecordOutcome[]>;
  /** In the order given; null where there is none. */
  get(ids: readonly string[], options?: CallOptions): Promise<(VectorRecord | null)[]>;
  /** Best first. */
  search(query: StoreQuery, options?: CallOptions): Promise<StoreHit[]>;
  close(): Promise<void>;

  /** Best products first, each with its best records. */
  searchGroups?(query: StoreGroupQuery, options?: CallOptions): Promise<StoreGroup[]>;
  searchHybrid?(query: StoreHybridQuery, options?: CallOptions): Promise<StoreHit[]>;
  /** Replaces metadata and, where given, category; vectors stay. Missing ids are ok with `found: false`. */
  update?(updates: readonly MetadataUpdate[], options?: CallOptions): Promise<RecordOutcome[]>;
  deleteWhere?(filter: FilterNode, options?: CallOptions): Promise<{ readonly deleted: number }>;
  count?(
    filter?: FilterNode,
    options?: CallOptions,
  ): Promise<{ readonly value: number; readonly exact: boolean }>;
  /** Records present throughout appear exactly once; resumable by cursor. */
  scan?(query: StoreScanQuery, options?: CallOptions): AsyncIterable<StoreScanEntry>;
  /** When it resolves, every acknowledged write is searchable. */
  flush?(options?: CallOptions): Promise<void>;
  bulkLoad?(options?: CallOptions): Promise<BulkLoad>;
  readonly versions?: StoreVersions | undefined;
}
