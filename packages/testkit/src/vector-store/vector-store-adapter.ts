import type { VectorStore } from '@imgsearch/core';
import type { SkippedCase } from '../suite/conformance-case.ts';
import type { StoreTask, StoreTaskReport } from './perform-store-task.ts';
import type { StoreCase } from './store-case.ts';

/** One collection that the kit asks for: lower-case letters, digits and underscores, begun by a letter. */
export interface Collection {
  readonly name: string;
}

/** How the kit gets at the store under test. Only `create` is required; each further hook opens more cases. */
export interface VectorStoreAdapter {
  /** A handle, not yet opened, on an empty collection of this name. No two cases share a name. */
  create(collection: Collection): VectorStore | Promise<VectorStore>;
  /**
   * A further handle, not yet opened, on a collection that `create` made: as after a restart, and beside the first one.
   * Leave it out where data dies with its handle.
   */
  reopen?(collection: Collection): VectorStore | Promise<VectorStore>;
  /** Performs a task on the collection in another process: see `forkStoreTask` of `@imgsearch/testkit/node`. */
  otherProcess?(task: StoreTask): Promise<StoreTaskReport>;
  /** Makes the engine behind this opened store stop answering until the returned function is called. */
  stall?(store: VectorStore): (() => void) | Promise<() => void>;
  /** Returns when every acknowledged write is searchable. Default: the store's own `flush`, where it has one. */
  settle?(store: VectorStore): Promise<void>;
  /** Removes what `create` made, after a case and after its handles are closed. */
  destroy?(collection: Collection): Promise<void>;
  /** Cases that this store does not pass, each with the reason. A name that is no case is refused. */
  readonly skip?: readonly SkippedCase[] | undefined;
  /** Cases of the adapter's own, run like the others. */
  readonly extra?: readonly StoreCase[] | undefined;
  /** Of all random data. Default: another one each time; failures print it. */
  readonly seed?: number | undefined;
  /** Random examples of each property. Default 50. */
  readonly runs?: number | undefined;
  /** Records in the cases on numbers. Default 600; from where an index replaces exact search, take more than that. */
  readonly size?: number | undefined;
  /** Least recall, 0 to 1, against brute force. Default 0.95. */
  readonly recall?: number | undefined;
  /** How far a cosine or a vector's number may be off. Default 1e-4, and 0.02 where `info.similarity` is `quantized`. */
  readonly tolerance?: number | undefined;
  /** Milliseconds for one case. Default 60,000. */
  readonly timeout?: number | undefined;
}
