import type { VectorRecord } from '@imgsearch/core';
import { ImageSearchError } from '@imgsearch/core';
import { type Mutant, mutants, withHits, withRead, withRecords } from './mutant.ts';

type Meta = Record<string, unknown>;
const withMetadata = (change: (metadata: Meta) => Meta) => (records: VectorRecord[]) =>
  records.map((record) => ({ ...record, metadata: change(record.metadata as Meta) as never }));
/** Only the writes that the validation of the reference store lets through are changed by these. */
const rewritten = (change: (metadata: Meta) => Meta) => (store: Parameters<typeof withRecords>[0]) =>
  withRecords(store, withMetadata(change));
const onText = (change: (text: string) => string) =>
  rewritten((metadata) =>
    Object.fromEntries(
      Object.entries(metadata).map(([key, value]) => [
        key,
        typeof value === 'string' ? change(value) : value,
      ]),
    ),
  );

export const outcomeMutants: readonly Mutant[] = mutants('outcomes', {
  'outcomes come sorted by id': (store) => ({
    ...store,
    upsert: async (records, call) =>
      (await store.upsert(records, call)).sort((a, b) => (a.id < b.id ? -1 : 1)),
  }),
  'outcomes of one id come once': (store) => ({
    ...store,
    upsert: async (records, call) => {
      const outcomes = await store.upsert(records, call);
      return [...new Map(outcomes.map((outcome) => [outcome.id, outcome])).values()];
    },
  }),
  'a partial batch is reported as success': (store) => ({
    ...store,
    upsert: async (records, call) => (await store.upsert(records, call)).map(({ id }) => ({ id, ok: true })),
  }),
  'one bad record fails the whole batch': (store) => ({
    ...store,
    async upsert(records, call) {
      const outcomes = await store.upsert(records, call);
      const bad = outcomes.find(({ ok }) => !ok);
      if (!bad) return outcomes;
      await store.delete(records.map(({ id }) => id));
      return records.map(({ id }) => ({ ...bad, id }));
    },
  }),
  'a refusal is called worth another try': (store) => ({
    ...store,
    upsert: async (records, call) =>
      (await store.upsert(records, call)).map((outcome) =>
        outcome.ok ? outcome : { ...outcome, retryable: true },
      ),
  }),
  'a refusal has an error that is not ours': (store) => ({
    ...store,
    upsert: async (records, call) =>
      (await store.upsert(records, call)).map((outcome) =>
        outcome.ok ? outcome : { ...outcome, error: new Error('400') },
      ),
  }),
  'a bad vector is written as another one': (store) =>
    withRecords(store, (records) =>
      records.map((record) =>
        record.vector.length === 8 && [...record.vector].some((value) => !Number.isFinite(value))
          ? { ...record, vector: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0) }
          : record,
      ),
    ),
  'a refused record takes the one before it along': (store) => ({
    ...store,
    async upsert(records, call) {
      const outcomes = await store.upsert(records, call);
      const bad = outcomes.filter(({ ok }) => !ok).map(({ id }) => id);
      if (bad.length > 0 && bad.length < 600) await store.delete(bad);
      return outcomes;
    },
  }),
  'delete says found of everything': (store) => ({
    ...store,
    delete: async (ids, call) =>
      (await store.delete(ids, call)).map(({ id }) => ({ id, ok: true, found: true })),
  }),
  'delete of a missing id fails': (store) => ({
    ...store,
    delete: async (ids, call) =>
      (await store.delete(ids, call)).map((outcome) =>
        outcome.ok && outcome.found === false
          ? {
              id: outcome.id,
              ok: false,
              retryable: false,
              error: new ImageSearchError({ code: 'STORE_REJECTED', message: '404' }),
            }
          : outcome,
      ),
  }),
});

