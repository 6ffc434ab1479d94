import { describe, expect, it, vi } from 'vitest';
import { createImageSearchPipeline } from '../create-image-search-pipeline.ts';
import type { ImageSource } from '../spec/image-source.ts';
import type { Product } from '../spec/indexing.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { createFakeClassifier } from '../testing/create-fake-classifier.ts';
import { createFakeEmbedder } from '../testing/create-fake-embedder.ts';
import { fakeCollection } from '../testing/fake-collection.ts';
import { fakeParts, photoOf } from '../testing/fake-parts.ts';
import { createMigration } from './create-migration.ts';
import type { MigrationSource } from './migration.ts';
import { dropVersion, promoteVersion, rollbackVersion } from './promote-version.ts';

const fields = { shop: 'keyword', price: 'number' } as const;
type F = typeof fields;

const photo = (at: number, comment = ''): Uint8Array => photoOf(at % 13, at, { comment: `${at} ${comment}` });
const product = (at: number, price = at): Product<F> => ({
  id: `p${at}`,
  images: [
    { id: 'front', source: photo(at) },
    { id: 'back', source: photo(at + 100) },
  ],
  metadata: { price },
});

/** A shop that is being searched, and a migration of it to another model. */
async function shop(count: number, source?: MigrationSource<F>, change: 'space' | 'settings' = 'space') {
  const handle = fakeCollection();
  const embedder = createFakeEmbedder({ dimensions: 24, fingerprint: 'next' });
  const products = Array.from({ length: count }, (_, at) => product(at));
  const pipelineOf = (store: VectorStore, parts = {}) =>
    createImageSearchPipeline({ ...fakeParts(), ...parts, store, fields });
  const from = pipelineOf(handle());
  await from.index(products);
  const newParts = change === 'space' ? { embedder } : { policies: { feather: 3 } };
  const store = handle();
  const migrate = () =>
    createMigration<F>({
      ...{ store, from, source: source ?? { products: () => products } },
      to: (next) => pipelineOf(next, newParts),
    });
  const newProcess = () => pipelineOf(handle(), newParts);
  return { handle, store, from, embedder, products, migration: migrate(), migrate, newProcess };
}

/** Originals kept by record, of which some may be changed or lost. */
function originals(changes: Readonly<Record<string, ImageSource | undefined>> = {}): MigrationSource<F> {
  return {
    original({ productId, imageId }) {
      const key = `${productId}/${imageId}`;
      if (key in changes) return changes[key];
      return photo(Number(productId.slice(1)) + (imageId === 'back' ? 100 : 0));
    },
  };
}

const quick = { settle: 1 } as const;
const idsOf = async (store: VectorStore): Promise<string[]> => {
  const ids: string[] = [];
  for await (const { record } of store.scan!({})) ids.push(record.id);
  return ids.sort();
};

