import type { Fields, FieldType, Metadata } from '@imgsearch/core';
import { columnName } from './columns.ts';
import { isConflict } from './map-lance-error.ts';
import type { OpenTable } from './open-table.ts';
import { toOrderedText } from './ordered-text.ts';
import { idsToScan, pagesOf, readPage } from './read-records.ts';
import { fieldValues, toArrowTable } from './record-rows.ts';
import { describeTable, FILLED, sqlType } from './table-schema.ts';

/**
 * Adds columns for new fields and fills them from the metadata of older records, where the name may have been in use
 * undeclared. A process that dies in between leaves the column unmarked, and the next one to open fills it.
 * @returns all fields of the table
 */
export async function declareFields(open: OpenTable, wanted: Fields): Promise<Fields> {
  const { table, queue } = open;
  const added = await queue.run(async () => {
    const before = describeTable(await table.schema())!.fields;
    const missing = Object.entries(wanted).filter(([name]) => !Object.hasOwn(before, name));
    if (missing.length > 0) await addColumns(open, missing);
    return missing;
  });
  open.fields = describeTable(await table.schema())!.fields;
  const marks = new Map(
    (await table.schema()).fields.map(({ name, metadata }) => [name, metadata.has(FILLED)]),
  );
  const isEmpty = added.length > 0 && (await table.countRows()) === 0;
  const unfilled = Object.entries(wanted).filter(
    ([name, type]) => marks.get(columnName(name, type)) === false,
  );
  if (unfilled.length === 0) return open.fields;
  if (!isEmpty) await fillColumns(open, unfilled);
  await queue.run(() =>
    table.updateFieldMetadata(
      unfilled.map(([name, type]) => ({ path: columnName(name, type), metadata: { [FILLED]: 'true' } })),
    ),
  );
  return open.fields;
}

async function addColumns({ table }: OpenTable, fields: [string, FieldType][]): Promise<void> {
  try {
    await table.addColumns(
      fields.map(([name, type]) => ({
        name: columnName(name, type),
        valueSql: `CAST(NULL AS ${sqlType(type)})`,
      })),
    );
  } catch (error) {
    // Another process adds the same ones at the same time.
    const { fields: now } = describeTable(await table.schema())!;
    if (isConflict(error) || !fields.every(([name]) => Object.hasOwn(now, name))) throw error;
  }
}

async function fillColumns(open: OpenTable, fields: [string, FieldType][]): Promise<void> {
  const { library, table, queue } = open;
  const declared = Object.fromEntries(fields);
  const inUse = ({ metadata }: { metadata: Metadata }): boolean =>
    fields.some(([name]) => Object.hasOwn(metadata, name));
  for (const ids of pagesOf(await idsToScan(open, {})))
    await queue.run(async () => {
      const records = (await readPage(open, ids, {})).filter(inUse);
      if (records.length === 0) return;
      const rows = toArrowTable(library, {
        id: records.map(({ id }) => toOrderedText(id)),
        ...fieldValues(
          records.map(({ metadata }) => metadata),
          declared,
        ),
      });
      await table.mergeInsert('id').whenMatchedUpdateAll().execute(rows);
    });
}
