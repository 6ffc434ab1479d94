// Long, because it is all that a run with a checkpoint promises, a test a promise.
import { describe, expect, it, vi } from 'vitest';
import { createMemoryCheckpoint } from './checkpoint/create-memory-checkpoint.ts';
import { createImageSearchPipeline } from './create-image-search-pipeline.ts';
import { ImageSearchError } from './errors/image-search-error.ts';
import type { Checkpoint, CheckpointEntry } from './spec/checkpoint.ts';
import type { IndexOptions, Product } from './spec/indexing.ts';
import type { VectorStore } from './spec/vector-store.ts';
import { createFakeEmbedder } from './testing/create-fake-embedder.ts';
import { type FakeParts, fakeParts, photoOf } from './testing/fake-parts.ts';

const fields = { brand: 'keyword', price: 'number', shop: 'keyword' } as const;
const setUp = (more: Partial<FakeParts> | { store: VectorStore } = {}) => {
  const parts = { ...fakeParts(), ...more };
  const pipeline = createImageSearchPipeline({ ...parts, fields });
  const checkpoint = createMemoryCheckpoint();
  const embedded = () => parts.embedder.calls.reduce((sum, size) => sum + size, 0);
  const decoded = () => parts.imageProcessor.calls.length;
  const index = (products: Iterable<Product>, options: IndexOptions = {}) =>
    pipeline.index(products as Iterable<Product<typeof fields>>, { checkpoint, ...options });
  return { ...parts, pipeline, checkpoint, embedded, decoded, index };
};
const broken = photoOf(0, 0, { broken: true });
const many = (count: number): Product[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `p${at}`,
    images: [photoOf(at % 13, at % 40)],
    metadata: { price: at },
  }));
const lazy = (photo: Uint8Array) => vi.fn(async () => photo);
async function recordsIn(store: VectorStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const { record } of store.scan!({})) ids.push(record.id);
  return ids.sort();
}
async function entriesOf(checkpoint: Checkpoint, failed = false): Promise<CheckpointEntry[]> {
  const found: CheckpointEntry[] = [];
  for await (const entry of checkpoint.entries({ failed })) found.push(entry);
  return found.sort((a, b) => (a.productId < b.productId ? -1 : 1));
}
const storeError = (code: 'STORE_UNAVAILABLE' | 'STORE_REJECTED') =>
  new ImageSearchError({ code, message: code });

