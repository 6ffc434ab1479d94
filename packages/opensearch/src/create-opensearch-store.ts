import {
  type CallOptions,
  checkMetadata,
  checkRecord,
  checkString,
  ImageSearchError,
  type StoreInfo,
  type StoreQuery,
  type StoreScanQuery,
  throwIfStopped,
  type VectorRecord,
  type VectorStore,
} from '@imgsearch/core';
import { createSender } from './abortable-request.ts';
import { endBulkLoad, startBulkLoad } from './bulk-load.ts';
import { type BulkOperation, bulkWrite } from './bulk-write.ts';
import { createCallGate } from './call-gate.ts';
import { checkBatch, LIMITS } from './check-query.ts';
import { checkStoreOptions, type OpenSearchStoreOptions, type StoreSettings } from './check-store-options.ts';
import {
  explainSearch,
  type OpenSearchStoreStats,
  readStats,
  type SearchExplanation,
  warmUp,
} from './diagnose.ts';
import { documentLine, HIDDEN, metadataMembers, recordOf, type StoredDocument } from './documents.ts';
import { versionId } from './index-mapping.ts';
import { type Opening, openVersion, readVersion } from './open-version.ts';
import { parseVersion, readServer, type Server } from './read-server.ts';
import { scanPage } from './scan-records.ts';
import { searchGroups } from './search-groups.ts';
import { type HybridMemory, searchHybrid } from './search-hybrid.ts';
import { searchNearest } from './search-nearest.ts';
import type { StoreHandle } from './store-handle.ts';
import { translateFilter } from './translate-filter.ts';
import { createVersions } from './versions.ts';
import { writeEntries } from './write-entries.ts';

type Full = Required<Omit<VectorStore, 'versions'>> & {
  readonly versions: NonNullable<VectorStore['versions']>;
};

/** A store in OpenSearch: every optional member of the contract, and three for those who look after it. */
export interface OpenSearchStore extends Full {
  /** Loads the graphs of the index into memory, before the first shopper comes. */
  warmUp(options?: CallOptions): Promise<void>;
  stats(options?: CallOptions): Promise<OpenSearchStoreStats>;
  /** What a search asks, how, and what it costs: for a report, or for one's own understanding. */
  explain(query: StoreQuery, options?: CallOptions): Promise<SearchExplanation>;
}

/** Ids in one request to read records. */
const GET_CHUNK = 500;
/** Records that one request of `deleteWhere` deletes. */
const DELETE_CHUNK = 10_000;

/** Replaces members as a whole: a partial document would merge into the metadata that is there. */
const UPDATE_SCRIPT =
  'for (entry in params.set.entrySet()) { ctx._source[entry.getKey()] = entry.getValue() }';

/**
 * Keeps vectors in an OpenSearch that is there already. Nothing is asked of it before `open`.
 * @throws ImageSearchError INVALID_OPTIONS
 * @example
 * import { createOpenSearchStore } from '@imgsearch/opensearch';
 * import { Client } from '@opensearch-project/opensearch';
 *
 * const store = createOpenSearchStore({
 *   client: new Client({ node: 'http://localhost:9200' }),
 *   name: 'products',
 * });
 */
export function createOpenSearchStore(options: OpenSearchStoreOptions): OpenSearchStore {
  return createHandle(checkStoreOptions(options), undefined);
}