export const recordMutants: readonly Mutant[] = mutants('records', {
  'upsert merges metadata into what was there': (store) => ({
    ...store,
    async upsert(records, call) {
      const before = await store.get(
        records.slice(0, 100).map(({ id }) => id),
        call,
      );
      return store.upsert(
        records.map((record, at) => ({
          ...record,
          metadata: { ...before[at]?.metadata, ...record.metadata },
        })),
        call,
      );
    },
  }),
  'upsert of a known id keeps the vector': (store) => ({
    ...store,
    async upsert(records, call) {
      const before = await store.get(
        records.map(({ id }) => id),
        call,
      );
      return store.upsert(
        records.map((record, at) => ({ ...record, vector: before[at]?.vector ?? record.vector })),
        call,
      );
    },
  }),
  'of one id twice in a batch the first wins': (store) => ({
    ...store,
    async upsert(records, call) {
      const first = new Map([...records].reverse().map((record) => [record.id, record]));
      return store.upsert(
        records.map((record) => first.get(record.id)!),
        call,
      );
    },
  }),
  'the content hash and the image id are not kept': (store) =>
    withRecords(store, (records) => records.map((record) => ({ ...record, contentHash: '', imageId: '0' }))),
  'vectors come back in half precision': (store) => ({
    ...store,
    get: async (ids, call) =>
      (await store.get(ids, call)).map(
        (record) =>
          record && { ...record, vector: record.vector.map((value) => Math.round(value * 512) / 512) },
      ),
  }),
  'get answers in the order of ids': (store) => ({
    ...store,
    get: async (ids, call) => store.get([...ids].sort(), call),
  }),
  'get leaves missing records out': (store) => ({
    ...store,
    get: async (ids, call) => (await store.get(ids, call)).filter((record) => record !== null),
  }),
  'a large batch is cut at 500': (store) => withRecords(store, (records) => records.slice(0, 500)),
  'the store keeps what the writer holds': (store, shared) => ({
    ...store,
    async upsert(records, call) {
      for (const record of records) shared.set(record.id, record);
      return store.upsert(records, call);
    },
    get: async (ids, call) =>
      (await store.get(ids, call)).map(
        (record) => record && ((shared.get(record.id) as VectorRecord | undefined) ?? record),
      ),
  }),
  'the reader gets what the store holds': (store, shared) => ({
    ...store,
    async get(ids, call) {
      for (const record of await store.get(ids, call))
        if (record && !shared.has(record.id)) shared.set(record.id, record);
      return ids.map((id) => (shared.get(id) as VectorRecord | undefined) ?? null);
    },
  }),
  'deleted records stay in search': (store, shared) =>
    withHits(
      {
        ...store,
        async delete(ids, call) {
          const records = await store.get(ids, call);
          for (const record of records) if (record) shared.set(record.id, { ...record, similarity: -1 });
          return store.delete(ids, call);
        },
      },
      (hits) => [...hits, ...([...shared.values()] as never[])],
    ),
  'delete takes every id with the same beginning': (store) => ({
    ...store,
    async delete(ids, call) {
      const outcomes = await store.delete(ids, call);
      if (ids.includes('b')) await store.delete(['c']);
      return outcomes;
    },
  }),
  'what was deleted cannot be written again': (store, shared) =>
    withRecords(
      {
        ...store,
        async delete(ids, call) {
          for (const id of ids) shared.set(id, true);
          return store.delete(ids, call);
        },
      },
      (records) => records.filter(({ id }) => !shared.has(id)),
    ),
  'a hit has no content hash': (store) =>
    withHits(store, (hits) => hits.map((hit) => ({ ...hit, contentHash: '' }))),
  'a hit never has a vector': (store) => withHits(store, (hits) => hits.map(({ vector: _, ...hit }) => hit)),
  'a hit always has a vector': (store) => ({
    ...store,
    search: (query, call) => store.search({ ...query, includeVectors: true }, call),
  }),
});

export const metadataMutants: readonly Mutant[] = mutants('metadata', {
  'nested metadata is dropped': rewritten((metadata) =>
    Object.fromEntries(
      Object.entries(metadata).filter(([, value]) => typeof value !== 'object' || Array.isArray(value)),
    ),
  ),
  'names with dots become paths': rewritten((metadata) =>
    Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key.replaceAll('.', '_'), value])),
  ),
  'the first type of a name drops the others': (store, shared) =>
    withRecords(
      store,
      withMetadata((metadata) =>
        Object.fromEntries(
          Object.entries(metadata).filter(([key, value]) => {
            if (key !== 'free') return true;
            if (!shared.has(key)) shared.set(key, typeof value);
            return shared.get(key) === typeof value;
          }),
        ),
      ),
    ),
  'only the first thousand names are kept': rewritten((metadata) =>
    Object.fromEntries(Object.entries(metadata).slice(0, 1000)),
  ),
  'numbers are kept in single precision': rewritten((metadata) =>
    typeof metadata.price === 'number' ? { ...metadata, price: Math.fround(metadata.price) } : metadata,
  ),
  'dates come back in UTC': rewritten((metadata) =>
    typeof metadata.addedAt === 'string' && metadata.addedAt.includes('+')
      ? { ...metadata, addedAt: new Date(metadata.addedAt).toISOString() }
      : metadata,
  ),
  'text is trimmed': onText((text) => text.trim()),
  'text ends at NUL': onText((text) => text.split('\u0000')[0]!),
  'text is brought to one form of Unicode': onText((text) => text.normalize('NFC')),
  'long text is cut at 256': onText((text) => text.slice(0, 256)),
  'ids are brought to one form of Unicode': (store) => {
    const one = (id: string): string => id.normalize('NFC');
    return {
      ...withRecords(store, (records) => records.map((record) => ({ ...record, id: one(record.id) }))),
      get: (ids, call) => store.get(ids.map(one), call),
      delete: (ids, call) => store.delete(ids.map(one), call),
    };
  },
  'ids are cut at 255': (store) =>
    withRecords(store, (records) => records.map((record) => ({ ...record, id: record.id.slice(0, 255) }))),
  'product ids are trimmed': (store) =>
    withRecords(store, (records) =>
      records.map((record) => ({ ...record, productId: record.productId.trim() || record.productId })),
    ),
  'names of fields ignore letter case': (store) => ({
    ...store,
    search: (query, call) => {
      const { filter } = query;
      const field = filter && 'field' in filter && filter.field === 'BRAND' ? 'brand' : undefined;
      return store.search(field ? { ...query, filter: { ...filter, field } as never } : query, call);
    },
  }),
  'an undeclared name of control characters is lost': rewritten((metadata) =>
    Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== '' && !key.includes('\u0001'))),
  ),
  'every text beyond the basic plane is cut': (store) =>
    withRead(store, (record) => ({
      ...record,
      metadata: Object.fromEntries(
        Object.entries(record.metadata).map(([key, value]) => [
          key,
          typeof value === 'string' ? value.replace(/[\u{10000}-\u{10ffff}]/gu, '?') : value,
        ]),
      ) as never,
    })),
});
