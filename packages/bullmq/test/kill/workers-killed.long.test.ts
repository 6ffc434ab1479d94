// Three workers on one queue: two of them are killed in the middle of a job, and so is Redis. In the end it is as if
// nothing had happened.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createImageSearchPipeline, createMemoryStore, type VectorStore } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { afterAll, afterEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { hasRedis, startRedis } from '../../../../scripts/lib/redis-server.mjs';
import { createIndexQueue, createRedisCheckpoint, type JobProduct } from '../../src/index.ts';
import { collect } from '../collect.ts';
import { createStarterParts } from '../starter-parts.ts';
import { choosePictures, hasData } from './choose-pictures.ts';
import { hasPillow, judgePictures } from './judge-pictures.ts';
import { openTestStore, type StorePlace } from './open-test-store.ts';
import { running, startWorker } from './start-worker.ts';
import type { WorkerTask } from './worker-process.ts';

const PICTURES = 500;
const HOSTILE = 140;
const PRODUCTS_PER_JOB = 8;
const CONCURRENCY = 2;
const LOCK = 2000;
/** libvips reads what Pillow cannot: CIELAB in floats, and an AVIF whose picture is not its first item. */
const UNDECIDED: ReadonlySet<string> = new Set(['cielab-dagams.tiff', 'pitm.avif']);

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * (b[at] as number), 0);
async function vectorsOf(store: VectorStore) {
  const found = store.scan ? await collect(store.scan({ includeVectors: true })) : [];
  return found.map(({ record }) => ({ ...record, vector: record.vector as Float32Array }));
}

const missing = [!hasData && 'no shared/data', !hasPillow && 'no Pillow for /usr/bin/python3'].filter(
  Boolean,
);
if (missing.length > 0) {
  if (process.env.CI && hasData)
    throw new Error(`In CI Pillow says which pictures are bad: ${missing.join(', ')}.`);
  console.warn(`!! SKIPPED: the kills of three workers, for there is ${missing.join(' and ')}.`);
}

