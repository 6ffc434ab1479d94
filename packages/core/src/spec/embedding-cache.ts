import type { CallOptions } from './call-options.ts';
import type { Component } from './component.ts';
import type { BackgroundReport, CategoryReport } from './photo-report.ts';

/** All that searching and indexing need of a picture that has been looked at; no pixels. */
export interface PhotoDescription {
  /** Unit length, owned by whoever asked. */
  readonly vector: Float32Array;
  /** Absent where nobody asked the classifier. */
  readonly category?: CategoryReport | undefined;
  readonly background: BackgroundReport;
}

export interface CacheCallOptions extends CallOptions {
  /** Whether a description without a category is no answer. Default true. */
  readonly categoryNeeded?: boolean | undefined;
}

/** What is used of a Keyv: any of its stores, and anything else with these two. */
export interface KeyValueStore {
  get(key: string): Promise<unknown>;
  /** @param ttl milliseconds */
  set(key: string, value: string, ttl?: number): Promise<unknown>;
  /** Where a Keyv tells of failures that its calls swallow. */
  on?(event: 'error', listener: (error: unknown) => void): unknown;
}

/** Counts since the cache was made. */
export interface EmbeddingCacheStats {
  /** Answers out of this process, and out of the store behind it; remembered failures count too. */
  readonly hits: { readonly memory: number; readonly store: number };
  /** Computations that were started. */
  readonly misses: number;
  /** Callers who waited for what another had asked for already. */
  readonly joined: number;
  /** Pictures held in this process, and their bytes as far as `maxBytes` counts them. */
  readonly entries: number;
  readonly bytes: number;
  /** What the store behind failed at or was too slow for; nobody else noticed. */
  readonly storeFailures: number;
  /** `resting`: the store failed several times running and is left alone for a while. */
  readonly storeState: 'none' | 'working' | 'resting';
}

/** Remembers what pictures turned into. */
export interface EmbeddingCache extends Component {
  readonly info: { readonly id: string };
  /**
   * What is kept under the key, or else what `compute` gives: computed once for everybody who asks meanwhile, and
   * given up only when all of them have gone. A failure that the same bytes would meet again is kept as well.
   * @param key names the picture's bytes and everything else that the description depends on
   * @param compute called at most once, with the options that hold for all who wait
   * @throws whatever `compute` throws, ABORTED, TIMEOUT; never anything of the cache's own
   */
  remember(
    key: string,
    compute: (options: CallOptions) => Promise<PhotoDescription>,
    options?: CacheCallOptions,
  ): Promise<PhotoDescription>;
  stats(): EmbeddingCacheStats;
}
