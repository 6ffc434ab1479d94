import type { OpenTable } from './open-table.ts';

/** Up to here every search compares with all rows that match: exact, and as fast as an index would be. */
export const EXACT_UP_TO = 20_000;
const INDEX_NAME = 'vector_cells';
/** The index is made anew when the table has grown by this since. */
const GROWTH = 2;

/** Cells of the index: rows grouped around centres. */
const cellsFor = (rows: number): number => Math.max(16, Math.round(Math.sqrt(rows)));

/** Cells to look into, for 0.95 recall and more (docs/results/stores.json); a filter thins them out. */
export function probesFor(rows: number, matching: number): number {
  const cells = cellsFor(rows);
  return Math.min(cells, Math.ceil((cells * 0.12 + 8) * Math.sqrt(rows / Math.max(1, matching))));
}

/**
 * Builds the index where the table has outgrown exact search, or has doubled since; rows written later are compared
 * one by one until the table is optimised.
 */
export async function ensureVectorIndex({ table, library, logger, store }: OpenTable): Promise<void> {
  const rows = await table.countRows();
  if (rows <= EXACT_UP_TO) return;
  const existing = (await table.listIndices()).find(({ columns }) => columns.includes('vector'));
  if (existing !== undefined) {
    const builtFor = Number(existing.name.slice(INDEX_NAME.length + 1));
    if (rows < builtFor * GROWTH) return;
    await table.dropIndex(existing.name);
  }
  const started = performance.now();
  const config = library.lancedb.Index.ivfFlat({ distanceType: 'cosine', numPartitions: cellsFor(rows) });
  await table.createIndex('vector', { config, name: `${INDEX_NAME}_${rows}`, replace: true });
  logger.info(`Store "${store}": indexed ${rows} vectors in ${Math.round(performance.now() - started)} ms.`);
}