describe('a run after another', () => {
  it('skips what is done, in any order, and does what was added', async () => {
    const { index, embedded, decoded, store } = setUp();
    const scan = vi.spyOn(store, 'scan');
    expect(await index(many(50))).toMatchObject({ indexed: 50, skipped: 0 });
    // In a store that was empty nobody looks for what a product had before.
    expect(scan).not.toHaveBeenCalled();
    const before = [embedded(), decoded()];
    expect(await index(many(50).reverse())).toMatchObject({ products: 50, indexed: 0, skipped: 50 });
    expect([embedded(), decoded()]).toEqual(before);
    expect(await index([...many(52).slice(10)].reverse())).toMatchObject({ indexed: 2, skipped: 40 });
    expect(await recordsIn(store)).toHaveLength(52);
  });

  it('does again what changed, and reads no picture whose version it knows', async () => {
    const { index, store } = setUp();
    const source = lazy(photoOf(1));
    const plain = lazy(photoOf(2));
    const product = (version: string, image: () => Promise<Uint8Array>): Product => ({
      id: 'a',
      images: [
        { id: 'x', source: image, version },
        { id: 'y', source: plain },
      ],
    });
    await index([product('1', source)]);
    expect(await index([product('1', source)])).toMatchObject({ indexed: 0, skipped: 2 });
    expect(source).toHaveBeenCalledTimes(1);
    // Without a version the bytes tell.
    expect(plain).toHaveBeenCalledTimes(2);
    const [before] = await store.get(['a/x']);
    expect(await index([product('2', lazy(photoOf(7)))])).toMatchObject({ indexed: 1, skipped: 1 });
    expect((await store.get(['a/x']))[0]?.vector).not.toEqual(before?.vector);
    // A new version of the same bytes is read, and that is all.
    expect(await index([product('3', lazy(photoOf(7)))])).toMatchObject({ indexed: 0, skipped: 2 });
    const unread = lazy(photoOf(7));
    expect(await index([product('3', unread)])).toMatchObject({ skipped: 2 });
    expect(unread).not.toHaveBeenCalled();
    plain.mockResolvedValue(photoOf(9));
    expect(await index([product('3', unread)])).toMatchObject({ indexed: 1, skipped: 1 });
  });

  it('writes prices without reading a picture', async () => {
    const { index, store, embedded, decoded } = setUp();
    const source = lazy(photoOf(1));
    const priced = (price: number, brand = 'x'): Product => ({
      id: 'a',
      images: [source, { id: 'v', source, version: '1' }],
      metadata: { price, brand },
    });
    await index([priced(1)]);
    const done = [source.mock.calls.length, embedded(), decoded()];
    expect(await index([priced(2)])).toMatchObject({ indexed: 0, updated: 2, skipped: 0 });
    expect([source.mock.calls.length, embedded(), decoded()]).toEqual(done);
    expect((await store.get(['a/0', 'a/v'])).map((record) => record?.metadata.price)).toEqual([2, 2]);
    const reordered: Product = { ...priced(2), metadata: { brand: 'x', price: 2 } };
    expect(await index([reordered], { compareContent: 'never' })).toMatchObject({ updated: 0, skipped: 2 });
    expect(source.mock.calls.length).toBe(done[0]);
    source.mockResolvedValue(photoOf(8));
    expect(await index([priced(3)], { compareContent: 'always' })).toMatchObject({ indexed: 1, updated: 1 });
  });

  it('compares bytes in memory also where the price changed', async () => {
    const { index } = setUp();
    await index([{ id: 'a', images: [photoOf(1), photoOf(2)], metadata: { price: 1 } }]);
    expect(
      await index([{ id: 'a', images: [photoOf(5), photoOf(2)], metadata: { price: 2 } }]),
    ).toMatchObject({ indexed: 1, updated: 1 });
  });

  it('makes a picture anew whose record is gone when its price is to be written', async () => {
    const { index, store } = setUp();
    await index(many(2));
    await store.delete(['p0/0']);
    const changed = many(2).map((product) => ({ ...product, metadata: { price: 99 } }));
    expect(await index(changed)).toMatchObject({ indexed: 1, updated: 1 });
    expect((await store.get(['p0/0']))[0]?.metadata).toEqual({ price: 99 });
  });

  it('writes a category that the product brings, and asks the classifier when it no longer does', async () => {
    const { index, store, classifier } = setUp();
    const product = (category?: string): Product => ({
      id: 'a',
      images: [photoOf(4)],
      ...(category !== undefined && { category }),
    });
    await index([product('bed')]);
    expect(await index([product('chair')])).toMatchObject({ updated: 1, indexed: 0 });
    expect((await store.get(['a/0']))[0]?.category).toBe('chair');
    expect(classifier.calls).toEqual([]);
    expect(await index([product()])).toMatchObject({ updated: 0, indexed: 1 });
    expect((await store.get(['a/0']))[0]?.category).toBe('smartphone');
  });

  it('is of one vector space, one store and one scope', async () => {
    const parts = setUp();
    await parts.index(many(3));
    const other = setUp({ embedder: createFakeEmbedder({ fingerprint: 'another' }) });
    expect(await other.index(many(3), { checkpoint: parts.checkpoint })).toMatchObject({ indexed: 3 });
    const { checkpoint } = parts;
    const shop = parts.pipeline.scope({ shop: 'a' });
    expect(await shop.index(many(3), { checkpoint })).toMatchObject({ indexed: 3 });
    expect(await shop.index(many(2), { checkpoint, prune: true })).toMatchObject({ pruned: 1 });
    expect(await parts.index(many(3))).toMatchObject({ skipped: 3 });
    expect(new Set((await entriesOf(checkpoint)).map(({ target }) => target)).size).toBe(3);
  });

  it('is refused over a store that is empty', async () => {
    const { index, store, checkpoint } = setUp();
    await index(many(3));
    await store.delete(await recordsIn(store));
    await expect(index(many(3))).rejects.toMatchObject({
      code: 'CHECKPOINT_FAILED',
      message: expect.stringContaining('empty'),
      hint: expect.any(String),
    });
    expect(await entriesOf(checkpoint)).toHaveLength(3);
  });

  it('knows of what was removed and updated beside it', async () => {
    const { index, pipeline, checkpoint, store } = setUp();
    await index(many(3));
    await pipeline.remove(['p0'], { checkpoint });
    await pipeline.update('p1', { price: 7 }, { checkpoint });
    expect(await index(many(3))).toMatchObject({ indexed: 2, skipped: 1 });
    expect((await store.get(['p1/0']))[0]?.metadata.price).toBe(1);
  });
});

