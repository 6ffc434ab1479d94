import type { RecordOutcome, StoreHit, StoreQuery, VectorRecord, VectorStore } from '@imgsearch/core';
import { expectTrue } from '../suite/expectations.ts';
import type { StoreKit } from './store-case.ts';

/** Every item of an async iteration. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Writes records in batches that the store takes, sees to it that all were accepted, and settles. */
export async function fill(
  kit: StoreKit,
  store: VectorStore,
  records: readonly VectorRecord[],
): Promise<void> {
  const size = Math.min(store.info.limits.maxBatch, 1000);
  for (let at = 0; at < records.length; at += size)
    expectAccepted(await store.upsert(records.slice(at, at + size)));
  await kit.settle(store);
}

/** A new store with these records in it. */
export async function filled(kit: StoreKit, records: readonly VectorRecord[]): Promise<VectorStore> {
  const store = await kit.open();
  await fill(kit, store, records);
  return store;
}

export function expectAccepted(outcomes: readonly RecordOutcome[]): void {
  expectTrue(
    'every good record is accepted',
    outcomes.every(({ ok }) => ok),
    outcomes,
  );
}

export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const idsOf = (hits: readonly { readonly id: string }[]): string[] => hits.map(({ id }) => id);

/** Ids of all that a search finds, sorted. */
export async function found(
  store: VectorStore,
  query: Partial<StoreQuery> & Pick<StoreQuery, 'vector'>,
): Promise<string[]> {
  return idsOf(await store.search({ limit: 100, ...query })).sort(byCodeUnit);
}

/** The textbook cosine in double precision. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  for (let at = 0; at < a.length; at++) dot += a[at]! * b[at]!;
  return dot / Math.hypot(...a) / Math.hypot(...b);
}

/** What a search should find, by sorting everything: best first, ties by id. */
export function bruteForce(records: readonly VectorRecord[], vector: Float32Array): StoreHit[] {
  return records
    .map(({ vector: own, ...rest }) => ({ ...rest, similarity: cosine(own, vector) }))
    .sort((a, b) => b.similarity - a.similarity || byCodeUnit(a.id, b.id));
}

/**
 * Holds a ranking to the right one. Records whose cosines are closer than the tolerance may change places;
 * nothing may be missing or come twice.
 */
export function expectRanking(
  assertion: string,
  received: readonly StoreHit[],
  expected: readonly StoreHit[],
  all: readonly StoreHit[],
  tolerance: number,
): void {
  const right = new Map(all.map(({ id, similarity }) => [id, similarity]));
  const fine =
    received.length === expected.length &&
    new Set(idsOf(received)).size === received.length &&
    received.every(({ id, similarity }, at) => {
      const own = right.get(id) ?? Number.NaN;
      return Math.abs(own - expected[at]!.similarity) <= tolerance && Math.abs(own - similarity) <= tolerance;
    });
  const short = (hits: readonly StoreHit[]) => hits.map(({ id, similarity }) => ({ id, similarity }));
  expectTrue(assertion, fine, { received: short(received), expected: short(expected) });
}
