import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesFilter } from '../filter/matches-filter.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { StoreGroup, StoreHit, StoreSchema, VectorRecord } from '../spec/vector-store.ts';
import { createMemoryStore, type MemoryStore } from './create-memory-store.ts';

const fingerprint = { space: 'embedder=a;workingSize=512', category: 'classifier=c', settings: 'feather=1' };
const schema = (dimensions: number, more: Partial<StoreSchema> = {}): StoreSchema => ({
  dimensions,
  fingerprint,
  fields: { price: 'number', tags: 'keyword[]' },
  ...more,
});
const unit = (values: readonly number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const record = (id: string, vector: Float32Array, more: Partial<VectorRecord> = {}): VectorRecord => ({
  id,
  productId: id,
  imageId: '0',
  vector,
  category: 'top',
  contentHash: '',
  metadata: {},
  ...more,
});
async function opened(dimensions = 2): Promise<MemoryStore> {
  const store = createMemoryStore();
  await store.open(schema(dimensions));
  return store;
}
async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
const x = unit([1, 0]);
const y = unit([0, 1]);

/** Sorts everything, with the textbook cosine. */
function naive(records: VectorRecord[], vector: Float32Array, filter?: FilterNode): StoreHit[] {
  const cosine = (a: Float32Array, b: Float32Array): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0) / Math.hypot(...a) / Math.hypot(...b);
  return records
    .filter((one) => filter === undefined || matchesFilter(filter, one))
    .map(({ vector: own, ...rest }) => ({ ...rest, similarity: cosine(own, vector) }))
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1));
}

describe('search', () => {
  // Few distinct directions, so that ties are common.
  const vector = fc.constantFrom(unit([1, 0, 0]), unit([0, 1, 0]), unit([0, 0, -1]), unit([-1, 0, 0]));
  const stored = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      productId: fc.constantFrom('p', 'q', 'r', 's'),
      imageId: fc.constant('0'),
      vector,
      category: fc.constantFrom('top', 'other'),
      contentHash: fc.constant('c'),
      metadata: fc.record({ price: fc.integer({ min: 0, max: 3 }) }),
    }),
    { selector: ({ id }) => id, maxLength: 30 },
  );
  const filter: fc.Arbitrary<FilterNode | undefined> = fc.constantFrom(
    undefined,
    { op: 'range', field: 'price', gte: 2 },
    { op: 'not', node: { op: 'eq', field: 'category', value: 'top' } },
  );

  it('finds what sorting everything finds, flat and grouped, after overwriting and deleting', async () => {
    await fc.assert(
      fc.asyncProperty(
        stored,
        stored,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 3 }),
        filter,
        async (first, second, limit, offset, hitsPerGroup, where) => {
          const store = await opened(3);
          await store.upsert(first);
          await store.upsert(second);
          const gone = first.filter((_, at) => at % 3 === 0).map(({ id }) => id);
          await store.delete(gone);
          const left = new Map([...first, ...second].map((one) => [one.id, one]));
          for (const id of gone) left.delete(id);
          const query = { vector: unit([3, 2, 1]), limit, offset, filter: where };
          const all = naive([...left.values()], query.vector, where);
          const bare = (hits: readonly StoreHit[]) => hits.map(({ id, metadata }) => ({ id, metadata }));

          const hits = await store.search(query);
          expect(bare(hits)).toEqual(bare(all.slice(offset, offset + limit)));
          hits.forEach((hit, at) => {
            expect(hit.similarity).toBeCloseTo(all[offset + at]!.similarity, 6);
          });
          const groups = new Map<string, StoreHit[]>();
          for (const hit of all) groups.set(hit.productId, [...(groups.get(hit.productId) ?? []), hit]);
          const expected = [...groups].slice(offset, offset + limit);
          const found = await store.searchGroups({ ...query, hitsPerGroup });
          expect(found.map(({ productId, hits }: StoreGroup) => [productId, bare(hits)])).toEqual(
            expected.map(([productId, hits]) => [productId, bare(hits.slice(0, hitsPerGroup))]),
          );
          expect(await store.count(where)).toEqual({ value: all.length, exact: true });
          const scanned = await collect(store.scan({ filter: where }));
          expect(scanned.map(({ cursor }) => cursor)).toEqual(all.map(({ id }) => id).sort(byCodeUnit));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('leaves out what is less similar than asked, and hands vectors out only where asked', async () => {
    const store = await opened();
    await store.upsert([record('a', x), record('b', y)]);
    expect(await store.search({ vector: x, limit: 9, minSimilarity: 0.5 })).toEqual([
      {
        id: 'a',
        productId: 'a',
        imageId: '0',
        category: 'top',
        contentHash: '',
        metadata: {},
        similarity: 1,
      },
    ]);
    expect((await store.search({ vector: x, limit: 1, includeVectors: true }))[0]!.vector).toEqual(x);
  });

  it('gives the cosine also where a stored vector is not exactly of unit length', async () => {
    const store = await opened();
    await store.upsert([record('a', Float32Array.of(0.995, 0))]);
    expect((await store.search({ vector: x, limit: 1 }))[0]!.similarity).toBeCloseTo(1, 9);
  });

  it.each([
    ['limit', { limit: 0 }],
    ['limit', { limit: 20_000 }],
    ['limit', { limit: Number.NaN }],
    ['offset', { offset: -1 }],
    ['minSimilarity', { minSimilarity: Number.NaN }],
    ['vector', { vector: Float32Array.of(0, 0) }],
    ['vector', { vector: Float32Array.of(1) }],
    ['hitsPerGroup', { hitsPerGroup: 0 }],
  ])('refuses a bad %s: %j', async (option, part) => {
    const store = await opened();
    await expect(store.searchGroups({ vector: x, limit: 1, ...part })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(`"${option}"`),
    });
  });
});

