import type { Fields, FieldType, Fingerprint, StoreSchema } from '@imgsearch/core';
import type { DataType, Field, Schema } from 'apache-arrow';
import { columnKind, columnName, fieldsOf } from './columns.ts';
import type { LanceLibrary } from './lance-library.ts';

/** Key of our entry in a table's own metadata. */
const ENTRY = 'imgsearch';
/** Mark of a column that is filled for every record; one added later is not, until older records were looked through. */
export const FILLED = 'imgsearch:filled';
/** Makes concurrent upserts of one new id meet in a conflict, which LanceDB then resolves, instead of two rows. */
const PRIMARY_KEY = new Map([['lance-schema:unenforced-primary-key', 'true']]);

/** What a table says about itself. */
export interface TableDescription extends StoreSchema {
  readonly createdAt: string;
}

/** Text columns of every table, in order; `vector` and the declared fields follow. */
export const TEXT_COLUMNS = ['id', 'product_id', 'image_id', 'category', 'content_hash', 'metadata'] as const;

function fieldColumnType({ arrow }: LanceLibrary, type: FieldType): DataType {
  return columnKind(type) === 'text' ? new arrow.Utf8() : new arrow.Float64();
}

/** Columns of declared fields. */
const fieldColumns = (library: LanceLibrary, fields: Fields): Field[] =>
  Object.entries(fields).map(
    ([name, type]) =>
      new library.arrow.Field(
        columnName(name, type),
        fieldColumnType(library, type),
        true,
        new Map([[FILLED, 'true']]),
      ),
  );

/** SQL type of a field's column. */
export const sqlType = (type: FieldType): string => (columnKind(type) === 'text' ? 'STRING' : 'DOUBLE');

/** The Arrow schema of a table. */
export function tableSchema(library: LanceLibrary, description: TableDescription): Schema {
  const { arrow } = library;
  const { dimensions, fields, fingerprint, createdAt } = description;
  const text = TEXT_COLUMNS.map(
    (name) => new arrow.Field(name, new arrow.Utf8(), false, name === 'id' ? PRIMARY_KEY : undefined),
  );
  const item = new arrow.Field('item', new arrow.Float32(), true);
  const vector = new arrow.Field('vector', new arrow.FixedSizeList(dimensions, item), false);
  return new arrow.Schema(
    [...text, vector, ...fieldColumns(library, fields)],
    new Map([[ENTRY, JSON.stringify({ fingerprint, createdAt })]]),
  );
}

/** What a table was made for, or undefined where it is not one of ours. Its fields are told by its columns. */
export function describeTable(schema: Schema): TableDescription | undefined {
  const entry = schema.metadata.get(ENTRY);
  const vector = schema.fields.find(({ name }) => name === 'vector');
  if (entry === undefined || vector === undefined) return undefined;
  const { fingerprint, createdAt } = JSON.parse(entry) as { fingerprint: Fingerprint; createdAt: string };
  const { listSize: dimensions } = vector.type as { listSize: number };
  return { dimensions, fingerprint, createdAt, fields: fieldsOf(schema.fields.map(({ name }) => name)) };
}
