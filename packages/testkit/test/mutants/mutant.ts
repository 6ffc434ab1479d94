import {
  type FilterNode,
  matchesFilter,
  type StoreHit,
  type StoreQuery,
  type VectorRecord,
} from '@imgsearch/core';
import { SAMPLE_FIELDS } from '../../src/vector-store/sample-records.ts';
import type { ReferenceStore } from '../reference/create-reference-store.ts';
import type { Wrap } from '../reference/reference-adapter.ts';

/** A store that is wrong in one way. */
export interface Mutant {
  /** What is wrong with it. */
  readonly name: string;
  readonly group: string;
  readonly wrap: Wrap;
}

/** Mutants of one group, from what is wrong and how. */
export function mutants(group: string, wraps: Record<string, Wrap>): Mutant[] {
  return Object.entries(wraps).map(([name, wrap]) => ({ name, group, wrap }));
}

type Search = ReferenceStore['search'];

/** Changes what a search finds. */
export function withHits(
  store: ReferenceStore,
  change: (hits: StoreHit[], query: StoreQuery) => StoreHit[],
): ReferenceStore {
  const search: Search = async (query, call) => change(await store.search(query, call), query);
  return { ...store, search };
}

/** Changes what a search is asked. */
export function withQuery(store: ReferenceStore, change: (query: StoreQuery) => StoreQuery): ReferenceStore {
  return { ...store, search: (query, call) => store.search(change(query), call) };
}

/** Changes what is written. */
export function withRecords(
  store: ReferenceStore,
  change: (records: VectorRecord[]) => VectorRecord[],
): ReferenceStore {
  return {
    ...store,
    async upsert(records, call) {
      const outcomes = await store.upsert(change([...records]), call);
      return records.map((record, at) => ({ ...(outcomes[at] ?? { ok: true }), id: record.id }));
    },
  };
}

/** Changes what is read, by id and by search. */
export function withRead<T extends Omit<VectorRecord, 'vector'>>(
  store: ReferenceStore,
  change: (record: T) => T,
): ReferenceStore {
  const changed = withHits(store, (hits) => hits.map((hit) => change(hit as never) as never));
  return {
    ...changed,
    get: async (ids, call) =>
      (await store.get(ids, call)).map((record) => record && (change(record as never) as never)),
  };
}

/** What a broken store says of one node, given the right answer. */
export type Judge = (node: FilterNode, record: VectorRecord, right: boolean) => boolean;

function judged(node: FilterNode, record: VectorRecord, judge: Judge): boolean {
  const right =
    node.op === 'and'
      ? node.nodes.every((part) => judged(part, record, judge))
      : node.op === 'or'
        ? node.nodes.some((part) => judged(part, record, judge))
        : node.op === 'not'
          ? !judged(node.node, record, judge)
          : matchesFilter(node, record, SAMPLE_FIELDS);
  return judge(node, record, right);
}

/** A store whose search judges filters in its own way. */
export function withJudge(store: ReferenceStore, judge: Judge): ReferenceStore {
  return {
    ...store,
    async search(query, call) {
      const { filter, limit, offset = 0, ...rest } = query;
      if (!filter) return store.search(query, call);
      const hits = await store.search({ ...rest, limit: 10_000 }, call);
      return hits.filter((hit) => judged(filter, hit as VectorRecord, judge)).slice(offset, offset + limit);
    },
  };
}

/** Values of a field as a list; none where it is missing. */
export function valuesOf(record: VectorRecord, field: string): unknown[] {
  const value = (record.metadata as Record<string, unknown>)[field];
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}
