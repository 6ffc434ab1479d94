import {
  abortable,
  type CallOptions,
  checkSchema,
  compareFingerprints,
  ImageSearchError,
  type MemoryStore,
  type StoreHit,
  type StoreSchema,
  type StoreVersions,
  throwIfStopped,
  type VectorStore,
} from '@imgsearch/core';
import { addVersion, type ReferenceBacking, type ReferenceVersion } from './reference-backing.ts';
import { referenceBulkLoad } from './reference-bulk-load.ts';
import { referenceHybrid } from './reference-hybrid.ts';
import { referenceVersions } from './reference-versions.ts';

/** Every optional member: what a store can have, this one has. */
export type ReferenceStore = Required<Omit<VectorStore, 'versions' | typeof Symbol.asyncDispose>> & {
  readonly versions: StoreVersions;
};

/**
 * A right store with every optional member, for the tests of the kit: handles come and go, the backing stays.
 * Similarity, filters and outcomes are those of the memory store; handles, closing, aborts, versions and bulk loads
 * are its own.
 * @param pinned the version that this handle is of; without it, `open` finds the one of its space
 */
export function createReferenceStore(
  backing: ReferenceBacking,
  name: string,
  pinned?: ReferenceVersion,
): ReferenceStore {
  const collection = backing.collection(name);
  let version = pinned;
  let closed = false;
  const running = new Set<Promise<unknown>>();

  const refuse = (what: string): ImageSearchError =>
    new ImageSearchError({
      code: 'CLOSED',
      message: `Store "${name}" is ${what}.`,
      hint: 'Open a new handle.',
    });
  const enter = (call: CallOptions | undefined): void => {
    if (closed) throw refuse('closed');
    throwIfStopped(call);
  };
  /** One call: over to the backing and back, heard by `close`, left at once by an aborted caller. */
  const trip = async <T>(
    call: CallOptions | undefined,
    work: (records: MemoryStore) => Promise<T>,
  ): Promise<T> => {
    enter(call);
    if (version === undefined) throw refuse('not open');
    const { records } = version;
    const done = backing.travel(name).then(() => work(records));
    running.add(done);
    void done.catch(() => undefined).finally(() => running.delete(done));
    return abortable(done, call?.signal);
  };
  const find = async (schema: StoreSchema): Promise<ReferenceVersion> => {
    const all = [...collection.versions.values()];
    if (all.length === 0) return addVersion(collection, name, schema);
    const comparable = all.filter(
      (one) => compareFingerprints(schema.fingerprint, one.schema.fingerprint).space !== 'different',
    );
    const promoted = all.find(({ id }) => id === collection.promoted);
    return comparable.find((one) => one === promoted) ?? comparable[0] ?? promoted!;
  };

  const tell = (hit: StoreHit): StoreHit => ({ ...hit, version: version?.id });

  const store: ReferenceStore = {
    specVersion: 1,
    info: {
      id: 'reference',
      name,
      similarity: 'exact',
      limits: { maxResults: 10_000, maxOffset: 1_000_000, maxBatch: 10_000, maxFilterValues: 65_536 },
    },
    async open(schema, call) {
      enter(call);
      await backing.travel(name);
      const chosen = version ?? (await find(schema));
      checkSchema(name, chosen.schema, schema);
      const opened = await chosen.records.open(schema);
      version = chosen;
      return opened;
    },
    upsert: (batch, call) => {
      const copies = structuredClone(batch);
      return trip(call, (records) => records.upsert(copies));
    },
    delete: (ids, call) => trip(call, (records) => records.delete(ids)),
    get: (ids, call) => trip(call, (records) => records.get(ids)),
    search: (query, call) => trip(call, async (records) => (await records.search(query)).map(tell)),
    searchGroups: (query, call) =>
      trip(call, async (records) =>
        (await records.searchGroups(query)).map((group) => ({ ...group, hits: group.hits.map(tell) })),
      ),
    searchHybrid: (query, call) =>
      trip(call, async (records) => (await referenceHybrid(records, query)).map(tell)),
    update: (updates, call) => trip(call, (records) => records.update(updates)),
    deleteWhere: (filter, call) => trip(call, (records) => records.deleteWhere(filter)),
    count: (filter, call) => trip(call, (records) => records.count(filter)),
    async *scan(query, call) {
      const records = await trip(call, async (own) => own);
      for await (const entry of records.scan(query)) {
        enter(call);
        yield entry;
      }
    },
    flush: (call) => trip(call, async () => undefined),
    bulkLoad: (call) => trip(call, (records) => referenceBulkLoad(name, version!.schema, records)),
    versions: referenceVersions(backing, name, () => enter(undefined)),
    async close() {
      closed = true;
      await Promise.allSettled(running);
    },
  };
  return store;
}
