import type { FilterNode, StoreScanQuery, VectorRecord } from '@imgsearch/core';
import type { Table } from '@lancedb/lancedb';
import { LIMITS } from './limits.ts';
import type { OpenTable } from './open-table.ts';
import { toOrderedText } from './ordered-text.ts';
import { createRowReader, RECORD_COLUMNS, type RowReader, type StoredRecord } from './record-rows.ts';
import { type Condition, quote, translateFilter } from './translate-filter.ts';

/** Records that a scan reads at once. */
const PAGE = 1000;

export type ScannedRecord = StoredRecord & { readonly vector?: Float32Array | undefined };

/** Condition on ids. */
export const idsIn = (ids: readonly string[]): string =>
  `id IN (${ids.map((id) => quote(toOrderedText(id))).join(', ')})`;

async function read(table: Table, where: string | undefined, columns: readonly string[]): Promise<RowReader> {
  const query = table.query().select([...columns]);
  return createRowReader(await (where === undefined ? query : query.where(where)).toArrow());
}

const idsOf = (reader: RowReader): string[] =>
  Array.from({ length: reader.rows }, (_, row) => reader.text('id', row));

/** Those of the ids that there are. */
export async function existingIds(table: Table, ids: readonly string[]): Promise<Set<string>> {
  return new Set(idsOf(await read(table, idsIn(ids), ['id'])));
}

export async function getRecords(
  { table }: OpenTable,
  ids: readonly string[],
): Promise<(VectorRecord | null)[]> {
  if (ids.length === 0) return [];
  const reader = await read(table, idsIn([...new Set(ids)]), [...RECORD_COLUMNS, 'vector']);
  const rowOf = new Map(idsOf(reader).map((id, row) => [id, row]));
  return ids.map((id) => {
    const row = rowOf.get(id);
    return row === undefined ? null : { ...reader.record(row), vector: reader.vector(row) };
  });
}

/** SQL for a filter; undefined where it lets everything through. */
export function whereOf(
  filter: FilterNode | undefined,
  { fields }: OpenTable,
): Exclude<Condition, true> | undefined {
  const where = filter === undefined ? true : translateFilter(filter, fields, LIMITS.maxFilterValues);
  return where === true ? undefined : where;
}

export async function countRecords(open: OpenTable, filter: FilterNode | undefined): Promise<number> {
  const where = whereOf(filter, open);
  return where === false ? 0 : open.table.countRows(where);
}

const both = (first: string, second: string | undefined): string =>
  second === undefined ? first : `${first} AND (${second})`;

/** Ids to scan, in order: only they are held, and each page is read as it is then. */
export async function idsToScan(open: OpenTable, { filter, after }: StoreScanQuery): Promise<string[]> {
  const where = whereOf(filter, open);
  if (where === false) return [];
  const condition = after === undefined ? where : both(`id > ${quote(toOrderedText(after))}`, where);
  return idsOf(await read(open.table, condition, ['id'])).sort();
}

/** Pages of ids. */
export function* pagesOf(ids: readonly string[]): Generator<readonly string[]> {
  for (let at = 0; at < ids.length; at += PAGE) yield ids.slice(at, at + PAGE);
}

/** Records between the first and the last id of a page that match by now, in order of their ids. */
export async function readPage(
  open: OpenTable,
  ids: readonly string[],
  { filter, includeVectors }: StoreScanQuery,
): Promise<ScannedRecord[]> {
  const where = whereOf(filter, open);
  const [first, last] = [ids[0]!, ids.at(-1)!].map((id) => quote(toOrderedText(id)));
  const columns = includeVectors ? [...RECORD_COLUMNS, 'vector'] : RECORD_COLUMNS;
  const condition = both(`id >= ${first} AND id <= ${last}`, where as string | undefined);
  const reader = await read(open.table, condition, columns);
  return Array.from({ length: reader.rows }, (_, row) => ({
    ...reader.record(row),
    ...(includeVectors && { vector: reader.vector(row) }),
  })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