describe.each([
  ['from the source', undefined],
  ['from originals', originals()],
] as const)('a migration %s', (_, source) => {
  it('builds beside the serving version, compares, promotes, rolls back and drops', async () => {
    const { store, from, migration, newProcess } = await shop(30, source);
    const plan = await migration.plan({ sample: 4 });
    expect(plan).toMatchObject({ records: { from: 60, to: 0 }, vectorBytes: 60 * 24 * 4 });
    expect(plan.differences.differences.space).toEqual([expect.stringContaining('"next"')]);
    expect(plan.timeLeft).toBeGreaterThan(0);
    expect(await store.versions!.list()).toHaveLength(1);
    await expect(newProcess().open()).rejects.toMatchObject({ code: 'STORE_MISMATCH' });

    const report = await migration.run(quick);
    expect(report).toMatchObject({
      ...{ indexed: 60, failed: 0, aborted: false },
      differences: { records: 60, missing: 0, content: 0, metadata: 0, extra: 0 },
    });
    const [old, next] = await store.versions!.list();
    expect([old?.promoted, next?.promoted, next?.id]).toEqual([true, false, report.version.id]);

    const ask = async (pipeline: typeof from) => {
      const { matches } = await pipeline.search({ image: photo(3), category: false, limit: 5 });
      expect(matches[0]).toMatchObject({ productId: 'p3', similarity: expect.closeTo(1, 5) });
      expect(new Set(matches.map(({ version }) => version)).size).toBe(1);
      return matches[0]?.version;
    };
    const comparison = await migration.compare({ queries: [{ id: 'mine', image: photo(4) }], sample: 10 });
    expect(comparison.queries).toHaveLength(11);
    expect(comparison.queries[0]).toMatchObject({ id: 'mine' });
    expect(comparison.foundItself).toEqual({ from: 1, to: 1 });
    expect(comparison.overlapAt10).toBeGreaterThan(0);
    expect(comparison.overlapAt10).toBeLessThanOrEqual(1);

    expect(await ask(migration.pipeline)).toBe(old?.id);
    expect(await migration.promote()).toMatchObject({ coverage: 1, previous: { id: old?.id } });
    expect(await ask(migration.pipeline)).toBe(next?.id);
    expect(await ask(from)).toBe(old?.id);
    expect(await ask(newProcess())).toBe(next?.id);
    await migration.rollback();
    expect(await ask(migration.pipeline)).toBe(old?.id);
    expect((await store.versions!.list()).map(({ promoted }) => promoted)).toEqual([true, false]);
    await rollbackVersion(store);
    await migration.refresh();
    expect(await ask(migration.pipeline)).toBe(next?.id);
    expect((await dropVersion(store)).id).toBe(old?.id);
    expect(await store.versions!.list()).toHaveLength(1);
    await migration.close();
  });

  it('goes on in the version that it began, and embeds nothing twice', async () => {
    const { migration, migrate, embedder, store } = await shop(40, source);
    const stop = new AbortController();
    const stopped = await migration.run({
      ...quick,
      batchSize: 4,
      concurrency: 1,
      signal: stop.signal,
      onEvent: (event) => event.type === 'batch-end' && event.indexed >= 12 && stop.abort(),
    });
    expect(stopped.aborted).toBe(true);
    await migration.close();
    const before = embedder.calls.flat().length;
    const again = migrate();
    const { indexed, version } = await again.run(quick);
    expect(version.id).toBe(stopped.version.id);
    expect(await store.versions!.list()).toHaveLength(2);
    if (source) {
      // Originals are asked for what is missing alone; a source is read again, and a checkpoint skips in it.
      expect(indexed).toBeLessThan(80);
      expect(embedder.calls.flat().length - before).toBe(indexed);
    }
    expect(await again.differences()).toMatchObject({ records: 80, missing: 0 });
  });

  it('reaches both versions with what changes meanwhile', async () => {
    const { migration, from, newProcess } = await shop(20, source);
    const { pipeline } = migration;
    await migration.run(quick);
    const stream = () => new Blob([photo(50) as Uint8Array<ArrayBuffer>]).stream();
    await pipeline.index([{ ...product(50), images: [stream()] }, product(51)], { batchSize: 2 });
    await pipeline.update('p3', { price: 999 });
    await pipeline.remove(['p4']);
    const next = newProcess();
    for (const each of [from, next]) {
      await vi.waitFor(async () => {
        const { matches } = await each.search({ image: photo(50), category: false, limit: 1 });
        expect(matches[0]).toMatchObject({ productId: 'p50', similarity: expect.closeTo(1, 5) });
      });
      const dear = await each.search({ image: photo(3), category: false, filter: { price: 999 } });
      expect(dear.matches.map(({ productId }) => productId)).toEqual(['p3']);
      const { matches } = await each.search({ image: photo(4), category: false, limit: 30 });
      expect(matches.map(({ productId }) => productId)).not.toContain('p4');
    }
  });
});

