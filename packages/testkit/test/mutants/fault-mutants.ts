import type { CallOptions, VectorStore } from '@imgsearch/core';
import { ImageSearchError } from '@imgsearch/core';
import type { ReferenceStore } from '../reference/create-reference-store.ts';
import { type Mutant, mutants } from './mutant.ts';

const MEMBERS = [
  'upsert',
  'delete',
  'get',
  'search',
  'searchGroups',
  'searchHybrid',
  'update',
  'deleteWhere',
  'count',
  'flush',
  'bulkLoad',
] as const;
type Member = (typeof MEMBERS)[number];

/** Changes the options of every call. */
function withOptions(
  store: ReferenceStore,
  change: (call: CallOptions | undefined) => CallOptions | undefined,
): VectorStore {
  const changed: Record<string, unknown> = { ...store };
  for (const name of MEMBERS) {
    const member = store[name] as (...given: unknown[]) => unknown;
    changed[name] =
      name === 'flush' || name === 'bulkLoad'
        ? (call?: CallOptions) => member(change(call))
        : (argument: unknown, call?: CallOptions) => member(argument, change(call));
  }
  changed.scan = (query: never, call?: CallOptions) => store.scan(query, change(call));
  return changed as unknown as VectorStore;
}

/** Answers of one member where it would have rejected with this code. */
const swallowing = (code: string, name: Member, answer: unknown) => (store: ReferenceStore) => ({
  ...store,
  [name]: async (...given: never[]) => {
    try {
      return await (store[name] as (...given: never[]) => Promise<unknown>)(...given);
    } catch (error) {
      if (ImageSearchError.isInstance(error) && error.code === code) return answer;
      throw error;
    }
  },
});

export const faultMutants: readonly Mutant[] = mutants('faults', {
  'abort is ignored': (store) => withOptions(store, (call) => call && { deadline: call.deadline }),
  'abort is looked at before the call only': (store) =>
    withOptions(store, (call) => (call?.signal?.aborted ? call : call && { deadline: call.deadline })),
  'deadlines are ignored': (store) => withOptions(store, (call) => call && { signal: call.signal }),
  'an aborted call has no reason': (store) =>
    ({
      ...store,
      async search(query, call) {
        if (call?.signal?.aborted) throw new ImageSearchError({ code: 'ABORTED', message: 'aborted' });
        return store.search(query, call);
      },
    }) satisfies VectorStore,
  'a call that is aborted under way fails as a network error': (store) => ({
    ...store,
    async search(query, call) {
      const before = call?.signal?.aborted;
      return store.search(query, call).catch((error) => {
        throw before || !call?.signal?.aborted
          ? error
          : Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      });
    },
  }),
  'an aborted upsert leaves its records unwritable': (store, shared) => ({
    ...store,
    async upsert(records, call) {
      const before = call?.signal?.aborted;
      try {
        return await store.upsert(shared.has('half') ? records.slice(0, 100) : records, call);
      } catch (error) {
        if (!before && call?.signal?.aborted) {
          shared.set('half', true);
          await store.delete(records.map(({ id }) => id));
        }
        throw error;
      }
    },
  }),
  'a closed store finds nothing instead of refusing': swallowing('CLOSED', 'search', []),
  'a closed store counts 0 instead of refusing': swallowing('CLOSED', 'count', { value: 0, exact: true }),
  'a closed store opens again': (store) => ({
    ...store,
    async open(schema, call) {
      try {
        return await store.open(schema, call);
      } catch (error) {
        if (ImageSearchError.isInstance(error) && error.code === 'CLOSED')
          return { fingerprint: schema.fingerprint, warnings: [] };
        throw error;
      }
    },
  }),
  'a store that was not opened has an empty answer': (store) => {
    let open = false;
    return {
      ...store,
      open: (schema, call) => {
        open = true;
        return store.open(schema, call);
      },
      get: async (ids, call) => (open ? store.get(ids, call) : ids.map(() => null)),
    };
  },
  'a bad query finds nothing instead of being refused': swallowing('INVALID_OPTIONS', 'search', []),
  'a batch over the limit is written as far as it goes': (store) => ({
    ...store,
    async upsert(records, call) {
      const outcomes = await store.upsert(records.slice(0, 10_000), call);
      return records.map((_, at) => outcomes[at] ?? outcomes[0]!);
    },
  }),
  'close gives up what is under way, after it was acknowledged': (store) => {
    let latest: readonly string[] = [];
    return {
      ...store,
      upsert(records, call) {
        latest = records.map(({ id }) => id);
        return store.upsert(records, call).finally(() => {
          latest = [];
        });
      },
      async close() {
        const lost = latest;
        if (lost.length > 0) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          await store.delete(lost);
        }
        await store.close();
      },
    };
  },
});

export const openMutants: readonly Mutant[] = mutants('open', {
  'it gives 50 results at most': (store) => ({
    ...store,
    info: { ...store.info, limits: { ...store.info.limits, maxResults: 50 } },
  }),
  'it does not tell for which contract it was written': (store) => ({ ...store, specVersion: 0 as never }),
  'open empties the store': (store) => ({
    ...store,
    async open(schema, call) {
      const opened = await store.open(schema, call);
      await store.deleteWhere({ op: 'not', node: { op: 'eq', field: 'category', value: '' } }, call);
      return opened;
    },
  }),
  'open takes any vector space': (store) => ({
    ...store,
    open: (schema, call) =>
      store.open(
        {
          ...schema,
          fingerprint: {
            ...schema.fingerprint,
            space: 'one',
            sameSpaceAs: [schema.fingerprint.space, 'embedder=sample;workingSize=512'],
          },
        },
        call,
      ),
  }),
  'open forgets in which space the data is': (store) => ({
    ...store,
    open: async (schema, call) => ({ ...(await store.open(schema, call)), fingerprint: schema.fingerprint }),
  }),
  'open takes a changed type of field': (store) => ({
    ...store,
    open: (schema, call) => {
      const { price: _, ...fields } = schema.fields;
      return store.open(schema.fields.price === 'keyword' ? { ...schema, fields } : schema, call);
    },
  }),
  'open refuses a space that was measured as the same': (store) => ({
    ...store,
    open: (schema, call) =>
      store.open({ ...schema, fingerprint: { ...schema.fingerprint, sameSpaceAs: undefined } }, call),
  }),
  'open does not add new fields': (store, shared) => ({
    ...store,
    open: (schema, call) => {
      const fields = (shared.get('fields') as typeof schema.fields) ?? schema.fields;
      shared.set('fields', fields);
      return store.open(schema, call);
    },
    search: (query, call) => {
      const { filter } = query;
      const known = shared.get('fields') as object;
      const unknown = filter?.op === 'eq' && filter.field === 'shade' && !('shade' in known);
      return store.search(unknown ? { ...query, minSimilarity: 1 } : query, call);
    },
  }),
  'an empty store answers get with an empty list': (store) => ({
    ...store,
    async get(ids, call) {
      const records = await store.get(ids, call);
      return records.every((record) => record === null) && ids.length === 2 ? [] : records;
    },
  }),
});
