import { isConflict } from './map-lance-error.ts';
import type { OpenTable } from './open-table.ts';
import { ensureVectorIndex } from './vector-index.ts';

/** Keeps a table quick: every write adds a version and a fragment, which have to be put together now and then. */
export interface Upkeep {
  /** After a write of that many rows. Compacts in the background when it is due. */
  wrote(rows: number): void;
  /** Compacts where there is something to gain, and sees to the index. */
  flush(): Promise<void>;
}

/** Old versions are kept for this long: a search in another process may still be reading one. */
const KEEP_MILLISECONDS = 60 * 60 * 1000;
const FEW_WRITES = 20;
const MANY_WRITES = 200;

export function createUpkeep(open: OpenTable): Upkeep {
  const { table, queue, logger, store } = open;
  let writes = 0;
  let rows = 0;
  let scheduled: Promise<void> | undefined;

  const compact = async (): Promise<void> => {
    [writes, rows] = [0, 0];
    try {
      await table.optimize({ cleanupOlderThan: new Date(Date.now() - KEEP_MILLISECONDS) });
      await ensureVectorIndex(open);
    } catch (error) {
      // Another process writes or compacts just now. Nothing is lost: the next turn does it.
      if (!isConflict(error)) throw error;
      logger.debug(`Store "${store}": compaction put off, another process writes.`);
    }
  };
  const due = async (): Promise<boolean> =>
    writes >= MANY_WRITES || (writes >= FEW_WRITES && rows >= (await table.countRows()) / 2);
  const runIfDue = async (): Promise<void> => {
    if (await due()) await compact();
  };

  return {
    wrote(count) {
      writes++;
      rows += count;
      if (writes < FEW_WRITES || scheduled !== undefined) return;
      scheduled = queue
        .run(runIfDue)
        .catch((error) => logger.warn(`Store "${store}": compaction failed.`, error))
        .finally(() => {
          scheduled = undefined;
        });
    },
    async flush() {
      await queue.run(async () => {
        // Also what many short-lived processes left, each after a few writes.
        const { numFragments } = (await table.stats()).fragmentStats;
        if (Math.max(writes, numFragments) >= FEW_WRITES) await compact();
        else await ensureVectorIndex(open);
      });
    },
  };
}
