import type { StoreSchema, VectorStore } from '@imgsearch/core';
import type { ConformanceCase } from '../suite/conformance-case.ts';
import type { StoreTask, StoreTaskReport } from './perform-store-task.ts';

/** Optional members of the contract and hooks of the adapter. */
export type StoreNeed =
  | 'searchGroups'
  | 'searchHybrid'
  | 'update'
  | 'deleteWhere'
  | 'count'
  | 'scan'
  | 'flush'
  | 'bulkLoad'
  | 'versions'
  | 'reopen'
  | 'otherProcess'
  | 'stall';

/** What a case gets: stores of its own, and the numbers that the adapter chose. */
export interface StoreKit {
  readonly seed: number;
  /** Random examples of each property. */
  readonly runs: number;
  /** Records that cases on recall write. */
  readonly size: number;
  /** Least share of the right results, 0 to 1. */
  readonly recall: number;
  /** By how much a cosine may be off. */
  readonly tolerance: number;
  /** Numbers from 0 up to 1, the same for the same seed. */
  random(): number;
  /** A new, opened store on an empty collection of its own. */
  open(schema?: Partial<StoreSchema>): Promise<VectorStore>;
  /** A new handle that was not opened. */
  unopened(): Promise<VectorStore>;
  /** A further handle on the same collection, opened. */
  reopen(store: VectorStore, schema?: Partial<StoreSchema>): Promise<VectorStore>;
  /** A further handle on the same collection that was not opened. */
  unopenedAgain(store: VectorStore): Promise<VectorStore>;
  /** Performs a task on the same collection in another process. */
  elsewhere(store: VectorStore, task: Omit<StoreTask, 'name'>): Promise<StoreTaskReport>;
  /** Makes the store's engine stop answering until the returned function is called. */
  stall(store: VectorStore): Promise<() => void>;
  /** Every acknowledged write of the store is searchable when it resolves. */
  settle(store: VectorStore): Promise<void>;
}

/** One promise of the store contract. */
export type StoreCase = ConformanceCase<StoreKit> & { readonly needs: readonly StoreNeed[] };
