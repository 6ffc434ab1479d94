import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createImageSearchPipeline } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { createLanceDbStore } from '@imgsearch/lancedb';
import { starterModels } from '@imgsearch/models-starter';
import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { openRealCatalogue, type RealCatalogue } from './real-catalogue.ts';

const PRODUCTS = 150;
let catalogue: RealCatalogue;
beforeAll(async () => {
  catalogue = await openRealCatalogue('out-of-memory', PRODUCTS);
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => catalogue.close());

/** A pipeline whose inference workers, real ones of their own process, have memory for so many pictures at once. */
async function openShort(name: string, room: number) {
  const log = path.join(catalogue.folder, `${name}.log`);
  writeFileSync(log, '');
  vi.stubEnv('MEMORY_ROOM', String(room));
  vi.stubEnv('MEMORY_LOG', log);
  vi.stubEnv(
    'NODE_OPTIONS',
    `--import=${pathToFileURL(path.join(import.meta.dirname, 'short-of-memory.ts'))}`,
  );
  const runtime = createOnnxRuntime({ workers: 1, threads: 1, isolation: 'process' });
  const embedder = await createOnnxEmbedder({ runtime, ...starterModels.embedding, batchSize: 64 });
  const store = createLanceDbStore({ folder: path.join(catalogue.folder, name) });
  const checkpoint = createFileCheckpoint(path.join(catalogue.folder, `${name}.journal`));
  const pipeline = createImageSearchPipeline({
    imageProcessor: createSharpImageProcessor(),
    embedder,
    store,
  });
  return {
    ...{ store, checkpoint, pipeline },
    runs: () =>
      readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => ({ pictures: Number.parseInt(line, 10), ran: line.endsWith('ran') })),
    async close() {
      await checkpoint.close();
      await pipeline.close({ components: true });
      await runtime.close();
    },
  };
}

it('batches that find no memory are halved until they fit, nothing fails and no batch size is tried for ever', async () => {
  const short = await openShort('short', 5);
  const sizes: number[] = [];
  const run = short.pipeline.index(catalogue.products, {
    checkpoint: short.checkpoint,
    ...{ batchSize: 32, concurrency: 2 },
  });
  for await (const event of run) if (event.type === 'batch-end') sizes.push(event.batchSize);
  expect(await run).toMatchObject({ indexed: PRODUCTS, failed: 0, failuresByKind: {} });
  const runs = short.runs();
  const failed = runs.filter(({ ran }) => !ran);
  // As few as one, by how many pictures wait when the model is free; later only a careful step up now and then.
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThanOrEqual(12);
  expect(runs.filter(({ ran }) => ran).reduce((sum, { pictures }) => sum + pictures, 0)).toBe(PRODUCTS);
  expect(Math.max(...runs.slice(-10).map(({ pictures }) => pictures))).toBeLessThanOrEqual(6);
  // Whoever watches sees it.
  expect(sizes.at(-1)).toBeLessThanOrEqual(6);
  await catalogue.expectWhole(short.store);
  await short.close();
});

it('where not even one picture fits, the run stops early, says so, and goes on where there is memory', async () => {
  const none = await openShort('none', 0);
  const options = { batchSize: 8, concurrency: 2, retry: { images: 1, firstDelay: 1 } };
  const run = none.pipeline.index(catalogue.products, { ...options, checkpoint: none.checkpoint });
  await expect(run).rejects.toMatchObject({
    code: 'SOURCE_FAILED',
    message: expect.stringMatching(/of 1\d\d pictures failed \(1\d\d model\).*not enough memory/),
    hint: expect.stringContaining('batchSize'),
  });
  const { store } = none;
  await none.checkpoint.close();

  const enough = catalogue.open(store);
  await using checkpoint = createFileCheckpoint(path.join(catalogue.folder, 'none.journal'));
  expect(await enough.pipeline.index(catalogue.products, { ...options, checkpoint })).toMatchObject({
    indexed: PRODUCTS,
    failed: 0,
  });
  await catalogue.expectWhole(store);
  await none.close();
});
