/** One promise of a contract, as data: `run` throws where it is broken. */
export interface ConformanceCase<Context> {
  /** A sentence, unique in its suite. */
  readonly name: string;
  readonly group: string;
  /** Optional members and hooks without which the case does not apply. */
  readonly needs: readonly string[];
  run(context: Context): Promise<void>;
}

/** A case that this adapter does not pass, and why that is right. */
export interface SkippedCase {
  readonly case: string;
  readonly reason: string;
}

/** What became of one case. */
export interface CaseReport {
  readonly name: string;
  readonly group: string;
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'not applicable';
  /** Why it was skipped, or what it needs that the adapter does not have. */
  readonly reason?: string | undefined;
  /** A ConformanceError where the contract was broken; anything else is a crash. */
  readonly error?: unknown;
  readonly milliseconds: number;
}

/** What binds and runs the cases of one suite, whichever contract it is for. */
export interface Suite<Context> {
  readonly name: string;
  readonly cases: readonly ConformanceCase<Context>[];
  readonly skip: readonly SkippedCase[];
  /** Shown on failure, to repeat it. */
  readonly seed: number;
  /** Milliseconds for one case, for the test runner. */
  readonly timeout: number;
  /** Makes a context, and says what a case of these needs lacks, or undefined. */
  enter(needs: readonly string[]): Promise<{ context: Context; lacks: string | undefined }>;
  /** Ends a context and frees what it holds. */
  leave(context: Context): Promise<void>;
}