describe('a picture that a product lost', () => {
  const two: Product = { id: 'a', images: [photoOf(1), { id: 'old', source: photoOf(2) }] };
  it('goes after the new one is acknowledged and before the product is remembered', async () => {
    const { index, store, checkpoint } = setUp();
    await index([two]);
    const order: string[] = [];
    const { upsert, delete: remove } = store;
    const { write } = checkpoint;
    Object.assign(store, {
      upsert: async (...args: Parameters<typeof upsert>) => {
        const outcomes = await upsert(...args);
        await new Promise((resolve) => setTimeout(resolve, 5));
        order.push('acknowledged');
        return outcomes;
      },
      delete: async (...args: Parameters<typeof remove>) => {
        order.push(`delete ${args[0]}`);
        return remove(...args);
      },
    });
    Object.assign(checkpoint, {
      write: async (entries: readonly CheckpointEntry[]) => {
        if (entries[0]) order.push(entries[0].underway ? 'underway' : 'remembered');
        await write(entries);
      },
    });
    expect(await index([{ id: 'a', images: [photoOf(1), { id: 'new', source: photoOf(3) }] }])).toMatchObject(
      { indexed: 1, skipped: 1, deleted: 1 },
    );
    expect(order).toEqual(['underway', 'acknowledged', 'delete a/old', 'remembered']);
    expect(await recordsIn(store)).toEqual(['a/0', 'a/new']);
  });

  it('stays as long as none of the others can be indexed, and is not forgotten', async () => {
    const { index, store } = setUp();
    await index([two]);
    const replaced = (source: Uint8Array): Product => ({ id: 'a', images: [{ id: 'new', source }] });
    expect(await index([replaced(broken)])).toMatchObject({ failed: 1, deleted: 0 });
    expect(await recordsIn(store)).toEqual(['a/0', 'a/old']);
    expect(await index([replaced(photoOf(3))])).toMatchObject({ indexed: 1, deleted: 2 });
    expect(await recordsIn(store)).toEqual(['a/new']);
  });

  it('goes also where a run ended between the write and the memory of it', async () => {
    const { index, store, checkpoint } = setUp();
    await index([two]);
    const { write } = checkpoint;
    Object.assign(checkpoint, {
      write: async (entries: readonly CheckpointEntry[]) => {
        if (entries[0] && !entries[0].underway) throw new Error('pulled the plug');
        await write(entries);
      },
    });
    const changed: Product = { id: 'a', images: [photoOf(9), { id: 'orphan', source: photoOf(3) }] };
    await expect(index([changed])).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
    Object.assign(checkpoint, { write });
    // Back to the first state, of which the checkpoint knows: but the store holds another.
    expect(await index([two])).toMatchObject({ indexed: 2, skipped: 0, deleted: 1 });
    expect(await recordsIn(store)).toEqual(['a/0', 'a/old']);
    expect(await index([two])).toMatchObject({ skipped: 2 });
  });
});

describe('a price whose writing was not remembered', () => {
  it('is written again, also where it is the old one again, and no picture is read', async () => {
    const { index, store, checkpoint } = setUp();
    const source = lazy(photoOf(1));
    const priced = (price: number, category?: string): Product => ({
      id: 'a',
      images: [source],
      metadata: { price },
      ...(category !== undefined && { category }),
    });
    const { write } = checkpoint;
    const pullThePlug = async (product: Product): Promise<void> => {
      let writes = 0;
      Object.assign(checkpoint, {
        write: async (entries: readonly CheckpointEntry[]) => {
          if (entries.length > 0 && ++writes > 1) throw new Error('pulled the plug');
          await write(entries);
        },
      });
      await expect(index([product])).rejects.toMatchObject({ code: 'CHECKPOINT_FAILED' });
      Object.assign(checkpoint, { write });
    };
    await index([priced(1)]);
    await pullThePlug(priced(2));
    expect((await store.get(['a/0']))[0]?.metadata.price).toBe(2);
    expect(await index([priced(1)])).toMatchObject({ updated: 1, indexed: 0 });
    expect((await store.get(['a/0']))[0]?.metadata.price).toBe(1);
    expect(source).toHaveBeenCalledTimes(1);
    // A category that the classifier had given and a product took away: only the picture tells it.
    await pullThePlug(priced(1, 'bed'));
    expect(await index([priced(1)])).toMatchObject({ indexed: 1 });
    expect((await store.get(['a/0']))[0]?.category).not.toBe('bed');
  });
});

