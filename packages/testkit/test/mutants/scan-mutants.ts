import type { StoreScanEntry } from '@imgsearch/core';
import type { ReferenceStore } from '../reference/create-reference-store.ts';
import { type Mutant, mutants } from './mutant.ts';

const scanned =
  (change: (entries: StoreScanEntry[]) => StoreScanEntry[]) =>
  (store: ReferenceStore): ReferenceStore => ({
    ...store,
    async *scan(query, call) {
      const entries: StoreScanEntry[] = [];
      for await (const entry of store.scan(query, call)) entries.push(entry);
      yield* change(entries);
    },
  });

export const scanMutants: readonly Mutant[] = mutants('scan and flush', {
  'scan leaves out its last page': scanned((entries) =>
    entries.length > 100 ? entries.slice(0, 100) : entries,
  ),
  'scan yields a record twice': scanned((entries) => [...entries, ...entries.slice(0, 1)]),
  'scan yields no vectors': scanned((entries) =>
    entries.map(({ record: { vector: _, ...record }, cursor }) => ({ record, cursor })),
  ),
  'scan yields no image ids': scanned((entries) =>
    entries.map(({ record, cursor }) => ({ record: { ...record, imageId: '' }, cursor })),
  ),
  'scan begins again with the record of the cursor': (store) => ({
    ...store,
    async *scan(query, call) {
      const { after } = query;
      if (after !== undefined)
        for await (const entry of store.scan({ ...query, after: undefined }, call))
          if (entry.cursor === after) yield entry;
      yield* store.scan(query, call);
    },
  }),
  'scan does not look at the cursor': (store) => ({
    ...store,
    scan: ({ after: _, ...query }, call) => store.scan(query, call),
  }),
  'scan counts places, so that a delete makes it skip': (store) => ({
    ...store,
    async *scan(query, call) {
      for (let place = 0; ; place++) {
        let at = 0;
        let next: StoreScanEntry | undefined;
        for await (const entry of store.scan(query, call)) if (at++ === place) next = entry;
        if (!next) return;
        yield next;
      }
    },
  }),
  'scan yields what is written while it runs again': (store, shared) => ({
    ...store,
    async upsert(records, call) {
      shared.set('again', [...((shared.get('again') as unknown[]) ?? []), ...records].slice(-4));
      return store.upsert(records, call);
    },
    async *scan(query, call) {
      shared.delete('again');
      yield* store.scan(query, call);
      for (const record of (shared.get('again') as StoreScanEntry['record'][]) ?? [])
        yield { record, cursor: record.id };
    },
  }),
  'a scan that is left early blinds the store': (store) => {
    let scanning = false;
    return {
      ...store,
      async *scan(query, call) {
        scanning = true;
        for await (const entry of store.scan(query, call)) yield entry;
        scanning = false;
      },
      search: async (query, call) => {
        const hits = await store.search(query, call);
        return scanning && query.limit === 100 ? hits.slice(0, 1) : hits;
      },
    };
  },
});

/** Search answers from a picture of the store that is taken at certain moments only. */
const snapshots =
  (every: number) =>
  (store: ReferenceStore): ReferenceStore => {
    let hidden = new Set<string>();
    let flushes = 0;
    return {
      ...store,
      async upsert(records, call) {
        const known = await store.get(
          records.map(({ id }) => id),
          call,
        );
        for (const [at, record] of records.entries()) if (!known[at]) hidden.add(record.id);
        return store.upsert(records, call);
      },
      async search(query, call) {
        return (await store.search(query, call)).filter(({ id }) => !hidden.has(id));
      },
      async flush(call) {
        await store.flush(call);
        if (++flushes % every === 0) hidden = new Set();
      },
    };
  };

export const staleMutants: readonly Mutant[] = mutants('stale reads', {
  'a write is searchable only after the second flush': snapshots(2),
  'flush does nothing': snapshots(Number.POSITIVE_INFINITY),
  'a handle never sees what others write': (store, shared) => {
    const own = new Set<string>();
    return {
      ...store,
      async upsert(records, call) {
        for (const { id } of records) {
          own.add(id);
          shared.set(id, (shared.get(id) as object | undefined) ?? own);
        }
        return store.upsert(records, call);
      },
      async search(query, call) {
        return (await store.search(query, call)).filter(
          ({ id }) => own.has(id) || shared.get(id) === undefined,
        );
      },
    };
  },
  'get answers from a cache that lasts': (store) => {
    const cache = new Map<string, unknown>();
    return {
      ...store,
      async get(ids, call) {
        const records = await store.get(ids, call);
        return records.map((record, at) => {
          const id = ids[at]!;
          if (record && !cache.has(id)) cache.set(id, structuredClone(record));
          return structuredClone((cache.get(id) as typeof record) ?? null);
        });
      },
    };
  },
  'get sees a write only after flush': (store) => {
    const pending = new Map<string, unknown>();
    return {
      ...store,
      async upsert(records, call) {
        const before = await store.get(
          records.map(({ id }) => id),
          call,
        );
        records.forEach(({ id }, at) => {
          if (!pending.has(id)) pending.set(id, before[at]);
        });
        return store.upsert(records, call);
      },
      get: async (ids, call) =>
        (await store.get(ids, call)).map((record, at) =>
          pending.has(ids[at]!) ? (pending.get(ids[at]!) as typeof record) : record,
        ),
      async flush(call) {
        pending.clear();
        await store.flush(call);
      },
    };
  },
});
