import type { DatabaseSync } from 'node:sqlite';
import { checkMetadata, checkString, type Fields, type MetadataUpdate } from '@imgsearch/core';
import { filterableFields } from './filterable-fields.ts';

/**
 * Replaces metadata and category of one record, as far as they are given.
 * @returns whether there is such a record
 * @throws ImageSearchError INVALID_OPTIONS for metadata of the wrong type
 */
export function updateRecord(
  database: DatabaseSync,
  { id, metadata, category }: MetadataUpdate,
  fields: Fields,
): boolean {
  checkMetadata(metadata, fields);
  if (category !== undefined) checkString('category', category);
  const write = database.prepare(
    'UPDATE records SET metadata = coalesce(?, metadata), fields = coalesce(?, fields), category = coalesce(?, category) WHERE id = ?',
  );
  const [text, filterable] =
    metadata === undefined ? [null, null] : [JSON.stringify(metadata), filterableFields(metadata, fields)];
  return write.run(text, filterable, category ?? null, id).changes > 0;
}
