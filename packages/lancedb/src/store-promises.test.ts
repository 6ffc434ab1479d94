import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilterNode, VectorRecord } from '@imgsearch/core';
import { compileFilter, createMemoryStore } from '@imgsearch/core';
import {
  axis,
  randomVector,
  SAMPLE_FIELDS,
  SAMPLE_FINGERPRINT,
  sampleRecord,
  sampleSchema,
} from '@imgsearch/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLanceDbStore } from './create-lance-db-store.ts';
import type { LanceDbStore } from './lance-db-store.ts';
import { loadLanceLibrary } from './lance-library.ts';

let folder: string;
let stores = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imgsearch-lance-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function opened(schema = sampleSchema(), name = `s${stores++}`): Promise<LanceDbStore> {
  const store = createLanceDbStore({ folder, name });
  await store.open(schema);
  return store;
}
const ids = (hits: readonly { readonly id: string }[]): string[] => hits.map(({ id }) => id);

describe('createLanceDbStore', () => {
  it.each([
    [{}, 'folder'],
    [{ folder: '' }, 'folder'],
    [{ folder: 'x', name: '../elsewhere' }, 'name'],
    [{ folder: 'x', name: '.hidden' }, 'name'],
    [{ folder: 'x', tabel: 'y' }, 'tabel'],
  ])('refuses %j', (options, named) => {
    expect(() => createLanceDbStore(options as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS' }),
    );
    expect(() => createLanceDbStore(options as never)).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(named) }),
    );
  });

  it('touches no disk before it is opened', async () => {
    createLanceDbStore({ folder: join(folder, 'untouched') });
    expect(await readdir(folder)).not.toContain('untouched');
  });

  it('says what to do where the folder is a file', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const store = createLanceDbStore({ folder: file });
    await expect(store.open(sampleSchema())).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      message: expect.stringContaining('"pictures"'),
      hint: expect.any(String),
    });
  });
});

it('keeps text that UTF-8 cannot hold, and orders and filters it as JavaScript does', async () => {
  const texts = ['\ud800', '\udfffx', '\ue000', '\uffff', '😀', '한', 'a'];
  const store = await opened();
  const records = texts.map((text) =>
    sampleRecord(text, { vector: axis(0), metadata: { brand: text, tags: [text] } }),
  );
  expect((await store.upsert(records)).every(({ ok }) => ok)).toBe(true);
  expect(ids(await store.search({ vector: axis(0), limit: 10 }))).toEqual([...texts].sort());
  for (const bound of texts)
    for (const field of ['brand', 'tags']) {
      const filter: FilterNode = { op: 'range', field, gt: bound };
      expect((await store.count(filter)).value).toBe(texts.filter((text) => text > bound).length);
    }
});

it('finds array elements between two bounds as the reference does', async () => {
  const words = [
    '',
    'a',
    'ab',
    'abc',
    'b',
    'ba',
    'a\u0000',
    '\ud7ff',
    '\ud800',
    '\ue000',
    '.*',
    '[a]',
    'a|b',
    '한국',
  ];
  const numbers = [-1e300, -1.5, -1, -5e-324, 0, 5e-324, 0.1, 1, 2, 1e21, 1e300];
  const lists = <T>(values: readonly T[]): T[][] =>
    values.flatMap((a, at) => [[a], [a, values[(at * 5 + 3) % values.length]!]]);
  const metadata = [
    ...lists(words).map((tags) => ({ tags })),
    ...lists(numbers).map((sizes) => ({ sizes })),
    { tags: [] },
    {},
  ];
  const records = metadata.map((each, at) => sampleRecord(`r${at}`, { metadata: each }));
  const store = await opened();
  await store.upsert(records);
  const bounds = <T>(field: string, values: readonly T[]): FilterNode[] =>
    values.flatMap((low) =>
      values.flatMap((high, at) => {
        const range = [
          { gte: low, lte: high },
          { gt: low, lt: high },
          { gt: low, gte: high },
          { gte: low, lt: high },
        ][at % 4]!;
        return { op: 'range', field, ...range } as FilterNode;
      }),
    );
  for (const node of [...bounds('tags', words), ...bounds('sizes', numbers)])
    for (const filter of [node, { op: 'not', node } as const]) {
      const matches = compileFilter(filter, SAMPLE_FIELDS);
      expect((await store.count(filter)).value, JSON.stringify(filter)).toBe(records.filter(matches).length);
    }
});

