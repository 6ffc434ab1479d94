import { mkdir } from 'node:fs/promises';
import {
  type CallOptions,
  checkFields,
  checkNumber,
  checkSchema,
  ImageSearchError,
  invalidOption,
  type Logger,
  notPromotedWarning,
  SPEC_VERSION,
  type StoreInfo,
  type StoreSchema,
  throwIfStopped,
} from '@imgsearch/core';
import type { Connection } from '@lancedb/lancedb';
import { leaveBulkLoads, repairBulkLoads, startBulkLoad } from './bulk-load.ts';
import { createCallGate } from './call-gate.ts';
import { createUpkeep, type Upkeep } from './create-upkeep.ts';
import { declareFields } from './declare-fields.ts';
import type { LanceDbStore } from './lance-db-store.ts';
import { type LanceLibrary, loadLanceLibrary } from './lance-library.ts';
import { LIMITS } from './limits.ts';
import { mapLanceError } from './map-lance-error.ts';
import type { OpenTable } from './open-table.ts';
import { countRecords, getRecords, idsToScan, pagesOf, readPage } from './read-records.ts';
import { searchProducts, searchRecords } from './search-nearest.ts';
import { createVersionTables, type VersionTables } from './version-tables.ts';
import { createWriteQueue } from './write-queue.ts';
import { deleteMatching, deleteRecords, updateRecords, upsertRecords } from './write-records.ts';

export interface StoreHandleSettings {
  /** Folder of the collection, absolute. */
  readonly folder: string;
  readonly name: string;
  readonly logger: Logger;
}

interface Connected {
  readonly library: LanceLibrary;
  readonly connection: Connection;
  readonly tables: VersionTables;
}

interface Opened {
  readonly open: OpenTable;
  readonly upkeep: Upkeep;
}

