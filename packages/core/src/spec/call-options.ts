/** Who waits for the answer: a shopper (`interactive`) or an indexing run (`bulk`). */
export type Priority = 'interactive' | 'bulk';

/** The last argument of every call that computes or does input and output. */
export interface CallOptions {
  /** Releases the caller at once; work that a model has already started runs to its end unheard. */
  readonly signal?: AbortSignal | undefined;
  /** Interactive work overtakes bulk work that waits. Default `interactive`. */
  readonly priority?: Priority | undefined;
  /** Milliseconds since the epoch. Work that has not started by then is refused with TIMEOUT. */
  readonly deadline?: number | undefined;
}
