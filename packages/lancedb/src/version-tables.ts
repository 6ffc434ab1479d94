import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkSchema,
  compareFingerprints,
  ImageSearchError,
  type StoreSchema,
  type StoreVersion,
} from '@imgsearch/core';
import type { Connection, Table } from '@lancedb/lancedb';
import type { LanceLibrary } from './lance-library.ts';
import { describeTable, type TableDescription, tableSchema } from './table-schema.ts';

/** The versions of one collection: a table each, and one file that names the promoted one. */
export interface VersionTables {
  /** Oldest first. */
  list(): Promise<StoreVersion[]>;
  /** The version that a schema belongs to, beside the promoted one; the first one is made where there is none. */
  find(schema: StoreSchema): Promise<{ readonly id: string; readonly promoted: string }>;
  create(schema: StoreSchema): Promise<StoreVersion>;
  /** @throws ImageSearchError STORE_REJECTED where there is no such version */
  open(id: string): Promise<{ readonly table: Table; readonly description: TableDescription }>;
  promote(id: string): Promise<void>;
  drop(id: string): Promise<void>;
}

const FIRST = 'v1';
const POINTER = 'promoted.json';
/** What the pointer file holds. */
interface Pointer {
  readonly version: string;
  readonly previous?: string | undefined;
}
const VERSION = /^v[0-9a-z]+$/;

type Described = StoreVersion & { readonly description: TableDescription };

/**
 * @param folder of the collection
 * @param store name for messages
 */
export function createVersionTables(
  library: LanceLibrary,
  connection: Connection,
  folder: string,
  store: string,
): VersionTables {
  const reject = (what: string, hint: string): ImageSearchError =>
    new ImageSearchError({ code: 'STORE_REJECTED', message: `Store "${store}": ${what}.`, hint });
  const describe = async (
    id: string,
  ): Promise<{ table: Table; description: TableDescription } | undefined> => {
    if (!VERSION.test(id) || !(await connection.tableNames({ limit: 10_000 })).includes(id)) return undefined;
    try {
      const table = await connection.openTable(id);
      const description = describeTable(await table.schema());
      return description && { table, description };
    } catch (error) {
      // A folder without a first commit: its maker died, or is just now at it.
      if (/not found/i.test(String(error))) return undefined;
      throw error;
    }
  };
  const pointer = async (): Promise<Pointer | undefined> => {
    try {
      return JSON.parse(await readFile(join(folder, POINTER), 'utf8')) as Pointer;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };
  const all = async (): Promise<Described[]> => {
    const found: Described[] = [];
    for (const id of await connection.tableNames({ limit: 10_000 })) {
      const opened = await describe(id);
      if (opened === undefined) continue;
      const { description, table } = opened;
      table.close();
      const { createdAt, fingerprint } = description;
      found.push({ id, createdAt, fingerprint, description, promoted: false });
    }
    found.sort((a, b) =>
      a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.id < b.id) ? -1 : 1,
    );
    const named = await pointer();
    const promoted = found.find(({ id }) => id === named?.version) ?? found[0];
    return found.map((version) => ({
      ...version,
      promoted: version === promoted,
      previous: version !== promoted && version.id === named?.previous,
    }));
  };
  const make = async (
    id: string,
    { dimensions, fingerprint, fields }: StoreSchema,
  ): Promise<TableDescription> => {
    const description = { dimensions, fingerprint, fields, createdAt: new Date().toISOString() };
    // One commit: a table that exists has its primary key and says what it is for.
    const table = await connection.createEmptyTable(id, tableSchema(library, description), {
      mode: 'create',
    });
    table.close();
    return description;
  };
  const mustExist = async (id: string): Promise<{ table: Table; description: TableDescription }> => {
    const opened = await describe(id);
    if (opened === undefined)
      throw reject(`there is no version ${JSON.stringify(id)}`, 'See `versions.list()`.');
    return opened;
  };

  return {
    list: async () => (await all()).map(({ description: _, ...version }) => version),
    async find(schema) {
      let versions = await all();
      if (versions.length === 0) {
        try {
          await make(FIRST, schema);
          return { id: FIRST, promoted: FIRST };
        } catch (error) {
          // Another process was first; what it made is looked at like any other.
          versions = await all();
          if (versions.length === 0) throw error;
        }
      }
      const promotedFirst = versions.toReversed().sort((a, b) => Number(b.promoted) - Number(a.promoted));
      const fitting = (space: 'same' | 'comparable'): Described | undefined =>
        promotedFirst.find(
          ({ fingerprint }) => compareFingerprints(schema.fingerprint, fingerprint).space === space,
        );
      const chosen = fitting('same') ?? fitting('comparable') ?? promotedFirst[0]!;
      checkSchema(store, chosen.description, schema);
      return { id: chosen.id, promoted: promotedFirst[0]!.id };
    },
    async create(schema) {
      const id = `v${Date.now().toString(36)}${randomBytes(3).toString('hex')}`;
      const { createdAt, fingerprint } = await make(id, schema);
      return {
        id,
        fingerprint,
        createdAt,
        promoted: (await all()).some((one) => one.id === id && one.promoted),
      };
    },
    open: mustExist,
    async promote(id) {
      (await mustExist(id)).table.close();
      const versions = await all();
      const [current, before] = [
        versions.find(({ promoted }) => promoted),
        versions.find((each) => each.previous),
      ];
      const previous = current?.id === id ? before?.id : current?.id;
      const draft = join(folder, `${POINTER}.${randomBytes(6).toString('hex')}`);
      await writeFile(draft, `${JSON.stringify({ version: id, previous })}\n`, { flush: true });
      // A rename replaces the pointer in one step: nobody reads half of it.
      await rename(draft, join(folder, POINTER));
    },
    async drop(id) {
      (await mustExist(id)).table.close();
      if ((await all()).some((version) => version.id === id && version.promoted))
        throw reject(`version ${JSON.stringify(id)} is the promoted one`, 'Promote another version first.');
      await connection.dropTable(id);
    },
  };
}
