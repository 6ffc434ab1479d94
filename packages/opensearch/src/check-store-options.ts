import {
  checkKeys,
  checkNumber,
  checkOneOf,
  checkString,
  invalidOption,
  type Logger,
  silentLogger,
} from '@imgsearch/core';
import type { OpenSearchClient } from './opensearch-client.ts';

/** One body of `_search`, and what it is for. */
export interface SearchBodyContext {
  readonly kind: 'search' | 'groups' | 'hybrid';
  readonly index: string;
}

export interface OpenSearchStoreOptions {
  /** Made by the host application, version 2 or 3; the store never closes it. */
  readonly client: OpenSearchClient;
  /** Lower-case letters, digits, `-` and `_`, begun by a letter. The indexes are called `<name>-v1` and so on. */
  readonly name: string;
  /**
   * `create` (default): `open` makes what is missing, also where many processes start at once. `verify`: `open` only
   * reads and refuses what does not fit, for processes that may not manage indexes.
   */
  readonly manage?: 'create' | 'verify' | undefined;
  /** Default `auto`: `lucene`, but `faiss` for float16 and on-disk vectors. Of a new index. */
  readonly engine?: 'auto' | 'lucene' | 'faiss' | undefined;
  /** Of a new index, but for `efSearch`, which is each search's own. */
  readonly hnsw?:
    | {
        /** Neighbours of a vector in the graph. Default 16. */
        readonly m?: number | undefined;
        /** Candidates while the graph is built. Default 128. */
        readonly efConstruction?: number | undefined;
        /** Candidates of a search, at least. Default 128. */
        readonly efSearch?: number | undefined;
      }
    | undefined;
  /**
   * How a new index holds vectors. `float32` (default) is exact; `float16` halves the memory (faiss); `onDisk` keeps
   * compressed vectors in memory and rescores with those on disk (OpenSearch 2.17 or later).
   */
  readonly vectors?: 'float32' | 'float16' | 'onDisk' | undefined;
  /** With `vectors: 'onDisk'`. Default: the server's, 32x. */
  readonly compression?: '2x' | '4x' | '8x' | '16x' | '32x' | undefined;
  /** Shards of a new index. Default: the server's, 1. */
  readonly shards?: number | undefined;
  /** Copies of each shard of a new index. Default: the server's, 1. */
  readonly replicas?: number | undefined;
  /**
   * When a write can be found: `later` (default), with the index's next refresh or `flush`; `wait`, the call waits for
   * that refresh; `now`, it forces one, which is slow in the long run. `get` sees every write at once.
   */
  readonly refresh?: 'later' | 'wait' | 'now' | undefined;
  /**
   * `auto` (default): graph search, and an exact one where it found fewer than were asked for. `always`: every search
   * compares with all records that pass the filter.
   */
  readonly exact?: 'auto' | 'always' | undefined;
  readonly bulk?:
    | {
        /** Largest body of one bulk request in bytes. Default 5,000,000. */
        readonly maxBytes?: number | undefined;
        /** Most records in one bulk request. Default 1,000. */
        readonly maxRecords?: number | undefined;
        /** Milliseconds for which a call goes on trying while the cluster is busy or away. Default 60,000. */
        readonly retryFor?: number | undefined;
      }
    | undefined;
  /** Milliseconds for one request. Default: the client's own, 30,000. */
  readonly requestTimeout?: number | undefined;
  /** Metadata that hybrid search reads: names of entries with text. Default: every text and list of texts. */
  readonly textFields?: readonly string[] | undefined;
  /** Analyzer of that text in a new index. Default `standard`; `cjk` or `nori` suit Korean. */
  readonly analyzer?: string | undefined;
  /** `auto` (default): by the neural-search plugin where it is there. `client`: two searches, fused here. */
  readonly hybrid?: 'auto' | 'client' | undefined;
  /** For users that may not ask for it. */
  readonly serverVersion?: string | undefined;
  /**
   * Changes the body of every search: boosts, `preference`, `timeout` and the like. Similarity is then computed here,
   * from the vectors, and the order is the engine's.
   */
  readonly extendSearchBody?:
    | ((body: Record<string, unknown>, context: SearchBodyContext) => Record<string, unknown>)
    | undefined;
  /** Silent by default. */
  readonly logger?: Logger | undefined;
}

const KEYS: readonly (keyof OpenSearchStoreOptions)[] = [
  'client',
  'name',
  'manage',
  'engine',
  'hnsw',
  'vectors',
  'compression',
  'shards',
  'replicas',
  'refresh',
  'exact',
  'bulk',
  'requestTimeout',
  'textFields',
  'analyzer',
  'hybrid',
  'serverVersion',
  'extendSearchBody',
  'logger',
];

