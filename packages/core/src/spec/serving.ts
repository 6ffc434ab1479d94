import type { CallOptions } from './call-options.ts';
import type { EmbeddingCacheStats } from './embedding-cache.ts';

/**
 * Room for one search, taken before anything of it is read. It counts as underway for a second; whoever has not begun
 * by then (a slow upload) keeps nobody out, and has to find room again when he begins.
 */
export interface Place {
  /** Gives the room back. Idempotent; a search that used it has given it back already. */
  release(): void;
}

/** Options of a call that looks at photos while somebody waits. */
export interface QueryCallOptions extends CallOptions {
  /** What `admit` gave. Default: the call asks for room itself. */
  readonly place?: Place | undefined;
}

/** How many searches, embeds and analyses a pipeline takes at once. */
export interface AdmissionPolicy {
  /** More at once are refused with QUEUE_FULL before any work. Default 256. */
  readonly maxSearches?: number | undefined;
  /**
   * Milliseconds within which a call must be answered that brings no deadline of its own; what cannot be, at the pace
   * of the calls before it, is refused with QUEUE_FULL at once. Default: none.
   */
  readonly deadline?: number | undefined;
}

/** Milliseconds of the latest calls, at most 512 of them. */
export interface RecentTimes {
  /** Calls since the beginning. */
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** What stands before a model or the image processor. Counts since the beginning. */
export interface QueueStats {
  /** Items that have not been started, now. */
  readonly waiting: { readonly interactive: number; readonly bulk: number };
  /** Runs, now. */
  readonly running: number;
  readonly runs: number;
  readonly items: number;
  /** Items in a run, on average of the latest runs. */
  readonly batchSize: number;
  /** Items refused with QUEUE_FULL. */
  readonly refused: number;
  /** Items whose caller left, or whose deadline passed, before they were started. */
  readonly dropped: number;
  /** Runs that failed, those that were repeated in halves among them. */
  readonly failures: number;
  /** Waiting of an item. */
  readonly wait: RecentTimes;
  /** Duration of a run. */
  readonly run: RecentTimes;
}

export type QueueRole = 'decode' | 'cutOut' | 'backgroundRemover' | 'embedder' | 'classifier';

/** A snapshot of a pipeline, all its scopes together. */
export interface PipelineStats {
  readonly searches: {
    /** Underway, now; places that were given and not yet used count. */
    readonly running: number;
    /** How many there may be, now: fewer than `maxSearches` where deadlines could not be kept. */
    readonly limit: number;
    readonly accepted: number;
    /** Refused with QUEUE_FULL. */
    readonly refused: number;
    /** Ended with an error. */
    readonly failed: number;
    /** Of those that were answered. */
    readonly duration: RecentTimes;
  };
  readonly queues: { readonly [R in QueueRole]?: QueueStats };
  readonly store: { readonly calls: number; readonly failures: number; readonly duration: RecentTimes };
  readonly cache?: EmbeddingCacheStats | undefined;
}

/**
 * `starting`: the store is not open. `degraded`: it answers, but not as it should. `closing`: it takes nothing more.
 */
export type HealthState = 'starting' | 'ready' | 'degraded' | 'closing';

/** Why a pipeline is not simply `ready`. */
export interface HealthReason {
  /** `searches`, or the role of a component: `store`, `embedder`, `cache`, ... */
  readonly part: string;
  /** A code of `ImageSearchError`. */
  readonly code: string;
  /** For people; may name hosts and files. */
  readonly message: string;
}

export interface PipelineHealth {
  readonly state: HealthState;
  readonly reasons: readonly HealthReason[];
}
