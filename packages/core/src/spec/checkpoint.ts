import type { CallOptions } from './call-options.ts';
import type { Component } from './component.ts';

/**
 * Why something failed, from the error's code. `unreadable`: no picture in the bytes. `source`: the bytes could not be
 * had. `invalid`: the product itself is wrong.
 */
export type FailureKind =
  | 'unreadable'
  | 'too-large'
  | 'not-found'
  | 'source'
  | 'invalid'
  | 'model'
  | 'store'
  | 'other';

/** A failure that is remembered. */
export interface CheckpointFailure {
  readonly kind: FailureKind;
  /** Code of the last error. */
  readonly code: string;
  /** Message of the last error. */
  readonly message: string;
  /** Tries so far, those of earlier runs among them. */
  readonly attempts: number;
  /** When it was last tried, as an ISO date. */
  readonly at: string;
}

/** What is known of one picture. */
export interface CheckpointImage {
  /** Unique within the product. */
  readonly id: string;
  /** SHA-256 of its bytes, lower-case hex; absent where they were never read to their end. */
  readonly contentHash?: string | undefined;
  /** The source's own mark for this state of the picture. */
  readonly version?: string | undefined;
  /** Absent where the store has acknowledged the picture's record. */
  readonly failure?: CheckpointFailure | undefined;
}

/** What is known of one product: the state that the store has acknowledged. */
export interface CheckpointEntry {
  /** Where the records are: a digest of the store's kind and name, the vector space and the scope. */
  readonly target: string;
  readonly productId: string;
  /** Digest of the metadata, in any order of its keys; empty where the store may hold other metadata. */
  readonly metadataHash: string;
  /** Leaf that the product brought; absent where a classifier decides. */
  readonly category?: string | undefined;
  readonly images: readonly CheckpointImage[];
  /** Why the product as a whole failed. */
  readonly failure?: CheckpointFailure | undefined;
  /** Its pictures are being changed: the store may hold the old ones, the new ones or some of each. */
  readonly underway?: true | undefined;
}

export interface CheckpointQuery {
  /** Default: every target. */
  readonly target?: string | undefined;
  /** Only products with a failure, of their own or of a picture. Default false. */
  readonly failed?: boolean | undefined;
}

/**
 * Remembers what an index run has done, so that the next one goes on from there. One entry a target and product; the
 * latest one counts. Whatever can keep a value under a key can hold it: a file, Redis, a database.
 * Failures are CHECKPOINT_FAILED and end the run.
 */
export interface Checkpoint extends Component {
  readonly info: {
    /** Kind of checkpoint, e.g. `file`. */
    readonly id: string;
    /** Which one, for messages, e.g. its path. */
    readonly name: string;
  };
  /** In the order given; null where nothing is known. */
  read(
    target: string,
    productIds: readonly string[],
    options?: CallOptions,
  ): Promise<(CheckpointEntry | null)[]>;
  /**
   * Keeps the entries, each in place of the product's earlier one. When it resolves, all of them outlive a crash of
   * this process; a batch is acknowledged once. An empty one only makes sure that it can be written.
   */
  write(entries: readonly CheckpointEntry[], options?: CallOptions): Promise<void>;
  /** Forgets products; unknown ones are no error. */
  delete(target: string, productIds: readonly string[], options?: CallOptions): Promise<void>;
  /** Every entry that was there when it was called, once, in any order; later changes may or may not show. */
  entries(query?: CheckpointQuery, options?: CallOptions): AsyncIterable<CheckpointEntry>;
  close(): Promise<void>;
}