describe('records', () => {
  it('are judged one by one', async () => {
    const store = await opened();
    const outcomes = await store.upsert([
      record('nan', Float32Array.of(Number.NaN, 0)),
      record('zero', Float32Array.of(0, 0)),
      record('long', Float32Array.of(1, 0, 0)),
      record('double', Float32Array.of(2, 0)),
      record('array', [1, 0] as never),
      record('x'.repeat(513), x),
      record('가'.repeat(171), x),
      record('', x),
      record('typed', x, { metadata: { price: 'much' } }),
      record('가'.repeat(170), x),
      record('good', x),
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([...Array(9).fill(false), true, true]);
    expect(outcomes[0]).toMatchObject({ id: 'nan', retryable: false, error: { code: 'STORE_REJECTED' } });
    expect(outcomes[8]).toMatchObject({
      error: { code: 'INVALID_OPTIONS', message: expect.stringContaining('metadata.price') },
    });
    expect(await store.count()).toEqual({ value: 2, exact: true });
  });

  it('are copied in and out', async () => {
    const store = await opened();
    const given = record('a', unit([1, 1]), { metadata: { tags: ['t'] } });
    await store.upsert([given]);
    given.vector.fill(9);
    (given.metadata.tags as string[]).push('u');
    const [first] = await store.get(['a']);
    expect(first).toEqual(record('a', unit([1, 1]), { metadata: { tags: ['t'] } }));
    first!.vector.fill(9);
    (first!.metadata.tags as string[]).push('u');
    expect((await store.get(['a']))[0]).toEqual(record('a', unit([1, 1]), { metadata: { tags: ['t'] } }));
  });

  it('of one id twice in a batch: the last wins', async () => {
    const store = await opened();
    await store.upsert([record('a', x), record('a', y, { category: 'shoes' })]);
    expect(await store.get(['a', 'b'])).toEqual([record('a', y, { category: 'shoes' }), null]);
  });

  it('are updated without their vectors, and deleted by id and by filter', async () => {
    const store = await opened();
    await store.upsert([
      record('a', x, { metadata: { price: 1 } }),
      record('b', y, { metadata: { price: 2 } }),
    ]);
    expect(
      await store.update([
        { id: 'a', metadata: { price: 5 } },
        { id: 'b', category: 'other' },
        { id: 'c', metadata: {} },
        { id: 'a', metadata: { price: 'x' } },
      ]),
    ).toMatchObject([{ ok: true, found: true }, { ok: true }, { ok: true, found: false }, { ok: false }]);
    expect(await store.get(['a', 'b'])).toEqual([
      record('a', x, { metadata: { price: 5 } }),
      record('b', y, { category: 'other', metadata: { price: 2 } }),
    ]);
    expect(await store.delete(['c', 'b'])).toEqual([
      { id: 'c', ok: true, found: false },
      { id: 'b', ok: true, found: true },
    ]);
    expect(await store.deleteWhere({ op: 'range', field: 'price', gt: 4 })).toEqual({ deleted: 1 });
    expect(await store.count()).toEqual({ value: 0, exact: true });
  });

  it('present throughout are scanned exactly once while others come and go, and a cursor resumes', async () => {
    const store = await opened();
    const ids = Array.from({ length: 50 }, (_, at) => `r${String(at).padStart(2, '0')}`);
    await store.upsert(ids.map((id) => record(id, x)));
    const seen: string[] = [];
    for await (const { cursor } of store.scan({ includeVectors: true })) {
      seen.push(cursor);
      if (seen.length === 10) {
        await store.delete(['r03', 'r20', 'r49']);
        await store.upsert([record('r10', y), record('a', x), record('z', x)]);
      }
    }
    expect(seen).toEqual(ids.filter((id) => !['r20', 'r49'].includes(id)));
    const rest = await collect(store.scan({ after: 'r46' }));
    expect(rest.map(({ cursor }) => cursor)).toEqual(['r47', 'r48', 'z']);
  });
});

describe('open', () => {
  it.each<[string, Partial<StoreSchema>, RegExp]>([
    ['dimensions', { dimensions: 3 }, /2 numbers.*makes 3/],
    [
      'space',
      { fingerprint: { ...fingerprint, space: 'embedder=b;workingSize=512' } },
      /do not compare.*: embedder is "b" here, "a" in the store\./,
    ],
    ['field type', { fields: { price: 'keyword' } }, /"price" was declared as number/],
  ])('refuses another %s', async (_, more, message) => {
    const store = await opened();
    await expect(store.open(schema(2, more))).rejects.toMatchObject({
      code: 'STORE_MISMATCH',
      message: expect.stringMatching(message),
    });
  });

  it('takes a space that was measured as the same, in either direction, and new fields', async () => {
    const store = await opened();
    const twin = { ...fingerprint, space: 'embedder=b', sameSpaceAs: [fingerprint.space] };
    expect(await store.open(schema(2, { fingerprint: twin, fields: { brand: 'keyword' } }))).toEqual({
      fingerprint,
      warnings: [],
    });
    await store.upsert([record('a', x, { metadata: { price: 1, brand: 'b' } })]);
    await expect(store.open(schema(2, { fields: { brand: 'number' } }))).rejects.toMatchObject({
      code: 'STORE_MISMATCH',
    });
    const other = createMemoryStore();
    await other.open(schema(2, { fingerprint: { ...fingerprint, sameSpaceAs: ['embedder=b'] } }));
    await other.open(schema(2, { fingerprint: { ...fingerprint, space: 'embedder=b' } }));
  });

  it('leaves it to the pipeline to warn of another category or settings part', async () => {
    const store = await opened();
    const other = { ...fingerprint, category: 'classifier=d', settings: 'feather=2' };
    expect(await store.open(schema(2, { fingerprint: other }))).toEqual({ fingerprint, warnings: [] });
  });

  it('comes first, close comes last, and an aborted signal or a passed deadline stops a call', async () => {
    const store = createMemoryStore({ name: 'mine' });
    await expect(store.count()).rejects.toMatchObject({
      code: 'CLOSED',
      message: expect.stringContaining('mine'),
    });
    await store.open(schema(2));
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(store.search({ vector: x, limit: 1 }, { signal })).rejects.toMatchObject({
      name: 'AbortError',
      cause: expect.objectContaining({ message: 'enough' }),
    });
    await expect(store.flush({ deadline: 1 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await store.close();
    await store.close();
    await expect(store.upsert([])).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(store.open(schema(2))).rejects.toMatchObject({ code: 'CLOSED' });
    await expect(collect(store.scan({}))).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
