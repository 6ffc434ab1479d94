import { randomBytes } from 'node:crypto';
import { rename, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type BulkLoad, type CallOptions, ImageSearchError } from '@imgsearch/core';
import type { Connection, Table } from '@lancedb/lancedb';
import type { Schema } from 'apache-arrow';
import type { CallGate } from './call-gate.ts';
import { mapLanceError } from './map-lance-error.ts';
import type { OpenTable } from './open-table.ts';
import { createRowReader, RECORD_COLUMNS, recordsToArrow } from './record-rows.ts';
import { siftRecords } from './sift.ts';
import { describeTable, tableSchema } from './table-schema.ts';

/** Rows put into the table in one commit. */
const CHUNK = 8192;
/** Column of a staging table that numbers its rows as they came. */
const ORDER = 'n_order';
/** A load of another machine counts as interrupted when nothing was written to it for this long. */
const IDLE_MILLISECONDS = 60 * 60 * 1000;

/** Loads that this process is at: a load with our process id that is not here was left by an earlier process. */
const active = new Set<string>();
const host = hostname().replaceAll(/[^a-zA-Z0-9]/g, '') || 'host';

const stagingName = (version: string): string =>
  `load.${version}.${host}.${process.pid}.${randomBytes(6).toString('hex')}`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isInterrupted(name: string, folder: string): Promise<boolean> {
  if (active.has(name)) return false;
  const [, , machine, pid] = name.split('.');
  if (machine === host) return Number(pid) === process.pid || !isAlive(Number(pid));
  const { mtimeMs } = await stat(join(folder, `${name}.lance`, '_versions'));
  return Date.now() - mtimeMs > IDLE_MILLISECONDS;
}

/** The schema of a staging table: whole records and their order, no fields. */
function stagingSchema({ library, dimensions, fingerprint }: OpenTable): Schema {
  const { arrow } = library;
  const plain = tableSchema(library, {
    dimensions,
    fingerprint,
    fields: {},
    createdAt: new Date().toISOString(),
  });
  return new arrow.Schema(
    [...plain.fields, new arrow.Field(ORDER, new arrow.Float64(), true)],
    plain.metadata,
  );
}

/** Copies a staged load into the table. Of one id staged twice the later one counts. Can be repeated. */
async function publish(open: OpenTable, staging: Table): Promise<void> {
  const { library, table, queue, dimensions } = open;
  const order = createRowReader(await staging.query().select(['id', ORDER]).toArrow());
  const last = new Map<string, number>();
  let end = 0;
  for (let row = 0; row < order.rows; row++) {
    const [id, position] = [order.text('id', row), order.number(ORDER, row)];
    last.set(id, Math.max(position, last.get(id) ?? 0));
    end = Math.max(end, position + 1);
  }
  for (let from = 0; from < end; from += CHUNK) {
    const where = `${ORDER} >= ${from} AND ${ORDER} < ${from + CHUNK}`;
    const columns = [...RECORD_COLUMNS, 'vector', ORDER];
    const reader = createRowReader(await staging.query().where(where).select(columns).toArrow());
    const records = Array.from({ length: reader.rows }, (_, row) => row)
      .filter((row) => last.get(reader.text('id', row)) === reader.number(ORDER, row))
      .map((row) => ({ ...reader.record(row), vector: reader.vector(row) }));
    if (records.length === 0) continue;
    await queue.run(async () => {
      const { fields } = describeTable(await table.schema())!;
      const rows = recordsToArrow(library, fields, records, dimensions);
      await table.mergeInsert('id').whenMatchedUpdateAll().whenNotMatchedInsertAll().execute(rows);
    });
  }
}

/**
 * Starts a load into a table of its own, to which a batch is appended without looking for what is there already.
 * `commit` copies it over; until then nothing of it is found.
 * @param done called after a commit
 */
export async function startBulkLoad(
  open: OpenTable,
  connection: Connection,
  gate: CallGate,
  done: () => Promise<void>,
): Promise<BulkLoad> {
  const { library, version, dimensions, fingerprint, store } = open;
  const name = stagingName(version);
  active.add(name);
  open.loads.add(name);
  const staging = await connection.createEmptyTable(name, stagingSchema(open), { mode: 'create' });
  let written = 0;
  let ended = false;
  const end = async (): Promise<void> => {
    ended = true;
    staging.close();
    await connection.dropTable(name);
    active.delete(name);
    open.loads.delete(name);
  };
  const during = <T>(call: CallOptions | undefined, work: () => Promise<T>): Promise<T> =>
    gate.run(call, async () => {
      if (ended)
        throw new ImageSearchError({
          code: 'CLOSED',
          message: `Store "${store}": this bulk load has ended.`,
          hint: 'Start another one with `bulkLoad()`.',
        });
      try {
        return await work();
      } catch (error) {
        throw mapLanceError(error, store);
      }
    });
  return {
    upsert: (records, call) =>
      during(call, async () => {
        const known = { dimensions, fingerprint, fields: open.fields };
        const { outcomes, good } = siftRecords(records, known);
        if (good.length > 0) {
          const order = { [ORDER]: good.map((_, at) => written + at) };
          written += good.length;
          await staging.add(recordsToArrow(library, {}, good, dimensions, order));
        }
        return outcomes;
      }),
    commit: (call) =>
      during(call, async () => {
        await publish(open, staging);
        await end();
        await done();
      }),
    abort: (call) => during(call, end),
  };
}

/** Lets go of the loads of a handle that is closed: the next to open the collection finishes them. */
export function leaveBulkLoads({ loads }: OpenTable): void {
  for (const name of loads) active.delete(name);
}

/** Finishes loads whose process ended before they were committed: what it acknowledged is kept. */
export async function repairBulkLoads(
  open: OpenTable,
  connection: Connection,
  folder: string,
): Promise<void> {
  for (const name of await connection.tableNames({ limit: 10_000 })) {
    if (!name.startsWith(`load.${open.version}.`) || !(await isInterrupted(name, folder))) continue;
    const claimed = stagingName(open.version);
    active.add(claimed);
    try {
      // Whoever renames it has it: one repairs, the others go on.
      await rename(join(folder, `${name}.lance`), join(folder, `${claimed}.lance`));
      open.logger.warn(`Store "${open.store}": finishing a bulk load that was interrupted.`);
      const staging = await connection.openTable(claimed);
      await publish(open, staging);
      staging.close();
      await connection.dropTable(claimed);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    } finally {
      active.delete(claimed);
    }
  }
}
