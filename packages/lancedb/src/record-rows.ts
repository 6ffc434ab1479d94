import type { Fields, Metadata, VectorRecord } from '@imgsearch/core';
import type { DataType, Field, FixedSizeList, Float32, Table, Vector } from 'apache-arrow';
import { columnName, columnValue } from './columns.ts';
import type { LanceLibrary } from './lance-library.ts';
import { fromOrderedText, toOrderedText } from './ordered-text.ts';
import { TEXT_COLUMNS } from './table-schema.ts';

export type StoredRecord = Omit<VectorRecord, 'vector'>;
/** Values of some columns, row by row. */
export type ColumnValues = Record<string, readonly (string | number | null)[]>;

/** Columns of a record without its vector. */
export const RECORD_COLUMNS: readonly string[] = TEXT_COLUMNS;

/** JSON, whose text escapes lone surrogates itself. */
export const metadataText = (metadata: VectorRecord['metadata']): string => JSON.stringify(metadata);

/** Values of the fields' columns for each metadata. */
export const fieldValues = (metadata: readonly VectorRecord['metadata'][], fields: Fields): ColumnValues =>
  Object.fromEntries(
    Object.entries(fields).map(([name, type]) => [
      columnName(name, type),
      metadata.map((each) => columnValue(each, name, type)),
    ]),
  );

/** Type of a column, told by its name as in `tableSchema`. */
function columnField({ arrow }: LanceLibrary, name: string, dimensions: number): Field {
  if (name === 'vector') {
    const item = new arrow.Field('item', new arrow.Float32(), true);
    return new arrow.Field(name, new arrow.FixedSizeList(dimensions, item), false);
  }
  if (RECORD_COLUMNS.includes(name)) return new arrow.Field(name, new arrow.Utf8(), false);
  const type = /^[ndb]_/.test(name) ? new arrow.Float64() : new arrow.Utf8();
  return new arrow.Field<DataType>(name, type, true);
}

/**
 * An Arrow table of the given columns. Types are made here, with our own copy of Arrow: a schema that LanceDB hands
 * out may be of another one.
 */
export function toArrowTable(library: LanceLibrary, values: ColumnValues, vectors?: Float32Array): Table {
  const { arrow } = library;
  const length = Object.values(values)[0]!.length;
  const names = [...Object.keys(values), ...(vectors === undefined ? [] : ['vector'])];
  const fields = names.map((name) => columnField(library, name, (vectors?.length ?? 0) / length));
  const children = fields.map(({ name, type }) => {
    if (name !== 'vector') return arrow.vectorFromArray(values[name]!, type).data[0]!;
    const numbers = { type: new arrow.Float32(), length: vectors!.length, nullCount: 0, data: vectors! };
    return arrow.makeData({
      type: type as FixedSizeList<Float32>,
      length,
      nullCount: 0,
      child: arrow.makeData(numbers),
    });
  });
  const schema = new arrow.Schema(fields);
  const data = arrow.makeData({ type: new arrow.Struct(fields), length, nullCount: 0, children });
  return new arrow.Table(schema, new arrow.RecordBatch(schema, data));
}

/** Whole records as rows. */
export function recordsToArrow(
  library: LanceLibrary,
  fields: Fields,
  records: readonly VectorRecord[],
  dimensions: number,
  further: ColumnValues = {},
): Table {
  const vectors = new Float32Array(records.length * dimensions);
  records.forEach(({ vector }, row) => {
    vectors.set(vector, row * dimensions);
  });
  const text = (read: (record: VectorRecord) => string): string[] =>
    records.map((record) => toOrderedText(read(record)));
  const values: ColumnValues = {
    id: text(({ id }) => id),
    product_id: text(({ productId }) => productId),
    image_id: text(({ imageId }) => imageId),
    category: text(({ category }) => category),
    content_hash: text(({ contentHash }) => contentHash),
    metadata: records.map(({ metadata }) => metadataText(metadata ?? {})),
    ...fieldValues(
      records.map(({ metadata }) => metadata ?? {}),
      fields,
    ),
    ...further,
  };
  return toArrowTable(library, values, vectors);
}

/** Reads rows by column, once each. */
export interface RowReader {
  readonly rows: number;
  record(row: number): StoredRecord;
  /** A copy. */
  vector(row: number): Float32Array;
  text(column: string, row: number): string;
  number(column: string, row: number): number;
}

export function createRowReader(table: Table): RowReader {
  const columns = new Map<string, Vector>();
  const column = (name: string): Vector => {
    let found = columns.get(name);
    if (found === undefined) {
      found = table.getChild(name)!;
      columns.set(name, found);
    }
    return found;
  };
  const text = (name: string, row: number): string => fromOrderedText(column(name).get(row) as string);
  return {
    rows: table.numRows,
    text,
    number: (name, row) => column(name).get(row) as number,
    record: (row) => ({
      id: text('id', row),
      productId: text('product_id', row),
      imageId: text('image_id', row),
      category: text('category', row),
      contentHash: text('content_hash', row),
      metadata: JSON.parse(column('metadata').get(row) as string) as Metadata,
    }),
    vector: (row) => Float32Array.from((column('vector').get(row) as Vector).toArray() as Float32Array),
  };
}
