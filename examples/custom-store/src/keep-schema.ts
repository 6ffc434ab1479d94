import type { DatabaseSync } from 'node:sqlite';
import { checkFields, checkSchema, type Metadata, type StoreSchema } from '@imgsearch/core';
import { filterableFields } from './filterable-fields.ts';

/**
 * Compares the schema wanted with the one kept, and keeps what is new. Records written before a field was declared become
 * searchable by it.
 * @returns the schema of the data
 * @throws ImageSearchError STORE_MISMATCH
 */
export function keepSchema(database: DatabaseSync, name: string, wanted: StoreSchema): StoreSchema {
  checkFields(wanted.fields);
  const row = database.prepare('SELECT value FROM schema').get();
  const stored = row === undefined ? wanted : (JSON.parse(String(row.value)) as StoreSchema);
  const schema: StoreSchema = { ...stored, fields: checkSchema(name, stored, wanted) };
  const text = JSON.stringify(schema);
  if (text === row?.value) return schema;
  database.prepare('INSERT OR REPLACE INTO schema VALUES (1, ?)').run(text);
  const write = database.prepare('UPDATE records SET fields = ? WHERE rowid = ?');
  for (const record of database.prepare('SELECT rowid, metadata FROM records').all()) {
    const metadata = JSON.parse(String(record.metadata)) as Metadata;
    write.run(filterableFields(metadata, schema.fields), record.rowid!);
  }
  return schema;
}