describe.skipIf(missing.length > 0 || !hasRedis({ own: true }))('three workers', () => {
  async function survive(place: StorePlace): Promise<void> {
    const files = choosePictures(PICTURES, HOSTILE);
    const verdicts = judgePictures(files);
    const products: JobProduct[] = files.map((file, at) => ({ id: `product-${at}`, images: [file] }));
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const connection = { url: redis.url };
    const task: WorkerTask = {
      name: 'shop',
      url: redis.url,
      store: place,
      computed: path.join(folder, `computed-${place.kind}`),
      lockDuration: LOCK,
      concurrency: CONCURRENCY,
    };
    writeFileSync(task.computed, '');
    const checkpoint = createRedisCheckpoint({ connection, name: task.name });
    const queue = await createIndexQueue({
      name: task.name,
      connection,
      checkpoint,
      productsPerJob: PRODUCTS_PER_JOB,
    });
    const jobs = Math.ceil(PICTURES / PRODUCTS_PER_JOB);
    const share = async (part: number): Promise<void> => {
      for (;;) {
        const { completed, waiting, active, delayed } = await queue.progress();
        if (completed >= part * jobs) return;
        if (waiting + active + delayed === 0)
          throw new Error(`Jobs are lost: ${completed} of ${jobs} are known.`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };

    expect(await queue.add(products, { run: 'night' })).toEqual({ products: PICTURES, jobs });
    const workers = [startWorker(task), startWorker(task), startWorker(task)] as const;
    await share(0.15);
    await workers[0].hears('acknowledged');
    expect(await workers[0].end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    const second = startWorker(task);

    await share(0.4);
    await redis.kill();
    await new Promise((resolve) => setTimeout(resolve, 500));
    await redis.restart();

    await share(0.65);
    await workers[1].hears('acknowledged');
    expect(await workers[1].end('SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
    const third = startWorker(task);

    const report = await queue.finished();
    expect(report.jobs).toMatchObject({ waiting: 0, active: 0, delayed: 0, completed: jobs, failed: 0 });
    expect(report.failedJobs).toEqual([]);
    // Added again under the same name, nothing is made anew.
    await queue.add(products, { run: 'night' });
    expect((await queue.progress()).waiting).toBe(0);
    const computations = (): number => readFileSync(task.computed, 'utf8').length / 2;
    const computed = computations();
    // Under another, everything is looked at, and found to be known.
    await queue.add(products, { run: 'the night after' });
    const { jobs: _, ...after } = await queue.finished();
    const { jobs: __, ...before } = report;
    expect({ ...after, failures: after.failures.length }).toEqual({
      ...before,
      failures: before.failures.length,
    });
    expect(computations()).toBe(computed);
    // Both kills left jobs behind that others took over.
    const done = await queue.queue.getCompleted();
    const takenOver = done.filter(({ stalledCounter }) => stalledCounter > 0).length;
    expect(takenOver).toBeGreaterThanOrEqual(2);
    for (const worker of [workers[2], second, third])
      expect(await worker.end('SIGTERM')).toEqual({ code: 0, signal: null });

    // What no kill touched.
    const parts = await createStarterParts();
    const reference = createMemoryStore();
    const whole = createImageSearchPipeline({ ...parts.models, store: reference });
    await whole.index(
      products.map(({ id, images }) => ({ id, images: [fromFile(images[0] as string)] })),
      { maxFailureRate: 1 },
    );
    const expected = new Map((await vectorsOf(reference)).map((record) => [record.id, record]));
    await whole.close({ components: true });
    await parts.close();

    const opened = openTestStore(place);
    const { store } = opened;
    await store.open({ dimensions: whole.info.dimensions, fingerprint: whole.info.fingerprint, fields: {} });
    const records = await vectorsOf(store);
    await store.close();
    await opened.close();
    const ids = records.map(({ id }) => id).sort();
    expect(ids).toEqual([...new Set(ids)]);
    const decided = files.map((file) => !UNDECIDED.has(path.basename(file)));
    const idsOf = (verdict: boolean): string[] =>
      files.flatMap((_, at) => (decided[at] && verdicts[at] === verdict ? [`product-${at}/0`] : []));
    const [good, bad] = [idsOf(true), idsOf(false)];
    expect(bad.length).toBeGreaterThan(20);
    expect(good.filter((id) => !ids.includes(id))).toEqual([]);
    expect(bad.filter((id) => ids.includes(id))).toEqual([]);
    for (const { id, vector, category } of records) {
      const own = expected.get(id);
      const similarity = cosine(vector, own?.vector as Float32Array);
      expect(similarity, id).toBeGreaterThanOrEqual(0.9999);
      expect(category, id).toBe(own?.category);
      for (const other of expected.values())
        expect(cosine(vector, other.vector) - similarity, `${id} and ${other.id}`).toBeLessThan(1e-6);
    }

    const listed = report.failures.map(({ productId, imageId }) => `${productId}/${imageId}`);
    expect(listed).toHaveLength(new Set(listed).size);
    expect(bad.filter((id) => !listed.includes(id))).toEqual([]);
    expect(good.filter((id) => listed.includes(id))).toEqual([]);
    expect(ids.length + listed.length).toBe(PICTURES);
    expect(report).toMatchObject({ products: PICTURES, pictures: ids.length, failed: listed.length });
    for (const { kind, code, message, attempts } of report.failures) {
      expect(['unreadable', 'too-large']).toContain(kind);
      expect([code.length > 5, message.length > 10, attempts >= 1]).toEqual([true, true, true]);
    }

    // A kill costs what that worker had in hand; Redis' costs what all three had.
    const bound = ids.length + 5 * CONCURRENCY * PRODUCTS_PER_JOB;
    console.log(
      `${computed} computations of ${ids.length} good pictures (at most ${bound}), ${takenOver} jobs taken over`,
    );
    expect(computed).toBeLessThanOrEqual(bound);

    await queue.close();
    await checkpoint.close();
  }

  it('lose nothing and do nothing twice in effect on LanceDB, though two are killed and Redis as well', () =>
    survive({ kind: 'lancedb', folder: path.join(folder, 'store') }));

  const [server] = inject('openSearchServers');
  it.skipIf(server === undefined)('nor on OpenSearch', async () => {
    const { url } = server as { url: string };
    const name = `workers_${process.pid}`;
    try {
      await survive({ kind: 'opensearch', url, name });
    } finally {
      await fetch(`${url}/${name}*`, { method: 'DELETE' });
    }
  });
});