describe('failures', () => {
  const mixed: Product[] = [
    { id: 'a', images: [photoOf(1), { id: 'bad', source: broken }] },
    {
      id: 'b',
      images: [async () => Promise.reject(new ImageSearchError({ code: 'IMAGE_NOT_FOUND', message: '404' }))],
    },
    { id: 'c', images: [] },
  ];
  it('are remembered with kind, message and tries; unreadable ones are not tried again', async () => {
    const { index, checkpoint, decoded } = setUp();
    const expected = { indexed: 1, failed: 3, failuresByKind: { unreadable: 1, 'not-found': 1, invalid: 1 } };
    expect(await index(mixed)).toMatchObject(expected);
    const before = decoded();
    const again = await index(mixed);
    expect(again).toMatchObject({ ...expected, indexed: 0, skipped: 1 });
    expect(again.failures.find(({ imageId }) => imageId === 'bad')).toMatchObject({
      kind: 'unreadable',
      attempts: 1,
      error: { code: 'INVALID_IMAGE' },
    });
    expect(decoded()).toBe(before);
    const [a, b, c] = await entriesOf(checkpoint, true);
    expect(a).toMatchObject({
      productId: 'a',
      images: [{ id: '0' }, { id: 'bad', failure: { attempts: 1 } }],
    });
    expect(b).toMatchObject({ images: [{ failure: { kind: 'not-found', message: '404', attempts: 2 } }] });
    expect(c).toMatchObject({ images: [], failure: { kind: 'invalid', attempts: 2 } });
    expect(Date.parse(c!.failure!.at)).toBeGreaterThan(0);
  });

  it('are tried again on demand, alone if so wanted, and leave the list once mended', async () => {
    const { index, checkpoint, decoded } = setUp();
    await index([...mixed, ...many(5)]);
    const before = decoded();
    expect(await index([...mixed, ...many(5)], { failed: 'only' })).toMatchObject({ failed: 3 });
    expect(decoded()).toBe(before + 1);
    expect((await entriesOf(checkpoint, true))[0]?.images[1]?.failure?.attempts).toBe(2);
    const mended: Product[] = [
      { id: 'a', images: [photoOf(1), { id: 'bad', source: photoOf(2) }] },
      { id: 'b', images: [photoOf(3)] },
      { id: 'c', images: [photoOf(4)] },
      ...many(5),
    ];
    expect(await index(mended, { failed: 'only' })).toMatchObject({ indexed: 3, failed: 0, products: 8 });
    expect(await entriesOf(checkpoint, true)).toEqual([]);
    expect(await index(mended)).toMatchObject({ skipped: 9, indexed: 0 });
  });

  it('of the same bytes are kept, of others tried', async () => {
    const { index } = setUp();
    await index([{ id: 'a', images: [{ source: broken, version: '1' }] }]);
    const unread = lazy(photoOf(1));
    expect(await index([{ id: 'a', images: [{ source: unread, version: '1' }] }])).toMatchObject({
      failed: 1,
    });
    expect(unread).not.toHaveBeenCalled();
    expect(await index([{ id: 'a', images: [{ source: unread, version: '2' }] }])).toMatchObject({
      indexed: 1,
    });
  });

  it('of the store are tried again by the next run', async () => {
    const { index, store, checkpoint } = setUp();
    const { upsert } = store;
    const refusing: VectorStore['upsert'] = async (records, options) =>
      (await upsert(records.slice(1), options)).concat({
        id: records[0]!.id,
        ok: false,
        error: storeError('STORE_REJECTED'),
        retryable: false,
      });
    Object.assign(store, {
      upsert: (records: never, options: never) =>
        refusing(records, options).then((outcomes) => [outcomes.at(-1)!, ...outcomes.slice(0, -1)]),
    });
    expect(await index(many(4))).toMatchObject({ failed: 1, failuresByKind: { store: 1 }, indexed: 3 });
    Object.assign(store, { upsert });
    expect(await index(many(4))).toMatchObject({ indexed: 1, skipped: 3 });
    expect(await entriesOf(checkpoint, true)).toEqual([]);
  });

  it('end the run when there are too many, with the reason', async () => {
    const { index } = setUp();
    const gone = async () =>
      Promise.reject(new ImageSearchError({ code: 'IMAGE_NOT_FOUND', message: 'wrong bucket' }));
    const wrong = Array.from({ length: 1000 }, (_, at) => ({ id: `w${at}`, images: [gone] }));
    const before = Date.now();
    await expect(index(wrong)).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      retryable: false,
      message: expect.stringMatching(/of 1\d\d pictures failed \(1\d\d not-found\).*wrong bucket/),
      hint: expect.stringContaining('maxFailureRate'),
    });
    expect(Date.now() - before).toBeLessThan(30_000);
    expect(await index(wrong, { maxFailureRate: 1 })).toMatchObject({ failed: 1000 });
    const third = many(300).map((product, at) => (at % 3 === 0 ? { ...product, images: [broken] } : product));
    expect(await index(third)).toMatchObject({ failed: 100, indexed: 200 });
  });
});

