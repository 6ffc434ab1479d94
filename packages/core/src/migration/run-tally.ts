import type { IndexFailure, IndexOptions, Product } from '../spec/indexing.ts';
import type { ImageSearchPipeline } from '../spec/pipeline.ts';
import type { MigrationEvent } from './migration.ts';

/** Failures that a report lists. */
const LISTED = 100;

/** What the index runs of one migration run came to. */
export interface RunTally {
  readonly sums: { indexed: number; updated: number; deleted: number; failed: number };
  readonly failures: readonly IndexFailure[];
  /**
   * Products that failed, or that were made again and differ all the same: one try a run is enough. Keys as the passes
   * make them.
   */
  readonly settled: Set<string>;
  /** Indexes to the end. @returns pictures written */
  index(
    pipeline: ImageSearchPipeline,
    products: AsyncIterable<Product>,
    options: IndexOptions,
    keyOf: (productId: string) => string,
  ): Promise<number>;
}

export function createRunTally(onEvent: ((event: MigrationEvent) => void) | undefined): RunTally {
  const sums = { indexed: 0, updated: 0, deleted: 0, failed: 0 };
  const failures: IndexFailure[] = [];
  const settled = new Set<string>();
  return {
    sums,
    failures,
    settled,
    async index(pipeline, products, options, keyOf) {
      const run = pipeline.index(products, options);
      for await (const event of run) {
        onEvent?.(event);
        if (event.type !== 'item-error') continue;
        settled.add(keyOf(event.productId));
        if (failures.length < LISTED) failures.push(event);
      }
      const { indexed, updated, deleted, failed } = await run;
      sums.indexed += indexed;
      sums.updated += updated;
      sums.deleted += deleted;
      sums.failed += failed;
      return indexed + updated + deleted;
    },
  };
}