describe('from originals', () => {
  it('repairs what changed beside it: pictures, metadata, products that came and went', async () => {
    const changes: Record<string, ImageSource | undefined> = {};
    const { migration, from, store, embedder } = await shop(20, originals(changes));
    await migration.run(quick);
    changes['p1/front'] = photo(1, 'new bytes');
    await from.index([
      { ...product(1), images: [{ id: 'front', source: changes['p1/front'] }] },
      product(70),
    ]);
    await from.update('p2', { price: 7 });
    await from.remove(['p5']);
    const calls = embedder.calls.flat().length;
    const report = await migration.run(quick);
    // p1 has lost its back, p5 both; p2 needs no picture.
    expect(report).toMatchObject({
      indexed: 3,
      updated: 2,
      failed: 0,
      differences: { missing: 0, extra: 0 },
    });
    expect(embedder.calls.flat().length - calls).toBe(3);
    const [old, next] = await Promise.all(
      (await store.versions!.list()).map(({ id }) => store.versions!.open(id)),
    );
    expect(await idsOf(next!)).toEqual(await idsOf(old!));
    expect((await next!.get(['p2/front']))[0]?.metadata).toEqual({ price: 7 });
  });

  it('names originals that are gone, and tries one that changed only once a run', async () => {
    const changes = { 'p1/front': undefined, 'p2/front': photo(2, 'retouched') };
    const { migration, embedder } = await shop(5, originals(changes));
    const { failed, failures, differences, passes } = await migration.run(quick);
    expect(failed).toBe(1);
    expect(failures[0]).toMatchObject({ productId: 'p1', imageId: 'front' });
    expect(failures[0]?.error).toMatchObject({
      code: 'IMAGE_NOT_FOUND',
      hint: expect.stringContaining('{ products }'),
    });
    expect(differences).toMatchObject({ missing: 1, content: 1 });
    expect(passes).toBeLessThan(4);
    expect(embedder.calls.flat().length).toBeLessThanOrEqual(9 + 2 * (passes - 1));
    await expect(migration.promote()).rejects.toMatchObject({
      code: 'STORE_REJECTED',
      message: expect.stringContaining('has 9 records'),
      hint: expect.stringContaining('minCoverage: 0.9'),
    });
    await migration.promote({ minCoverage: 0.9 });
  });

  it('indexes what tenants wrote in their scopes', async () => {
    const { migration, from, newProcess, store } = await shop(3, {
      original({ productId, imageId, metadata: { shop: name } }) {
        const shift = name === 'b' ? 200 : name === 'a/1' ? 300 : 0;
        return photo(Number(productId.slice(1)) + shift + (imageId === 'back' ? 100 : 0));
      },
    });
    for (const [name, shift] of [
      ['a/1', 300],
      ['b', 200],
    ] as const)
      await from
        .scope({ shop: name })
        .index([{ id: 'p1', images: [{ id: 'front', source: photo(1 + shift) }] }]);
    const { indexed, differences } = await migration.run(quick);
    expect([indexed, differences.missing, differences.extra]).toEqual([8, 0, 0]);
    const found = await newProcess()
      .scope({ shop: 'a/1' })
      .search({ image: photo(301), category: false });
    expect(found.matches).toMatchObject([{ productId: 'p1', similarity: expect.closeTo(1, 5) }]);
    const [old, next] = await Promise.all(
      (await store.versions!.list()).map(({ id }) => store.versions!.open(id)),
    );
    expect(await idsOf(next!)).toEqual(await idsOf(old!));
  });

  it('keeps categories where both classify alike, and asks the classifier where they do not', async () => {
    const { migration, from, newProcess, handle } = await shop(0, originals());
    await from.index([{ ...product(1), category: 'bed' }]);
    await migration.run(quick);
    const kept = await newProcess().search({ image: photo(1), category: false });
    expect(kept.matches[0]?.category).toBe('bed');
    const classifier = createFakeClassifier({ fingerprint: 'other' });
    const other = createMigration<F>({
      ...{ store: handle(), from, source: originals() },
      to: (store) => createImageSearchPipeline({ ...fakeParts(), classifier, store, fields }),
    });
    const { version } = await other.run(quick);
    const store = await handle().versions!.open(version.id);
    expect((await store.get(['p1/front']))[0]?.category).not.toBe('bed');
  });
});

it('builds a version of its own also where only settings change', async () => {
  const { migration, store } = await shop(4, undefined, 'settings');
  const { version, indexed } = await migration.run(quick);
  expect(indexed).toBe(8);
  const [old, next] = await store.versions!.list();
  expect([old?.promoted, next?.id]).toEqual([true, version.id]);
  expect(next?.fingerprint.space).toBe(old?.fingerprint.space);
  expect(await idsOf(await store.versions!.open(version.id))).toHaveLength(8);
});

it('searches on when the version that does not serve cannot be written, and says so', async () => {
  const { handle, from, embedder } = await shop(4);
  const warn = vi.fn();
  const full = async () => {
    throw new Error('disk full');
  };
  const migration = createMigration<F>({
    ...{ store: handle(), from, source: originals() },
    logger: { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() },
    to: (store) =>
      createImageSearchPipeline({
        ...{ ...fakeParts(), embedder, fields },
        store: new Proxy(store, { get: (own, key) => (key === 'delete' ? full : Reflect.get(own, key)) }),
      }),
  });
  await migration.run(quick);
  expect(await migration.pipeline.remove(['p1'])).toEqual({ deleted: 2 });
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('missed a removal'), expect.anything());
  expect((await migration.differences()).extra).toBe(2);
});

it('refuses what is no migration, and says what to do', async () => {
  const { store, from, handle, migration } = await shop(2);
  const options = { store, from, source: originals(), to: () => from };
  for (const [wrong, said] of [
    [{ ...options, to: from }, 'createImageSearchPipeline({ ...newModels'],
    [{ ...options, source: {} }, '{ products }'],
    [{ ...options, sources: {} }, 'sources'],
    [{ ...options, from: undefined }, 'from'],
  ] as const)
    expect(() => createMigration(wrong as never)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTIONS', hint: expect.stringContaining(said) }),
    );
  expect(() => createMigration({ ...options, store: fakeParts().store })).toThrow(/versions/);
  const same = createMigration<F>({
    ...options,
    to: (next) => createImageSearchPipeline({ ...fakeParts(), store: next, fields }),
  });
  await expect(same.run()).rejects.toMatchObject({ hint: expect.stringContaining('nothing to migrate') });
  await expect(migration.compare()).rejects.toMatchObject({ hint: expect.stringContaining('`run`') });
  await expect(promoteVersion(handle())).rejects.toThrow(/no version besides/);
  await expect(rollbackVersion(handle())).rejects.toThrow(/not known what was promoted before/);
  await expect(dropVersion(handle(), { version: 'v1' })).rejects.toMatchObject({ code: 'STORE_REJECTED' });
});
