import type { CallOptions } from '../spec/call-options.ts';
import type { IndexOptions } from '../spec/indexing.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { Versions } from './look-through.ts';
import type { VersionDifferences } from './migration.ts';
import type { RunTally } from './run-tally.ts';

/** What every pass works with. */
export interface PassContext {
  readonly versions: Versions;
  readonly to: ImageSearchPipeline;
  readonly call: CallOptions;
  readonly indexing: IndexOptions;
  readonly tally: RunTally;
  readonly settle: number;
}

export interface PassResult {
  /** Records that it wrote or deleted. */
  readonly work: number;
  /** What it found before it did; undefined where it did not look. */
  readonly differences?: VersionDifferences | undefined;
}
