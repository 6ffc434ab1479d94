// One picture kills every process that looks at it. All others get into the store, and the report names the culprit.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { borrowRedis, hasRedis } from '../../../../scripts/lib/redis-server.mjs';
import { createIndexQueue, createRedisCheckpoint } from '../../src/index.ts';
import { running, startWorker } from './start-worker.ts';
import type { WorkerTask } from './worker-process.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-poison-'));
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!hasRedis())('a picture that kills its workers', () => {
  it('is the only one that is left', async () => {
    const products: { id: string; images: string[] }[] = [];
    for (let at = 0; at < 24; at++) {
      const file = path.join(folder, `${at}.png`);
      const background = { r: at * 10, g: 90, b: 60 };
      await sharp({ create: { width: 90, height: 60, channels: 3, background } })
        .png()
        .toFile(file);
      products.push({ id: `p${at}`, images: [file] });
    }
    const redis = await borrowRedis();
    onTestFinished(() => redis.stop());
    const connection = { url: redis.url };
    const task: WorkerTask = {
      name: `imgsearch-poison-${process.pid}`,
      url: redis.url,
      store: { kind: 'lancedb', folder: path.join(folder, 'store') },
      computed: path.join(folder, 'computed'),
      lockDuration: 1500,
      concurrency: 1,
      poison: path.join(folder, '11.png'),
    };
    writeFileSync(task.computed, '');
    const checkpoint = createRedisCheckpoint({ connection, name: task.name });
    const queue = await createIndexQueue({ name: task.name, connection, checkpoint, productsPerJob: 8 });
    await queue.add(products);

    let deaths = 0;
    let worker = startWorker(task);
    let ended = false;
    const keepOne = (async () => {
      while ((await worker.exited).signal === 'SIGKILL' && !ended) {
        deaths++;
        worker = startWorker(task);
      }
    })();
    const report = await queue.finished();
    ended = true;
    await worker.end('SIGTERM');
    await keepOne;

    expect(deaths).toBe(4);
    expect(report).toMatchObject({
      products: 23,
      pictures: 23,
      failed: 0,
      jobs: { completed: 2, failed: 1 },
    });
    expect(report.failedJobs).toMatchObject([
      { productIds: ['p11'], reason: expect.stringContaining('stalled') },
    ]);
    await queue.queue.obliterate({ force: true });
    await queue.close();
    await checkpoint.close();
  });
});