function createHandle(settings: StoreSettings, opened: StoreHandle | undefined): OpenSearchStore {
  const { name } = settings;
  const send = createSender(settings.client, name, settings.requestTimeout);
  const gate = createCallGate(name);
  const memory: HybridMemory = { native: undefined };
  let server: Server | undefined = opened?.server;
  let handle = opened;
  const info: StoreInfo = {
    id: 'opensearch',
    name,
    get similarity() {
      return handle?.stored.similarity ?? (settings.vectors === 'float32' ? 'exact' : 'quantized');
    },
    limits: LIMITS,
    get version() {
      return handle && versionId(name, handle.stored.index);
    },
  };

  const connect = async (call: CallOptions | undefined): Promise<Opening> => {
    server ??= settings.serverVersion
      ? parseVersion(settings.serverVersion)
      : await readServer(name, send, call);
    return { settings, server, send };
  };
  const enter = (): StoreHandle => {
    if (handle) return handle;
    throw new ImageSearchError({
      code: 'CLOSED',
      message: `Store "${name}" is not open.`,
      hint: 'Call `open` first; the pipeline does it by itself.',
    });
  };
  /** Runs a verb with the opened version, unless the store is closed or the call stopped. */
  const run = <T>(call: CallOptions | undefined, work: (open: StoreHandle) => Promise<T>): Promise<T> =>
    gate.run(call, async () => work(enter()));

  const upsert = (open: StoreHandle, records: readonly VectorRecord[], call: CallOptions | undefined) => {
    const { schema } = open.stored;
    return writeEntries(
      open,
      records,
      (record) => {
        checkRecord(record, schema);
        return {
          id: record.id,
          action: 'index',
          line: documentLine(record, schema.fields, settings.textFields),
        };
      },
      call,
    );
  };

  const refresh = ({ stored }: StoreHandle, call: CallOptions | undefined) =>
    send('refresh', { method: 'POST', path: `/${stored.index}/_refresh` }, call);

  const readRecords = async (
    { stored }: StoreHandle,
    ids: readonly string[],
    call: CallOptions | undefined,
  ) => {
    const docs = ids.map((_id) => ({ _id, _source: { exclude: HIDDEN } }));
    const { body } = await send(
      'get',
      { method: 'POST', path: `/${stored.index}/_mget`, body: { docs } },
      call,
    );
    const found = (body as { docs: readonly { found?: boolean; error?: object; _source?: StoredDocument }[] })
      .docs;
    return found.map(({ found: there, error, _source }) => {
      if (error)
        throw new ImageSearchError({
          code: 'STORE_UNAVAILABLE',
          message: `Store "${name}", get: ${JSON.stringify(error).slice(0, 300)}`,
          hint: 'Look at the cluster, and whether this version was dropped.',
        });
      return there ? (recordOf(_source!) as VectorRecord) : null;
    });
  };

  const store: OpenSearchStore = {
    specVersion: 1,
    info,
    open: (schema, call) =>
      gate.run(call, async () => {
        const opening = await connect(call);
        const { stored, warnings } = await openVersion(opening, schema, handle?.stored.index, call);
        handle = { ...opening, stored };
        const { bulkLoad } = stored.meta;
        const all = [...opening.server.warnings, ...warnings];
        if (bulkLoad && settings.manage === 'create') await endBulkLoad(handle, bulkLoad, call);
        else if (bulkLoad)
          all.push(`A bulk load of store "${name}" was begun ${bulkLoad.startedAt} and has not ended.`);
        for (const warning of all) settings.logger.warn(warning);
        return { fingerprint: stored.schema.fingerprint, warnings: all };
      }),
    upsert: (records, call) =>
      run(call, async (open) => {
        checkBatch('records', records);
        return upsert(open, records, call);
      }),
    delete: (ids, call) =>
      run(call, async (open) => {
        checkBatch('ids', ids);
        const unique = [...new Set(ids)].map((id): BulkOperation => ({ id, action: 'delete' }));
        const outcomes = new Map(
          (await bulkWrite(open, unique, call)).map((outcome) => [outcome.id, outcome]),
        );
        const told = new Set<string>();
        return ids.map((id) => {
          const outcome = outcomes.get(id)!;
          // The second time it is gone already.
          const again = told.has(id) && outcome.ok;
          told.add(id);
          return again ? { id, ok: true, found: false } : outcome;
        });
      }),
    get: (ids, call) =>
      run(call, async (open) => {
        checkBatch('ids', ids);
        const records: (VectorRecord | null)[] = [];
        for (let at = 0; at < ids.length; at += GET_CHUNK)
          records.push(...(await readRecords(open, ids.slice(at, at + GET_CHUNK), call)));
        return records;
      }),
    search: (query, call) => run(call, (open) => searchNearest(open, query, call)),
    searchGroups: (query, call) => run(call, (open) => searchGroups(open, query, call)),
    searchHybrid: (query, call) => run(call, (open) => searchHybrid(open, memory, query, call)),
    update: (updates, call) =>
      run(call, async (open) => {
        checkBatch('updates', updates);
        const { fields } = open.stored.schema;
        return writeEntries(
          open,
          updates,
          ({ id, metadata, category }) => {
            checkMetadata(metadata, fields);
            if (category !== undefined) checkString('category', category);
            const set = {
              ...(metadata && metadataMembers(metadata, fields, settings.textFields)),
              ...(category !== undefined && { category }),
            };
            const script = { lang: 'painless', source: UPDATE_SCRIPT, params: { set } };
            return { id, action: 'update', line: JSON.stringify({ script }) };
          },
          call,
        );
      }),
    deleteWhere: (filter, call) =>
      run(call, async (open) => {
        const path = `/${open.stored.index}/_delete_by_query`;
        const body = { query: translateFilter(filter, open.stored.schema.fields) };
        const query = { conflicts: 'proceed', refresh: true, max_docs: DELETE_CHUNK };
        let deleted = 0;
        await refresh(open, call);
        // Bounded requests, so that each ends in time and a signal is heard between them.
        for (;;) {
          const answer = await send('deleteWhere', { method: 'POST', path, body, query }, call);
          const round = answer.body as { deleted: number; version_conflicts: number };
          deleted += round.deleted;
          if (round.deleted + round.version_conflicts === 0) return { deleted };
          if (round.deleted < DELETE_CHUNK && round.version_conflicts === 0) return { deleted };
          throwIfStopped(call);
        }
      }),
    count: (filter, call) =>
      run(call, async ({ stored }) => {
        const body = filter ? { query: translateFilter(filter, stored.schema.fields) } : {};
        const answer = await send('count', { method: 'POST', path: `/${stored.index}/_count`, body }, call);
        return { value: (answer.body as { count: number }).count, exact: true };
      }),
    async *scan(query: StoreScanQuery, call?: CallOptions) {
      let after = query.after;
      if (after === undefined) await run(call, (open) => refresh(open, call));
      for (;;) {
        const page = await run(call, (open) => scanPage(open, { ...query, after }, call));
        for (const entry of page.entries) {
          throwIfStopped(call);
          yield entry;
          after = entry.cursor;
        }
        if (page.last) return;
      }
    },
    flush: (call) => run(call, async (open) => void (await refresh(open, call))),
    bulkLoad: (call) =>
      run(call, (open) =>
        startBulkLoad(
          open,
          (records, each) =>
            run(each, async () => {
              checkBatch('records', records);
              return upsert(open, records, each);
            }),
          call,
        ),
      ),
    versions: createVersions(
      (call) => gate.run(call, () => connect(call)),
      async (index, call) => {
        const opening = await connect(call);
        return createHandle(settings, { ...opening, stored: await readVersion(opening, index, call) });
      },
    ),
    warmUp: (call) => run(call, (open) => warmUp(open, call)),
    stats: (call) => run(call, (open) => readStats(open, call)),
    explain: (query, call) => run(call, (open) => explainSearch(open, query, call)),
    close: () => gate.close(),
    [Symbol.asyncDispose]: () => gate.close(),
  };
  return store;
}
