import type { BulkLoad, StoreVersions } from '@imgsearch/core';
import type { ReferenceStore } from '../reference/create-reference-store.ts';
import { type Mutant, mutants } from './mutant.ts';

const loading =
  (change: (load: BulkLoad, store: ReferenceStore) => Partial<BulkLoad>) =>
  (store: ReferenceStore): ReferenceStore => ({
    ...store,
    async bulkLoad(call) {
      const load = await store.bulkLoad(call);
      return { ...load, ...change(load, store) };
    },
  });

export const bulkLoadMutants: readonly Mutant[] = mutants('bulk load', {
  'commit forgets the last batch': (store) => ({
    ...store,
    async bulkLoad(call) {
      const load = await store.bulkLoad(call);
      let held: Parameters<BulkLoad['upsert']>[0] = [];
      return {
        ...load,
        async upsert(records, options) {
          await load.upsert(held, options);
          held = records;
          return records.map(({ id, vector }) =>
            vector[0] === 0 && vector[1] === 0
              ? { id, ok: false, error: new Error('zero'), retryable: false }
              : { id, ok: true },
          );
        },
      };
    },
  }),
  'a bulk load reports success of every record': loading((load) => ({
    upsert: async (records, call) => (await load.upsert(records, call)).map(({ id }) => ({ id, ok: true })),
  })),
  'an aborted bulk load takes more records': (store) => ({
    ...store,
    async bulkLoad(call) {
      const load = await store.bulkLoad(call);
      return { ...load, abort: async () => undefined };
    },
  }),
  'after an aborted bulk load writes are not searchable': (store, shared) => ({
    ...loading((load) => ({
      abort: async () => {
        shared.set('aborted', true);
        await load.abort();
      },
    }))(store),
    search: async (query, call) =>
      (await store.search(query, call)).filter(({ id }) => !shared.has('aborted') || id !== 'after'),
  }),
  'a bulk load that was cut off leaves the store unrefreshed': (store, shared) => ({
    ...store,
    async bulkLoad(call) {
      const load = await store.bulkLoad(call);
      shared.set('off', true);
      const on = async (end: () => Promise<void>) => {
        await end();
        shared.delete('off');
      };
      return { ...load, commit: () => on(load.commit), abort: () => on(load.abort) };
    },
    search: async (query, call) =>
      (await store.search(query, call)).filter(({ id }) => !shared.has('off') || id !== 'after'),
  }),
});

export const hybridMutants: readonly Mutant[] = mutants('hybrid search', {
  'hybrid search does not look at the text': (store) => ({
    ...store,
    searchHybrid: ({ text: _, fusion: __, ...query }, call) => store.search(query, call),
  }),
  'hybrid search does not look at the weights': (store) => ({
    ...store,
    searchHybrid: (query, call) => store.searchHybrid({ ...query, fusion: 'rrf' }, call),
  }),
  'hybrid search does not look at the filter': (store) => ({
    ...store,
    searchHybrid: ({ filter, ...query }, call) =>
      store.searchHybrid(
        filter?.op === 'eq' && filter.field === 'onSale' ? query : { ...query, filter },
        call,
      ),
  }),
  'hybrid search gives more than asked': (store) => ({
    ...store,
    searchHybrid: (query, call) => store.searchHybrid({ ...query, limit: 10 }, call),
  }),
});

const versioned =
  (change: (versions: StoreVersions) => Partial<StoreVersions>) =>
  (store: ReferenceStore): ReferenceStore => ({
    ...store,
    versions: { ...store.versions, ...change(store.versions) },
  });

export const versionMutants: readonly Mutant[] = mutants('versions', {
  'promotion is not atomic: for a moment none is promoted': (store, shared) =>
    versioned((versions) => ({
      async promote(id, call) {
        shared.set('between', true);
        await new Promise((resolve) => setTimeout(resolve, 3));
        await versions.promote(id, call);
        shared.delete('between');
      },
      list: async (call) =>
        (await versions.list(call)).map((version) =>
          shared.has('between') ? { ...version, promoted: false } : version,
        ),
    }))(store),
  'promotion does not demote the other one': (store, shared) =>
    versioned((versions) => ({
      async promote(id, call) {
        await versions.promote(id, call);
        shared.set(id, true);
      },
      list: async (call) =>
        (await versions.list(call)).map((version) => ({
          ...version,
          promoted: version.promoted || shared.has(version.id),
        })),
    }))(store),
  'hits tell the first version, wherever they were found': versioned((versions) => ({
    async open(id, call) {
      const store = await versions.open(id, call);
      return {
        ...store,
        search: async (query, each) =>
          (await store.search(query, each)).map((hit) => ({ ...hit, version: 'v1' })),
      };
    },
  })),
  'the first version is the one before, whatever was promoted': versioned((versions) => ({
    list: async (call) => {
      const all = await versions.list(call);
      return all.map((version) => ({ ...version, previous: version.id === all[0]?.id }));
    },
  })),
  'promotion moves the handles that are open': (store, shared) => {
    let moved: Promise<Awaited<ReturnType<StoreVersions['open']>>> | undefined;
    return {
      ...versioned((versions) => ({
        async promote(id, call) {
          await versions.promote(id, call);
          shared.set('to', id);
          moved = versions.open(id);
        },
      }))(store),
      search: async (query, call) => {
        const to = await moved;
        return to
          ? to
              .search({ ...query, vector: query.vector.slice(0, 5) }, call)
              .catch(() => to.search(query, call))
          : store.search(query, call);
      },
    };
  },
  'a new version is promoted at once': versioned((versions) => ({
    async create(schema, call) {
      const made = await versions.create(schema, call);
      await versions.promote(made.id);
      return { ...made, promoted: true };
    },
  })),
  'a new version brings the old records': versioned((versions) => ({
    async open(id, call) {
      const store = await versions.open(id, call);
      if (id !== 'v1') {
        const vector = Float32Array.of(1, 0, 0, 0, 0);
        await store.upsert([
          { id: 'old', productId: 'p', imageId: '0', category: 'top', contentHash: '', metadata: {}, vector },
        ]);
      }
      return store;
    },
  })),
  'open takes the promoted version, whatever its space': (store) => ({
    ...store,
    async open(schema, call) {
      const opened = await store.open(schema, call);
      const promoted = (await store.versions.list()).find((version) => version.promoted);
      if (!promoted || promoted.fingerprint.space === schema.fingerprint.space) return opened;
      await store.versions.open(promoted.id);
      wrong.add(store);
      return opened;
    },
    search: async (query, call) => (wrong.has(store) ? [] : store.search(query, call)),
  }),
  'of two versions of one space, the first is opened': (store) => ({
    ...store,
    async open(schema, call) {
      const list = await store.versions.list().catch(() => []);
      const promoted = list.find((version) => version.promoted);
      const [first] = list;
      if (
        !first ||
        !promoted ||
        promoted.id === first.id ||
        first.fingerprint.space !== schema.fingerprint.space
      )
        return store.open(schema, call);
      await store.versions.promote(first.id);
      const opened = await store.open(schema, call);
      await store.versions.promote(promoted.id);
      return opened;
    },
  }),
  'drop takes the promoted version': versioned((versions) => ({
    drop: (id, call) => versions.drop(id, call).catch(() => undefined),
  })),
  'drop does nothing': versioned((versions) => ({
    async drop(id, call) {
      const version = (await versions.list(call)).find((one) => one.id === id);
      if (version?.promoted) await versions.drop(id, call);
    },
  })),
});
const wrong = new WeakSet<object>();
