import {
  checkMetadata,
  checkString,
  type FilterNode,
  type MetadataUpdate,
  type RecordOutcome,
  type VectorRecord,
} from '@imgsearch/core';
import { LIMITS } from './limits.ts';
import type { OpenTable } from './open-table.ts';
import { toOrderedText } from './ordered-text.ts';
import { existingIds, idsIn } from './read-records.ts';
import { type ColumnValues, fieldValues, metadataText, recordsToArrow, toArrowTable } from './record-rows.ts';
import { sift, siftRecords } from './sift.ts';
import { describeTable } from './table-schema.ts';
import { translateFilter } from './translate-filter.ts';

/** One commit for the whole batch: its good records are all written, or the call throws and none is. */
export async function upsertRecords(
  open: OpenTable,
  batch: readonly VectorRecord[],
): Promise<RecordOutcome[]> {
  const { library, table, queue, dimensions, fingerprint } = open;
  const schema = { dimensions, fingerprint, fields: open.fields };
  const { outcomes, good } = siftRecords(batch, schema);
  if (good.length > 0)
    await queue.run(async () => {
      // Another process may have declared further fields since; their columns are filled too.
      const { fields } = describeTable(await table.schema())!;
      const rows = recordsToArrow(library, fields, good, dimensions);
      await table.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
    });
  return outcomes;
}

export async function deleteRecords(
  { table, queue }: OpenTable,
  ids: readonly string[],
): Promise<RecordOutcome[]> {
  if (ids.length === 0) return [];
  return queue.run(async () => {
    const found = await existingIds(table, ids);
    if (found.size > 0) await table.delete(idsIn([...found]));
    // Of one id twice in a batch, the second finds it gone.
    return ids.map((id) => ({ id, ok: true, found: found.delete(id) }));
  });
}

/** Writes metadata and category without reading or touching vectors. */
export async function updateRecords(
  open: OpenTable,
  updates: readonly MetadataUpdate[],
): Promise<RecordOutcome[]> {
  const { library, table, queue } = open;
  const { outcomes, good } = sift<MetadataUpdate>(
    updates,
    ({ metadata, category }) => {
      checkMetadata(metadata, open.fields);
      if (category !== undefined) checkString('category', category);
    },
    (earlier, later) => ({
      id: later.id,
      metadata: later.metadata ?? earlier?.metadata,
      category: later.category ?? earlier?.category,
    }),
  );
  if (good.length === 0) return outcomes as RecordOutcome[];
  const found = await queue.run(async () => {
    const ids = await existingIds(
      table,
      good.map(({ id }) => id),
    );
    const { fields } = describeTable(await table.schema())!;
    const write = async (part: readonly MetadataUpdate[], columns: ColumnValues): Promise<void> => {
      if (part.length === 0) return;
      const rows = toArrowTable(library, { id: part.map(({ id }) => toOrderedText(id)), ...columns });
      await table.mergeInsert('id').whenMatchedUpdateAll().execute(rows);
    };
    const metadataColumns = (part: readonly MetadataUpdate[]): ColumnValues => ({
      metadata: part.map(({ metadata }) => metadataText(metadata!)),
      ...fieldValues(
        part.map(({ metadata }) => metadata!),
        fields,
      ),
    });
    const categoryColumn = (part: readonly MetadataUpdate[]): ColumnValues => ({
      category: part.map(({ category }) => toOrderedText(category!)),
    });
    const known = good.filter(({ id }) => ids.has(id));
    const both = known.filter(({ metadata, category }) => metadata !== undefined && category !== undefined);
    const metadataOnly = known.filter(
      ({ metadata, category }) => metadata !== undefined && category === undefined,
    );
    const categoryOnly = known.filter(
      ({ metadata, category }) => metadata === undefined && category !== undefined,
    );
    await write(both, { ...metadataColumns(both), ...categoryColumn(both) });
    await write(metadataOnly, metadataColumns(metadataOnly));
    await write(categoryOnly, categoryColumn(categoryOnly));
    return ids;
  });
  return outcomes.map((outcome, at) => {
    const { id } = updates[at]!;
    return outcome ?? { id, ok: true, found: found.has(id) };
  });
}

export async function deleteMatching(open: OpenTable, filter: FilterNode): Promise<{ deleted: number }> {
  const where = translateFilter(filter, open.fields, LIMITS.maxFilterValues);
  if (where === false) return { deleted: 0 };
  const { numDeletedRows } = await open.queue.run(() => open.table.delete(where === true ? 'true' : where));
  return { deleted: numDeletedRows };
}
