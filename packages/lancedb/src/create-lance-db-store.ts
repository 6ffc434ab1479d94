import { resolve } from 'node:path';
import { checkKeys, checkString, invalidOption, type Logger, silentLogger } from '@imgsearch/core';
import { createStoreHandle } from './create-store-handle.ts';
import type { LanceDbStore } from './lance-db-store.ts';

export interface LanceDbStoreOptions {
  /** Folder on a local disk; made where it is missing. Several collections may share it, each in a folder of its own. */
  readonly folder: string;
  /** Name of the collection: up to 64 letters, digits, dots, dashes and underscores. Default `pictures`. */
  readonly name?: string | undefined;
  /** Hears of index building, repairs and compaction. Default silent. */
  readonly logger?: Logger | undefined;
}

/**
 * Vectors in a folder on disk, with LanceDB: no server. Other processes may read and write the same folder; what was
 * acknowledged outlives a killed process. Search is exact up to 10,000 records; from there `flush` builds an index with
 * vectors in full precision, and a search without a filter looks into a fifth of it. LanceDB is loaded by `open`.
 * Vectors and metadata are copied in and out. An aborted call returns at once; its work goes on unheard.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * const store = createLanceDbStore({ folder: './data' });
 * await store.open({ dimensions: 256, fingerprint, fields: { brand: 'keyword' } });
 */
export function createLanceDbStore(options: LanceDbStoreOptions): LanceDbStore {
  checkKeys('options', options, ['folder', 'name', 'logger']);
  const folder = checkString('folder', options?.folder);
  const name = checkString('name', options.name ?? 'pictures');
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name))
    throw invalidOption('name', 'up to 64 letters, digits, dots, dashes and underscores', name);
  return createStoreHandle({ folder: resolve(folder, name), name, logger: options.logger ?? silentLogger });
}
