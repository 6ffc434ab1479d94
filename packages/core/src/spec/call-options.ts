/** Who waits for the answer: a shopper (`interactive`) or an indexing run (`bulk`). */
export type Priority = 'interactive' | 'bulk';

/** The last argument of every call that computes or does input and output. */
export interface CallOptions {
  /** Releases the caller at once; work that a model has already started runs to its end unheard. */
  readonly signal?: AbortSignal | undefined;
  /** Interactive work overtakes bulk work that waits. Default `interactive`. */
  readonly priority?: Priority | undefined;
  /**
   * Whose work it is, e.g. the name of a tenant: where work must wait, callers take turns. Told apart like keys of a map.
   * Default: every call of a pipeline is a caller of its own, so that twenty photos of one do not keep others waiting.
   */
  readonly caller?: unknown;
  /** Milliseconds since the epoch. Work that has not started by then is refused with TIMEOUT. */
  readonly deadline?: number | undefined;
}
