/** Version of the contracts in this folder; every component carries the one it was written for. */
export const SPEC_VERSION = 1;
export type SpecVersion = typeof SPEC_VERSION;

/** What every pluggable part has in common. */
export interface Component {
  readonly specVersion: SpecVersion;
  /** Frees what the component holds. Idempotent; waits for work in flight. */
  close?(): Promise<void>;
  [Symbol.asyncDispose]?(): Promise<void>;
}

/** Where fallbacks and oddities are told. Silent unless the host passes one; `console` fits. */
export interface Logger {
  debug(message: string, details?: unknown): void;
  info(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
  error(message: string, details?: unknown): void;
}

/** What runs models: threads, a device. Known by identity: models that name the same one share its places. */
export interface Runner {
  /** Runs at once. */
  readonly places: number;
}

/** What every model says about itself. */
export interface ModelInfo {
  /** Name for people and logs, e.g. `clip-vit-b-32`. */
  readonly id: string;
  /** Hash over weights and preprocessing: two models with one fingerprint give the same numbers. */
  readonly fingerprint: string;
  /** Largest number of inputs in one call; the pipeline never sends more. */
  readonly maxBatchSize: number;
  /**
   * What it runs on, where it is known: batches are then made up when there is a place for them and not before, in one
   * order for all models there. Default: two runs at once, of this model alone.
   */
  readonly runner?: Runner | undefined;
  /** Execution provider in use, e.g. `cpu` or `cuda`. */
  readonly provider?: string | undefined;
  /** Everything that did not go as asked while loading, such as a fallback to another file. */
  readonly warnings?: readonly string[] | undefined;
}