describe('products gone from the source', () => {
  it('are pruned after a whole pass, and named', async () => {
    const { index, store, checkpoint } = setUp();
    await index(many(400));
    const run = index(many(90), { prune: true });
    const told: string[] = [];
    for await (const event of run) if (event.type === 'pruned') told.push(...event.productIds);
    expect(await run).toMatchObject({ skipped: 90, pruned: 310, deleted: 310 });
    expect((await run).prunedProducts).toHaveLength(100);
    expect(told.sort()).toEqual(
      many(400)
        .slice(90)
        .map(({ id }) => id)
        .sort(),
    );
    expect(await recordsIn(store)).toHaveLength(90);
    expect(await entriesOf(checkpoint)).toHaveLength(90);
  });

  it('stay when the source breaks off, when the run is aborted, and when nothing was given', async () => {
    const { index, store } = setUp();
    await index(many(10));
    function* torn(): Generator<Product> {
      yield* many(3);
      throw new Error('torn');
    }
    await expect(index(torn(), { prune: true })).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    const controller = new AbortController();
    function* left(): Generator<Product> {
      yield* many(3);
      controller.abort();
    }
    expect(await index(left(), { prune: true, signal: controller.signal })).toMatchObject({ aborted: true });
    const empty = await index([], { prune: true });
    expect(empty).toMatchObject({ pruned: 0 });
    expect(empty.warnings.join()).toContain('prune');
    expect(await recordsIn(store)).toHaveLength(10);
  });

  it('need a checkpoint', () => {
    const { pipeline } = setUp();
    expect(() => pipeline.index([], { prune: true })).toThrow(/Option "prune"/);
    expect(() => pipeline.index([], { failed: 'only' })).toThrow(/Option "failed"/);
    expect(() => pipeline.index([], { checkpoint: 'a.jsonl' as never })).toThrow(/Option "checkpoint"/);
    expect(() => pipeline.index([], { retry: { image: 2 } as never })).toThrow(/Option "retry"/);
  });
});

describe('a product that comes twice', () => {
  const twice: Product[] = [
    { id: 'a', images: [photoOf(1)], metadata: { price: 1 } },
    { id: 'a', images: [photoOf(2), photoOf(3)], metadata: { price: 2 } },
  ];
  it.each([
    ['replace', 2, 0],
    ['skip', 1, 0],
    ['fail', 1, 1],
  ] as const)('%s', async (onDuplicate, price, failed) => {
    const { index, store } = setUp();
    expect(await index(twice, { onDuplicate })).toMatchObject({ products: 2, failed });
    expect((await store.get(['a/0']))[0]?.metadata.price).toBe(price);
    expect(await recordsIn(store)).toHaveLength(price);
  });
});
