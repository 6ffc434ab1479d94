import type { VectorRecord } from '@imgsearch/core';
import { type Mutant, mutants, withHits } from './mutant.ts';

export const persistenceMutants: readonly Mutant[] = mutants('persistence', {
  'the last write is lost on reopen': (store, shared) => ({
    ...store,
    async open(schema, call) {
      const opened = await store.open(schema, call);
      const last = shared.get('last') as string[] | undefined;
      if (last) await store.delete(last);
      shared.delete('last');
      return opened;
    },
    async upsert(records, call) {
      shared.set(
        'last',
        records.map(({ id }) => id),
      );
      return store.upsert(records, call);
    },
    flush: (call) => {
      shared.delete('last');
      return store.flush(call);
    },
  }),
  'deleted records come back on reopen': (store, shared) => ({
    ...store,
    async open(schema, call) {
      const opened = await store.open(schema, call);
      const gone = shared.get('gone') as VectorRecord[] | undefined;
      shared.delete('gone');
      if (gone) await store.upsert(gone);
      return opened;
    },
    async delete(ids, call) {
      shared.set(
        'gone',
        (await store.get(ids, call)).filter((record) => record !== null),
      );
      return store.delete(ids, call);
    },
  }),
  'an update is lost on reopen': (store, shared) => ({
    ...store,
    async open(schema, call) {
      const opened = await store.open(schema, call);
      const before = shared.get('before') as VectorRecord[] | undefined;
      shared.delete('before');
      if (before) await store.upsert(before);
      return opened;
    },
    async update(updates, call) {
      const before = await store.get(
        updates.map(({ id }) => id),
        call,
      );
      shared.set(
        'before',
        before.filter((record) => record !== null),
      );
      return store.update(updates, call);
    },
  }),
  'a store without records forgets that it is one': (store) => ({
    ...store,
    async open(schema, call) {
      const opened = await store.open(schema, call);
      const { value } = await store.count();
      broken.set(store.info.name, (broken.get(store.info.name) ?? 0) + (value === 0 ? 1 : 0));
      return opened;
    },
    search: async (query, call) => {
      const hits = await store.search(query, call);
      return (broken.get(store.info.name) ?? 0) > 1 ? [] : hits;
    },
  }),
  'fields that are not named again do not filter': (store) => {
    let fields: object = {};
    return {
      ...store,
      open: (schema, call) => {
        fields = schema.fields;
        return store.open(schema, call);
      },
      search: (query, call) => {
        const { filter } = query;
        return store.search(
          filter?.op === 'range' && !(filter.field in fields) ? { ...query, minSimilarity: 1 } : query,
          call,
        );
      },
    };
  },
  'closing one handle closes all': (store, shared) => ({
    ...store,
    async close() {
      shared.set('closed', true);
      await store.close();
    },
    async open(schema, call) {
      shared.delete('closed');
      return store.open(schema, call);
    },
    search: async (query, call) => {
      const hits = await store.search(query, call);
      return shared.has('closed') ? [] : hits;
    },
  }),
});
const broken = new Map<string, number>();

export const concurrencyMutants: readonly Mutant[] = mutants('concurrency', {
  'a new id that two write at once is there twice': (store, shared) => {
    const twice = (ids: readonly string[]) => ids.filter((id) => shared.get(id) === 2);
    return withHits(
      {
        ...store,
        async upsert(records, call) {
          const known = await store.get(
            records.slice(0, 50).map(({ id }) => id),
            call,
          );
          const outcomes = await store.upsert(records, call);
          known.forEach((record, at) => {
            const { id } = records[at]!;
            if (record === null)
              shared.set(id, Math.min(2, ((shared.get(id) as number | undefined) ?? 0) + 1));
          });
          return outcomes;
        },
        async delete(ids, call) {
          for (const id of ids) shared.delete(id);
          return store.delete(ids, call);
        },
        async count(filter, call) {
          const { value, exact } = await store.count(filter, call);
          return { value: value + twice([...shared.keys()]).length, exact };
        },
      },
      (hits) => hits.flatMap((hit) => (shared.get(hit.id) === 2 ? [hit, hit] : [hit])),
    );
  },
  'a replacement is a delete and then an insert': (store) => ({
    ...store,
    async upsert(records, call) {
      const known = (
        await store.get(
          records.map(({ id }) => id),
          call,
        )
      ).filter((record) => record !== null);
      if (known.length > 0 && known.length <= 30) {
        await store.delete(known.map(({ id }) => id));
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      return store.upsert(records, call);
    },
  }),
  'vector and metadata are written one after the other': (store) => ({
    ...store,
    async upsert(records, call) {
      const known = await store.get(
        records.slice(0, 50).map(({ id }) => id),
        call,
      );
      if (known.some((record) => record !== null))
        await store.update(records.slice(0, 50).map(({ id, metadata }) => ({ id, metadata })));
      return store.upsert(records, call);
    },
  }),
  'a late write overtakes an earlier one': (store, shared) => ({
    ...store,
    async upsert(records, call) {
      const [first] = records;
      if (records.length > 1 || !first) return store.upsert(records, call);
      const before = shared.get(first.id) as VectorRecord | undefined;
      shared.set(first.id, structuredClone(first));
      const outcomes = await store.upsert(records, call);
      if (before && Number(first.metadata.price) === 9) await store.upsert([before]);
      return outcomes;
    },
  }),
});