it('takes filters as deep and as wide as validation lets through', async () => {
  const store = await opened();
  const records = Array.from({ length: 40 }, (_, at) => sampleRecord(`r${at}`, { metadata: { price: at } }));
  await store.upsert(records);
  let deep: FilterNode = { op: 'range', field: 'price', gt: 3 };
  for (let level = 0; level < 34; level++)
    deep = {
      op: level % 2 ? 'or' : 'and',
      nodes: [deep, { op: 'not', node: { op: 'eq', field: 'price', value: level } }],
    };
  const wide: FilterNode = {
    op: 'or',
    nodes: Array.from({ length: 5000 }, (_, at) => ({ op: 'eq', field: 'price', value: at * 3 })),
  };
  for (const filter of [deep, wide])
    expect((await store.count(filter)).value).toBe(
      records.filter(compileFilter(filter, SAMPLE_FIELDS)).length,
    );
});

it('refuses filters on undeclared fields with what to do', async () => {
  const store = await opened();
  await expect(
    store.search({ vector: axis(0), limit: 1, filter: { op: 'eq', field: "x'; --", value: 1 } }),
  ).rejects.toMatchObject({
    code: 'INVALID_OPTIONS',
    hint: expect.stringContaining('Declare'),
  });
});

it('fills a newly declared field from older records, where values have its type', async () => {
  const store = await opened(sampleSchema({ fields: {} }), 'declared-later');
  await store.upsert([
    sampleRecord('red', { metadata: { shade: 'red', Shade: 7 } }),
    sampleRecord('other', { metadata: { shade: 5 } }),
    sampleRecord('none'),
  ]);
  await store.close();
  const again = await opened(
    sampleSchema({ fields: { shade: 'keyword', Shade: 'number' } }),
    'declared-later',
  );
  const found = (filter: FilterNode) => again.search({ vector: axis(0), limit: 9, filter }).then(ids);
  expect(await found({ op: 'eq', field: 'shade', value: 'red' })).toEqual(['red']);
  expect(await found({ op: 'eq', field: 'Shade', value: 7 })).toEqual(['red']);
  expect((await again.get(['other']))[0]!.metadata).toEqual({ shade: 5 });
});

it('sees a field that another handle declared, also in what it writes itself', async () => {
  const old = await opened(sampleSchema({ fields: {} }), 'two-declarations');
  const young = await opened(sampleSchema({ fields: { shade: 'keyword' } }), 'two-declarations');
  await old.upsert([sampleRecord('a', { metadata: { shade: 'red' } })]);
  expect((await young.count({ op: 'eq', field: 'shade', value: 'red' })).value).toBe(1);
});

it('opens one first version when two handles open a new collection at once', async () => {
  const handles = Array.from({ length: 4 }, () => createLanceDbStore({ folder, name: 'at-once' }));
  await Promise.all(handles.map((handle) => handle.open(sampleSchema())));
  await Promise.all(
    handles.map((handle, at) => handle.upsert([sampleRecord('same', { imageId: String(at) })])),
  );
  expect(await handles[0]!.versions.list()).toHaveLength(1);
  expect(await handles[0]!.count()).toEqual({ value: 1, exact: true });
});