/** The options, checked and with their defaults. */
export interface StoreSettings {
  readonly client: OpenSearchClient;
  readonly name: string;
  readonly manage: 'create' | 'verify';
  readonly engine: 'auto' | 'lucene' | 'faiss';
  readonly m: number;
  readonly efConstruction: number;
  readonly efSearch: number;
  readonly vectors: 'float32' | 'float16' | 'onDisk';
  readonly compression: OpenSearchStoreOptions['compression'];
  readonly shards: number | undefined;
  readonly replicas: number | undefined;
  readonly refresh: 'later' | 'wait' | 'now';
  readonly exact: 'auto' | 'always';
  readonly maxBytes: number;
  readonly maxRecords: number;
  readonly retryFor: number;
  readonly requestTimeout: number | undefined;
  readonly textFields: readonly string[] | undefined;
  readonly analyzer: string;
  readonly hybrid: 'auto' | 'client';
  readonly serverVersion: string | undefined;
  readonly extendSearchBody: OpenSearchStoreOptions['extendSearchBody'];
  readonly logger: Logger;
}

const whole = { min: 1, integer: true };

/** The options with defaults. @throws ImageSearchError INVALID_OPTIONS */
export function checkStoreOptions(options: OpenSearchStoreOptions): StoreSettings {
  checkKeys('options', options, KEYS);
  const { client, hnsw, bulk, compression, textFields, serverVersion, extendSearchBody } = options;
  if (typeof client?.transport?.request !== 'function')
    throw invalidOption('client', 'a Client of @opensearch-project/opensearch', client);
  const name = checkString('name', options.name);
  if (!/^[a-z][a-z0-9_-]{0,199}$/.test(name))
    throw invalidOption(
      'name',
      'at most 200 lower-case letters, digits, "-" and "_", begun by a letter',
      name,
    );
  checkKeys('hnsw', hnsw, ['m', 'efConstruction', 'efSearch']);
  checkKeys('bulk', bulk, ['maxBytes', 'maxRecords', 'retryFor']);
  const vectors = checkOneOf('vectors', options.vectors, ['float32', 'float16', 'onDisk'], 'float32');
  const engine = checkOneOf('engine', options.engine, ['auto', 'lucene', 'faiss'], 'auto');
  if (engine === 'lucene' && vectors === 'float16')
    throw invalidOption('engine', '"auto" or "faiss" for float16 vectors', engine);
  if (compression !== undefined) {
    checkOneOf('compression', compression, ['2x', '4x', '8x', '16x', '32x']);
    if (vectors !== 'onDisk')
      throw invalidOption('compression', 'nothing unless vectors is "onDisk"', compression);
  }
  if (
    textFields !== undefined &&
    !(Array.isArray(textFields) && textFields.every((field) => typeof field === 'string'))
  )
    throw invalidOption('textFields', 'an array of names', textFields);
  if (serverVersion !== undefined && !/^\d+\.\d+/.test(serverVersion))
    throw invalidOption('serverVersion', 'a version such as "2.19.1"', serverVersion);
  if (extendSearchBody !== undefined && typeof extendSearchBody !== 'function')
    throw invalidOption('extendSearchBody', 'a function', extendSearchBody);
  const optional = (option: 'shards' | 'replicas' | 'requestTimeout', min: number) =>
    options[option] === undefined ? undefined : checkNumber(option, options[option], { min, integer: true });
  return {
    client,
    name,
    manage: checkOneOf('manage', options.manage, ['create', 'verify'], 'create'),
    engine,
    m: checkNumber('hnsw.m', hnsw?.m, { min: 2, max: 512, integer: true, fallback: 16 }),
    efConstruction: checkNumber('hnsw.efConstruction', hnsw?.efConstruction, { ...whole, fallback: 128 }),
    efSearch: checkNumber('hnsw.efSearch', hnsw?.efSearch, { ...whole, max: 10_000, fallback: 128 }),
    vectors,
    compression,
    shards: optional('shards', 1),
    replicas: optional('replicas', 0),
    refresh: checkOneOf('refresh', options.refresh, ['later', 'wait', 'now'], 'later'),
    exact: checkOneOf('exact', options.exact, ['auto', 'always'], 'auto'),
    maxBytes: checkNumber('bulk.maxBytes', bulk?.maxBytes, {
      min: 10_000,
      integer: true,
      fallback: 5_000_000,
    }),
    maxRecords: checkNumber('bulk.maxRecords', bulk?.maxRecords, { ...whole, fallback: 1000 }),
    retryFor: checkNumber('bulk.retryFor', bulk?.retryFor, { min: 0, fallback: 60_000 }),
    requestTimeout: optional('requestTimeout', 1),
    textFields,
    analyzer: checkString('analyzer', options.analyzer ?? 'standard'),
    hybrid: checkOneOf('hybrid', options.hybrid, ['auto', 'client'], 'auto'),
    serverVersion,
    extendSearchBody,
    logger: options.logger ?? silentLogger,
  };
}
