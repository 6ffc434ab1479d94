/** What every command is given. */
export interface CommandContext {
  /** Fires on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Ends with 1 although the command came to its end: some items failed. */
  fail(): void;
}