it('finds the version of its space, whichever is promoted', async () => {
  const fingerprint = { ...SAMPLE_FINGERPRINT, space: 'embedder=next' };
  const first = await opened(sampleSchema(), 'two-spaces');
  await first.upsert([sampleRecord('old')]);
  const { id } = await first.versions.create(sampleSchema({ fingerprint, dimensions: 4 }));
  const next = await first.versions.open(id);
  await next.upsert([sampleRecord('new', { vector: axis(0, 4) })]);
  await first.versions.promote(id);
  expect(ids(await first.search({ vector: axis(0), limit: 5 }))).toEqual(['old']);
  const again = await opened(sampleSchema(), 'two-spaces');
  expect(ids(await again.search({ vector: axis(0), limit: 5 }))).toEqual(['old']);
  const onNext = await opened(sampleSchema({ fingerprint, dimensions: 4 }), 'two-spaces');
  expect(ids(await onNext.search({ vector: axis(0, 4), limit: 5 }))).toEqual(['new']);
  await expect(first.versions.drop(id)).rejects.toMatchObject({ code: 'STORE_REJECTED' });
});

it('cuts ties at a page by id, however many there are', async () => {
  const store = await opened();
  const tied = Array.from({ length: 300 }, (_, at) =>
    sampleRecord(`t${(at * 7919) % 1000}`, { vector: axis(1) }),
  );
  await store.upsert(tied);
  const sorted = ids(tied).sort();
  expect(ids(await store.search({ vector: axis(1), limit: 10, offset: 15 }))).toEqual(sorted.slice(15, 25));
});

it('waits for writes in flight when it is closed, and keeps them', async () => {
  const store = await opened(sampleSchema(), 'closing');
  const writing = store.upsert(Array.from({ length: 500 }, (_, at) => sampleRecord(`r${at}`)));
  await store.close();
  expect((await writing).every(({ ok }) => ok)).toBe(true);
  await expect(store.count()).rejects.toMatchObject({ code: 'CLOSED' });
  const again = await opened(sampleSchema(), 'closing');
  expect((await again.count()).value).toBe(500);
});

it('compacts many small writes, also those of many short-lived handles, while a reader goes on', async () => {
  const reader = await opened(sampleSchema(), 'many-writes');
  const { lancedb } = await loadLanceLibrary();
  const fragments = async (): Promise<number> => {
    const connection = await lancedb.connect(join(folder, 'many-writes'));
    const { fragmentStats } = await (await connection.openTable('v1')).stats();
    return fragmentStats.numFragments;
  };
  for (let at = 0; at < 25; at++) {
    const store = await opened(sampleSchema(), 'many-writes');
    await store.upsert([sampleRecord(`r${at}`)]);
    await store.close();
    expect((await reader.count()).value).toBe(at + 1);
  }
  expect(await fragments()).toBe(25);
  const store = await opened(sampleSchema(), 'many-writes');
  await store.flush();
  expect(await fragments()).toBe(1);
  // By itself, without a flush.
  for (let at = 25; at < 75; at++) await store.upsert([sampleRecord(`r${at}`)]);
  await store.close();
  expect(await fragments()).toBeLessThan(30);
  expect(ids(await reader.search({ vector: axis(0), limit: 100 })).sort()).toEqual(
    Array.from({ length: 75 }, (_, at) => `r${at}`).sort(),
  );
});

it('agrees with the memory store on vectors whose length is not quite 1', async () => {
  const random = (() => {
    let state = 1;
    return () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return state / 0x7fffffff;
    };
  })();
  const records: VectorRecord[] = Array.from({ length: 200 }, (_, at) =>
    sampleRecord(`r${at}`, {
      vector: randomVector(random).map((value) => value * (0.995 + 0.01 * random())),
    }),
  );
  const [store, memory] = [await opened(), createMemoryStore()];
  await memory.open(sampleSchema());
  await Promise.all([store.upsert(records), memory.upsert(records)]);
  const vector = randomVector(random);
  const [ours, theirs] = await Promise.all([store, memory].map((each) => each.search({ vector, limit: 50 })));
  expect(ids(ours!)).toEqual(ids(theirs!));
  ours!.forEach(({ similarity }, at) => {
    expect(similarity).toBeCloseTo(theirs![at]!.similarity, 6);
  });
});
