import type { Fields, Logger, StoreSchema } from '@imgsearch/core';
import type { Table } from '@lancedb/lancedb';
import type { LanceLibrary } from './lance-library.ts';
import type { WriteQueue } from './write-queue.ts';

/** One version of a collection, open. */
export interface OpenTable {
  readonly library: LanceLibrary;
  readonly table: Table;
  /** Name for messages. */
  readonly store: string;
  readonly logger: Logger;
  readonly queue: WriteQueue;
  /** Id of the version: the table's name. */
  readonly version: string;
  readonly dimensions: number;
  readonly fingerprint: StoreSchema['fingerprint'];
  /** Declared fields, all that were ever declared. */
  fields: Fields;
  /** Bulk loads of this handle that have not ended. */
  readonly loads: Set<string>;
}
