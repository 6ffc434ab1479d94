import type { DatabaseSync } from 'node:sqlite';
import {
  type CallOptions,
  checkKeys,
  checkQuery,
  checkRecord,
  checkString,
  ImageSearchError,
  invalidOption,
  type RecordOutcome,
  type StoreInfo,
  type StoreSchema,
  throwIfStopped,
  toImageSearchError,
  type VectorStore,
} from '@imgsearch/core';
import { keepSchema } from './keep-schema.ts';
import { openDatabase } from './open-database.ts';
import { COLUMNS, hitOf, READ, type Row, recordOf, rowOf } from './rows.ts';
import { translateFilter } from './translate-filter.ts';
import { updateRecord } from './update-record.ts';

export interface SqliteStoreOptions {
  /** Path of the database; made where it is missing. Its folder must exist. */
  readonly file: string;
  /** For messages. Default: the path. */
  readonly name?: string | undefined;
}

const LIMITS = { maxResults: 10_000, maxOffset: 1_000_000, maxBatch: 10_000, maxFilterValues: 100_000 };
const SCAN_PAGE = 500;
/** 1 minus the distance may leave -1 to 1 by a rounding. */
const SIMILARITY = 'max(-1, min(1, 1 - vec_distance_cosine(vector, :query)))';

/**
 * Exact cosine search in one SQLite file, by sqlite-vec: no server, several processes, nothing but SQL. Every call runs on the
 * calling thread, which a search over 100,000 vectors holds up for some tenths of a second.
 */
export function createSqliteStore(options: SqliteStoreOptions): VectorStore {
  checkKeys('options', options, ['file', 'name']);
  const file = checkString('file', options.file);
  const name = checkString('name', options.name ?? file);
  const info: StoreInfo = { id: 'sqlite', name, similarity: 'exact', limits: LIMITS };
  let database: DatabaseSync | undefined;
  let schema: StoreSchema | undefined;
  let closed = false;

  const refuse = (what: string): ImageSearchError =>
    new ImageSearchError({
      code: 'CLOSED',
      message: `Store "${name}" is ${what}.`,
      hint: 'Create a store and open it.',
    });
  /** What a call needs, where it may run at all. */
  const enter = (call: CallOptions | undefined): { db: DatabaseSync; open: StoreSchema } => {
    if (closed) throw refuse('closed');
    if (database === undefined || schema === undefined) throw refuse('not open');
    throwIfStopped(call);
    return { db: database, open: schema };
  };
  const checkBatch = (what: string, batch: readonly unknown[]): void => {
    if (batch.length > LIMITS.maxBatch)
      throw invalidOption(what, `at most ${LIMITS.maxBatch} entries`, batch);
  };
  const failed = (error: unknown): ImageSearchError =>
    toImageSearchError(
      error,
      'STORE_UNAVAILABLE',
      `Store "${name}"`,
      'Look whether the file can be written.',
    );
  /** All or nothing, and alone: a second writer waits. */
  const transaction = <T>(db: DatabaseSync, work: () => T): T => {
    try {
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    } catch (error) {
      throw failed(error);
    }
  };
  /** One outcome; a record that is refused does not end the others'. */
  const outcome = (id: string, work: () => { found?: boolean }): RecordOutcome => {
    try {
      return { id, ok: true, ...work() };
    } catch (thrown) {
      const error = toImageSearchError(thrown, 'STORE_REJECTED', `Record ${JSON.stringify(id)}`);
      return { id, ok: false, error, retryable: error.retryable };
    }
  };

  return {
    specVersion: 1,
    info,
    async open(wanted, call) {
      if (closed) throw refuse('closed');
      throwIfStopped(call);
      try {
        database ??= await openDatabase(file);
      } catch (error) {
        throw failed(error);
      }
      const db = database;
      schema = transaction(db, () => keepSchema(db, name, wanted));
      return { fingerprint: schema.fingerprint, warnings: [] };
    },
    async upsert(records, call) {
      const { db, open } = enter(call);
      checkBatch('records', records);
      const insert = db.prepare(
        `INSERT OR REPLACE INTO records (id, ${COLUMNS}, vector, fields) VALUES (:id, ${COLUMNS.replace(/\w+/g, ':$&')}, :vector, :fields)`,
      );
      return transaction(db, () =>
        records.map((record) =>
          outcome(record.id, () => {
            checkRecord(record, open);
            insert.run(rowOf(record, open.fields));
            return {};
          }),
        ),
      );
    },
    async delete(ids, call) {
      const { db } = enter(call);
      checkBatch('ids', ids);
      const remove = db.prepare('DELETE FROM records WHERE id = ?');
      return transaction(db, () => ids.map((id) => ({ id, ok: true, found: remove.run(id).changes > 0 })));
    },
    async get(ids, call) {
      const { db } = enter(call);
      checkBatch('ids', ids);
      const read = db.prepare(`SELECT ${READ} FROM records WHERE id = ?`);
      return ids.map((id) => {
        const row = read.get(id) as Row | undefined;
        return row ? recordOf(row) : null;
      });
    },
    async search(query, call) {
      const { db, open } = enter(call);
      const { offset } = checkQuery(query, open, LIMITS);
      const { where, values } = translateFilter(query.filter, open.fields);
      const rows = db
        .prepare(
          `SELECT * FROM (
             SELECT ${READ}, ${SIMILARITY} AS similarity FROM records WHERE ${where}
           ) WHERE similarity >= :least ORDER BY similarity DESC, id LIMIT :limit OFFSET :offset`,
        )
        .all({
          ...values,
          query: new Uint8Array(query.vector.slice().buffer),
          least: query.minSimilarity ?? -1,
          limit: query.limit,
          offset,
        });
      return (rows as unknown as (Row & { similarity: number })[]).map((row) =>
        hitOf(row, query.includeVectors),
      );
    },
    async update(updates, call) {
      const { db, open } = enter(call);
      checkBatch('updates', updates);
      return transaction(db, () =>
        updates.map((one) => outcome(one.id, () => ({ found: updateRecord(db, one, open.fields) }))),
      );
    },
    async count(filter, call) {
      const { db, open } = enter(call);
      const { where, values } = translateFilter(filter, open.fields);
      const row = db.prepare(`SELECT count(*) AS value FROM records WHERE ${where}`).get(values);
      return { value: Number(row?.value), exact: true };
    },
    async *scan({ filter, after, includeVectors }, call) {
      const { where, values } = translateFilter(filter, enter(call).open.fields);
      const page = `SELECT ${READ} FROM records WHERE (:after IS NULL OR id > :after) AND ${where} ORDER BY records.id LIMIT ${SCAN_PAGE}`;
      for (let cursor: string | null = after ?? null; ; ) {
        const rows = enter(call)
          .db.prepare(page)
          .all({ ...values, after: cursor }) as unknown as Row[];
        for (const row of rows) {
          enter(call);
          const { vector, ...record } = recordOf(row);
          cursor = record.id;
          yield { record: includeVectors ? { ...record, vector } : record, cursor };
        }
        if (rows.length < SCAN_PAGE) return;
      }
    },
    async close() {
      closed = true;
      database?.close();
      database = undefined;
    },
  };
}
