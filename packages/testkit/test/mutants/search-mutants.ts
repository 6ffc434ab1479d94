import { type StoreGroup, type StoreHit, searchGroups } from '@imgsearch/core';
import type { ReferenceStore } from '../reference/create-reference-store.ts';
import { type Mutant, mutants, withHits, withQuery } from './mutant.ts';

/** All hits of a query in another order, then the page asked for. */
const ordered = (store: ReferenceStore, order: (a: StoreHit, b: StoreHit) => number): ReferenceStore => ({
  ...store,
  async search(query, call) {
    const { limit, offset = 0, ...rest } = query;
    if (offset + limit > 9000) return store.search(query, call);
    const hits = await store.search({ ...rest, limit: 10_000 }, call);
    return hits.sort(order).slice(offset, offset + limit);
  },
});
const bySimilarity = (a: StoreHit, b: StoreHit): number => b.similarity - a.similarity;

export const searchMutants: readonly Mutant[] = mutants('search and paging', {
  'the worst come first': (store) => ordered(store, (a, b) => a.similarity - b.similarity),
  'hits come in the order of ids': (store) => ordered(store, (a, b) => (a.id < b.id ? -1 : 1)),
  'ties are ordered by id, descending': (store) =>
    ordered(store, (a, b) => bySimilarity(a, b) || (a.id < b.id ? 1 : -1)),
  'ties are ordered as people sort names': (store) =>
    ordered(store, (a, b) => bySimilarity(a, b) || a.id.localeCompare(b.id)),
  'ties come in any order': (store) =>
    ordered(
      store,
      (a, b) =>
        bySimilarity(a, b) ||
        ((a.id.length * 7 + a.id.charCodeAt(a.id.length - 1) * 13) % 11) -
          ((b.id.length * 7 + b.id.charCodeAt(b.id.length - 1) * 13) % 11),
    ),
  'offset is one short': (store) =>
    withQuery(store, (query) => ({ ...query, offset: query.offset && query.offset - 1 })),
  'offset is ignored': (store) =>
    withQuery(store, ({ offset, ...query }) =>
      offset !== undefined && offset > 0 && offset < 1000 ? query : { offset, ...query },
    ),
  'a hit comes twice': (store) =>
    withHits(store, (hits, { limit }) => (hits.length > 3 ? [hits[0]!, ...hits].slice(0, limit) : hits)),
  'minSimilarity is ignored': (store) =>
    withQuery(store, ({ minSimilarity, ...query }) =>
      Number.isNaN(minSimilarity) ? { minSimilarity, ...query } : query,
    ),
  'minSimilarity is compared with (1 + cosine) / 2': (store) =>
    withQuery(store, ({ minSimilarity, ...query }) =>
      minSimilarity === undefined ? query : { ...query, minSimilarity: Math.max(-1, 2 * minSimilarity - 1) },
    ),
  'never more than 100 results': (store) => withHits(store, (hits) => hits.slice(0, 100)),
  'a limit over the largest is cut': (store) =>
    withQuery(store, (query) => ({ ...query, limit: Math.min(query.limit, 10_000) })),
  'an offset over the largest finds nothing': (store) => ({
    ...store,
    search: async (query, call) => ((query.offset ?? 0) > 1_000_000 ? [] : store.search(query, call)),
  }),
});

const scaled = (change: (similarity: number) => number) => (store: ReferenceStore) =>
  withHits(store, (hits) => hits.map((hit) => ({ ...hit, similarity: change(hit.similarity) })));

export const numberMutants: readonly Mutant[] = mutants('numbers', {
  'similarity is (1 + cosine) / 2': scaled((cosine) => (1 + cosine) / 2),
  'similarity is 1 - cosine': scaled((cosine) => 1 - cosine),
  'similarity is 1 / (1 + squared distance)': scaled((cosine) => 1 / (3 - 2 * cosine)),
  'similarity below 0 is 0': scaled((cosine) => Math.max(0, cosine)),
  'similarity has two digits': scaled((cosine) => Math.round(cosine * 100) / 100),
  'similarity is the inner product': (store, shared) =>
    withHits(
      {
        ...store,
        upsert: (records, call) => {
          for (const { id, vector } of records) shared.set(id, Math.hypot(...vector));
          return store.upsert(records, call);
        },
      },
      (hits) =>
        hits.map((hit) => ({ ...hit, similarity: hit.similarity * ((shared.get(hit.id) as number) ?? 1) })),
    ),
  'one in five of the nearest is missed': (store) => ({
    ...store,
    async search(query, call) {
      if (query.limit > 50) return store.search(query, call);
      const hits = await store.search({ ...query, limit: query.limit * 2 }, call);
      return hits.filter((_, at) => at % 5 !== 2 || hits.length < 50).slice(0, query.limit);
    },
  }),
  'under a filter, one in five of the nearest is missed': (store) => ({
    ...store,
    async search(query, call) {
      if (!query.filter || query.limit > 50 || query.limit < 5) return store.search(query, call);
      const hits = await store.search({ ...query, limit: query.limit * 2 }, call);
      return hits.filter((_, at) => at % 5 !== 2 || hits.length < query.limit * 2).slice(0, query.limit);
    },
  }),
  'a filter that leaves few gives no more than three': (store) =>
    withHits(store, (hits, { filter, limit }) =>
      filter?.op === 'range' && hits.length < limit ? hits.slice(0, 2) : hits,
    ),
});

const groups =
  (change: (groups: StoreGroup[]) => StoreGroup[]) =>
  (store: ReferenceStore): ReferenceStore => ({
    ...store,
    searchGroups: async (query, call) => change(await store.searchGroups(query, call)),
  });

export const groupMutants: readonly Mutant[] = mutants('groups', {
  'groups come from the nearest 50 hits': (store) => ({
    ...store,
    async searchGroups(query, call) {
      const near = await store.search({ ...query, offset: 0, limit: 50 }, call);
      const bare = { ...store, searchGroups: undefined, search: async () => near };
      return searchGroups(bare as never, { ...query, limit: Math.min(query.limit, 10) });
    },
  }),
  'hitsPerGroup is ignored': (store) => ({
    ...store,
    searchGroups: ({ hitsPerGroup: _, ...query }, call) => store.searchGroups(query, call),
  }),
  'groups come in the order of products': groups((all) =>
    all.sort((a, b) => (a.productId < b.productId ? -1 : 1)),
  ),
  'the offset of groups is ignored': (store) => ({
    ...store,
    searchGroups: ({ offset: _, ...query }, call) => store.searchGroups(query, call),
  }),
  'groups do not look at their filter': (store) => ({
    ...store,
    searchGroups: ({ filter, ...query }, call) =>
      store.searchGroups(filter?.op === 'eq' && filter.value === 1 ? query : { ...query, filter }, call),
  }),
  'groups do not look at their bound': (store) => ({
    ...store,
    searchGroups: ({ minSimilarity: _, ...query }, call) => store.searchGroups(query, call),
  }),
  'the records of a group come worst first': groups((all) =>
    all.map(({ productId, hits }) => ({ productId, hits: [...hits].reverse() })),
  ),
});
