// Not exported: for tests alone.
import { ImageSearchError } from '../errors/image-search-error.ts';
import { compareFingerprints } from '../fingerprint/compare-fingerprints.ts';
import type { StoreHit, StoreSchema, StoreVersion, VectorStore } from '../spec/vector-store.ts';
import { checkSchema } from '../store/check-schema.ts';
import { createMemoryStore, type MemoryStore } from '../store/create-memory-store.ts';

interface Version {
  readonly id: string;
  readonly schema: StoreSchema;
  readonly records: MemoryStore;
}

/** A collection that keeps versions in memory, as a server would: each call makes a handle of its own. */
export function fakeCollection(): () => VectorStore {
  const versions: Version[] = [];
  let [promoted, previous]: (string | undefined)[] = [];
  const add = async (schema: StoreSchema): Promise<Version> => {
    const version = { id: `v${versions.length + 1}`, schema, records: createMemoryStore({ name: 'shop' }) };
    versions.push(version);
    promoted ??= version.id;
    await version.records.open(schema);
    return version;
  };
  const tell = ({ id, schema }: Version): StoreVersion => ({
    id,
    fingerprint: schema.fingerprint,
    promoted: id === promoted,
    previous: id === previous,
    createdAt: new Date(Number(id.slice(1))).toISOString(),
  });
  const find = (id: string): Version => {
    const found = versions.find((version) => version.id === id);
    if (found) return found;
    throw new ImageSearchError({ code: 'STORE_REJECTED', message: `There is no version ${id}.` });
  };
  const fitting = (schema: StoreSchema): Version | undefined => {
    const spaceOf = (version: Version): string =>
      compareFingerprints(schema.fingerprint, version.schema.fingerprint).space;
    const own = versions.filter((version) => spaceOf(version) !== 'different');
    return own.find(({ id }) => id === promoted) ?? own.at(-1) ?? versions[0];
  };

  const handle = (pinned?: Version): VectorStore => {
    let own = pinned;
    const records = (): MemoryStore => {
      if (own) return own.records;
      throw new ImageSearchError({ code: 'CLOSED', message: 'The store is not open.' });
    };
    const mark = (hit: StoreHit): StoreHit => ({ ...hit, version: own?.id });
    const { id, name, similarity, limits } = createMemoryStore({ name: 'shop' }).info;
    return {
      specVersion: 1,
      get info() {
        return { id, name, similarity, limits, version: own?.id };
      },
      async open(schema) {
        own ??= fitting(schema) ?? (await add(schema));
        checkSchema(name, own.schema, schema);
        return own.records.open(schema);
      },
      upsert: (batch, call) => records().upsert(batch, call),
      delete: (ids, call) => records().delete(ids, call),
      get: (ids, call) => records().get(ids, call),
      search: async (query, call) => (await records().search(query, call)).map(mark),
      update: (updates, call) => records().update(updates, call),
      count: (filter, call) => records().count(filter, call),
      scan: (query, call) => records().scan(query, call),
      close: async () => undefined,
      versions: {
        list: async () => versions.map(tell),
        create: async (schema) => tell(await add(schema)),
        open: async (wanted) => handle(find(wanted)),
        async promote(wanted) {
          if (find(wanted).id === promoted) return;
          [promoted, previous] = [wanted, promoted];
        },
        async drop(wanted) {
          if (find(wanted).id === promoted)
            throw new ImageSearchError({ code: 'STORE_REJECTED', message: `${wanted} is promoted.` });
          versions.splice(versions.indexOf(find(wanted)), 1);
        },
      },
    };
  };
  return () => handle();
}