/** A handle on one version of a collection. @param pinned version; left out, `open` finds the one of its schema */
export function createStoreHandle(settings: StoreHandleSettings, pinned?: string): LanceDbStore {
  const { folder, name, logger } = settings;
  const info: StoreInfo = {
    id: 'lancedb',
    name,
    similarity: 'exact',
    limits: LIMITS,
    get version() {
      return opened?.open.version ?? pinned;
    },
  };
  const gate = createCallGate(name);
  const queue = createWriteQueue();
  let connecting: Promise<Connected> | undefined;
  let opened: Opened | undefined;
  let warnings: readonly string[] = [];
  /** Opening takes turns: the second finds what the first made. */
  let opening: Promise<unknown> = Promise.resolve();

  const connect = (): Promise<Connected> => {
    connecting ??= (async () => {
      const library = await loadLanceLibrary();
      await mkdir(folder, { recursive: true });
      // Without the interval a handle never sees what other processes write.
      const connection = await library.lancedb.connect(folder, { readConsistencyInterval: 0 });
      return { library, connection, tables: createVersionTables(library, connection, folder, name) };
    })();
    connecting.catch(() => {
      connecting = undefined;
    });
    return connecting;
  };
  const mapped = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw mapLanceError(error, name);
    }
  };
  const openVersion = async (version: string): Promise<Opened> => {
    const { library, connection, tables } = await connect();
    const { table, description } = await tables.open(version);
    const { dimensions, fingerprint, fields } = description;
    const open: OpenTable = {
      ...{ library, table, store: name, logger, queue, version },
      ...{ dimensions, fingerprint, fields, loads: new Set() },
    };
    await repairBulkLoads(open, connection, folder);
    return { open, upkeep: createUpkeep(open) };
  };
  const choose = async (schema: StoreSchema): Promise<string> => {
    const { id, promoted } = await (await connect()).tables.find(schema);
    warnings = id === promoted ? [] : [notPromotedWarning(name, id, promoted)];
    return id;
  };
  const inside = <T>(call: CallOptions | undefined, work: (opened: Opened) => Promise<T>): Promise<T> =>
    gate.run(call, () =>
      mapped(async () => {
        if (opened === undefined)
          throw new ImageSearchError({
            code: 'CLOSED',
            message: `Store "${name}" is not open.`,
            hint: 'Call `open` first.',
          });
        return work(opened);
      }),
    );
  const batch = <T>(
    [what, entries]: readonly [string, readonly unknown[]],
    call: CallOptions | undefined,
    work: (opened: Opened) => Promise<T>,
  ): Promise<T> =>
    inside(call, async (handle) => {
      if (entries.length > LIMITS.maxBatch)
        throw invalidOption(what, `at most ${LIMITS.maxBatch} entries (info.limits.maxBatch)`, entries);
      return work(handle);
    });
  const versionCall = <T>(
    call: CallOptions | undefined,
    work: (tables: VersionTables) => Promise<T>,
  ): Promise<T> => gate.run(call, () => mapped(async () => work((await connect()).tables)));

  const store: LanceDbStore = {
    specVersion: SPEC_VERSION,
    info,
    open: (schema, call) =>
      gate.run(call, () => {
        const turn = opening.then(() =>
          mapped(async () => {
            checkNumber('dimensions', schema.dimensions, { min: 1, max: 65_536, integer: true });
            checkFields(schema.fields);
            opened ??= await openVersion(pinned ?? (await choose(schema)));
            const { open } = opened;
            checkSchema(name, open, schema);
            await declareFields(open, schema.fields);
            return { fingerprint: structuredClone(open.fingerprint), warnings };
          }),
        );
        opening = turn.catch(() => undefined);
        return turn;
      }),
    upsert: (records, call) =>
      batch(['records', records], call, async ({ open, upkeep }) => {
        const outcomes = await upsertRecords(open, records);
        upkeep.wrote(records.length);
        return outcomes;
      }),
    delete: (ids, call) =>
      batch(['ids', ids], call, async ({ open, upkeep }) => {
        const outcomes = await deleteRecords(open, ids);
        upkeep.wrote(ids.length);
        return outcomes;
      }),
    get: (ids, call) => batch(['ids', ids], call, ({ open }) => getRecords(open, ids)),
    search: (query, call) => inside(call, ({ open }) => searchRecords(open, query)),
    searchGroups: (query, call) => inside(call, ({ open }) => searchProducts(open, query)),
    update: (updates, call) =>
      batch(['updates', updates], call, async ({ open, upkeep }) => {
        const outcomes = await updateRecords(open, updates);
        upkeep.wrote(updates.length);
        return outcomes;
      }),
    deleteWhere: (filter, call) =>
      inside(call, async ({ open, upkeep }) => {
        const result = await deleteMatching(open, filter);
        upkeep.wrote(result.deleted);
        return result;
      }),
    count: (filter, call) =>
      inside(call, async ({ open }) => ({ value: await countRecords(open, filter), exact: true })),
    async *scan(query, call) {
      const ids = await inside(call, ({ open }) => idsToScan(open, query));
      for (const page of pagesOf(ids))
        for (const record of await inside(call, ({ open }) => readPage(open, page, query))) {
          gate.check();
          throwIfStopped(call);
          yield { record, cursor: record.id };
        }
    },
    flush: (call) => inside(call, ({ upkeep }) => upkeep.flush()),
    bulkLoad: (call) =>
      inside(call, async ({ open, upkeep }) =>
        startBulkLoad(open, (await connect()).connection, gate, () => upkeep.flush()),
      ),
    versions: {
      list: (call) => versionCall(call, (tables) => tables.list()),
      create: (schema, call) =>
        versionCall(call, async (tables) => {
          checkNumber('dimensions', schema.dimensions, { min: 1, max: 65_536, integer: true });
          checkFields(schema.fields);
          return tables.create(schema);
        }),
      open: (id, call) =>
        versionCall(call, async (tables) => {
          const { table, description } = await tables.open(id);
          table.close();
          const handle = createStoreHandle(settings, id);
          await handle.open(description);
          return handle;
        }),
      promote: (id, call) => versionCall(call, (tables) => tables.promote(id)),
      drop: (id, call) => versionCall(call, (tables) => tables.drop(id)),
    },
    async close() {
      await gate.close();
      await queue.drained();
      const connected = await connecting?.catch(() => undefined);
      if (opened !== undefined) {
        leaveBulkLoads(opened.open);
        opened.open.table.close();
      }
      opened = undefined;
      connected?.connection.close();
      connecting = undefined;
    },
    [Symbol.asyncDispose]: () => store.close(),
  };
  return store;
}
