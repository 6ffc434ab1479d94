import type { OpenTable } from './open-table.ts';

/** Up to here there is no index: every search compares with all rows that match. */
export const EXACT_UP_TO = 10_000;
const INDEX_NAME = 'vector_cells';
/** The index is made anew when the table has grown by this since. */
const GROWTH = 2;
/** Share of the cells that a search without a filter looks into: 0.95 recall and more (docs/results). */
const SOME = 0.2;
/** The same with a filter that leaves most rows. */
const MANY = 0.5;

/** Cells of the index: rows grouped around centres. */
const cellsFor = (rows: number): number => Math.max(16, Math.round(Math.sqrt(rows)));

/**
 * Cells to look into. A filter that goes with the vectors may leave nothing in the cells near the query, so that with
 * one all are looked into: as the index skips what does not match, that is quick, and exact.
 * @param matching rows that pass the filter
 */
export function probesFor(rows: number, matching: number): number {
  const share = matching === rows ? SOME : matching > rows / 2 ? MANY : 1;
  // An index built when the table was smaller has fewer cells; asking for more than there are is asking for all.
  return Math.ceil(cellsFor(rows) * share);
}

/** Looks into all cells, and so at all rows. */
export const allProbes = (rows: number): number => cellsFor(rows);

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
