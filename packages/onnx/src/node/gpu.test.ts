// What only a machine with GPUs does, against a binding that fails as the real one does (test/fake-gpu).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createImageSearchPipeline, createMemoryStore, type Logger } from '@imgsearch/core';
import { createFakeImageProcessor, fakeImage } from '@imgsearch/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOnnxEmbedder } from '../adapters/create-onnx-embedder.ts';
import type { OnnxRuntime } from '../runtime/onnx-runtime.ts';
import { embeddingManifest, GRAPHS, plain } from '../testing/tiny-models.ts';
import { createOnnxRuntime, type OnnxRuntimeOptions } from './create-onnx-runtime.ts';

const hooks = fileURLToPath(new URL('../../test/fake-gpu/hooks.mjs', import.meta.url));
const given = { NODE_OPTIONS: process.env.NODE_OPTIONS, FAKE_GPU: process.env.FAKE_GPU };
let folder: string;
let runtime: OnnxRuntime | undefined;
const warned: string[] = [];
const ignore = (): void => undefined;
const logger: Logger = { debug: ignore, info: ignore, error: ignore, warn: (text) => warned.push(text) };

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-gpu-'));
  warned.length = 0;
});
afterEach(async () => {
  await runtime?.close();
  runtime = undefined;
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  rmSync(folder, { recursive: true });
});

interface Machine {
  readonly gpus: number;
  readonly tensorrt?: boolean;
  readonly broken?: Readonly<Record<number, string>>;
  readonly fits?: number;
  readonly fitsAgain?: number;
  readonly later?: { readonly after: number; readonly fits: number };
  readonly outOfMemory?: string;
}
interface Entry {
  readonly did: 'create' | 'run';
  readonly process: number;
  readonly providers: readonly { readonly name: string; readonly deviceId?: number }[];
  readonly session: Readonly<Record<string, unknown>>;
  readonly device: number;
  readonly batch: number;
}

/** An embedder on such a machine, in child processes, which alone can be given another binding. */
async function embedderOn(machine: Machine, options: OnnxRuntimeOptions, batchSize?: number) {
  const log = path.join(folder, 'log');
  process.env.FAKE_GPU = JSON.stringify({ ...machine, log });
  process.env.NODE_OPTIONS = `--import ${hooks}`;
  runtime = createOnnxRuntime({
    workers: 1,
    providers: ['cuda', 'cpu'],
    ...options,
    isolation: 'process',
    logger,
  });
  const embedder = await createOnnxEmbedder({
    runtime,
    manifest: embeddingManifest(),
    modelPath: GRAPHS,
    batchSize,
    logger,
  });
  const entries = (did: Entry['did']): Entry[] =>
    readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry)
      .filter((entry) => entry.did === did);
  return { embedder, entries };
}

const pictures = (count: number) => Array.from({ length: count }, (_, at) => plain([255, at, 0]));

describe('several GPUs', () => {
  it('each worker lives on one, in turn, and all are ready before the factory resolves', async () => {
    const { embedder, entries } = await embedderOn(
      { gpus: 3 },
      { workers: 4, devices: [0, 2], providers: ['cuda'] },
    );
    expect(embedder.info).toMatchObject({ provider: 'cuda', warnings: [], maxBatchSize: 32 });
    const created = entries('create').map(({ providers }) => providers);
    expect(created.map(([one]) => one)).toEqual(
      expect.arrayContaining([
        { name: 'cuda', deviceId: 0 },
        { name: 'cuda', deviceId: 2 },
      ]),
    );
    expect(created.map(([one]) => one!.deviceId).sort()).toEqual([0, 0, 2, 2]);
    const warm = entries('run');
    for (const worker of new Set(warm.map((entry) => entry.process)))
      expect(
        warm
          .filter((entry) => entry.process === worker)
          .map(({ batch }) => batch)
          .slice(0, 3),
      ).toEqual([32, 32, 1]);
    expect(new Set(warm.map((entry) => entry.process)).size).toBe(4);
    expect(runtime!.info.devices).toEqual([0, 2]);
    const vectors = await embedder.embedImages(pictures(70));
    expect(vectors).toHaveLength(70);
  });

  it('starts a worker for each where none were counted, and refuses too few', () => {
    const own = createOnnxRuntime({ providers: ['cuda'], devices: [0, 1, 2, 3, 4, 5] });
    expect(own.info.workers).toBeGreaterThanOrEqual(6);
    expect(() => createOnnxRuntime({ providers: ['cuda'], devices: [0, 1], workers: 1 })).toThrow(
      '"workers"',
    );
    expect(() => createOnnxRuntime({ devices: [0] })).toThrow('"devices"');
    expect(() => createOnnxRuntime({ providers: ['cuda'], devices: [-1] })).toThrow('"devices"');
    expect(() => createOnnxRuntime({ requireProvider: 'all' as never })).toThrow('"requireProvider"');
  });

  it('one that fails takes its worker to the CPU, aloud, and the model says the worse of the two', async () => {
    const broken = {
      1: 'CUDA failure 2: out of memory ; GPU=1 ; hostname=box ; expr=cudaMalloc((void**)&p, size);',
    };
    const { embedder } = await embedderOn({ gpus: 2, broken }, { workers: 2, devices: [0, 1] });
    expect(embedder.info.provider).toBe('cpu');
    expect(embedder.info.warnings).toEqual([
      expect.stringMatching(/^The execution provider "cuda" on GPU 1 could not be used: CUDA failure 2/),
    ]);
    expect(warned).toHaveLength(1);
    expect(await embedder.embedImages(pictures(9))).toHaveLength(9);
  });

  it('a GPU that is not there is an error where it is required, with what to do', async () => {
    await expect(embedderOn({ gpus: 1 }, { devices: [3], requireProvider: true })).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      message: expect.stringContaining('"cuda" on GPU 3 could not be used: CUDA failure 101'),
      hint: expect.stringContaining('nvidia-smi -L'),
    });
  });
});

describe('TensorRT', () => {
  it('hands what it lacks to CUDA on the same GPU', async () => {
    const { embedder, entries } = await embedderOn(
      { gpus: 2, tensorrt: true },
      { providers: ['tensorrt', 'cuda', 'cpu'], devices: [1], requireProvider: 'every-operator' },
    );
    expect(embedder.info).toMatchObject({ provider: 'tensorrt', warnings: [] });
    const [{ providers, session }] = entries('create') as [Entry];
    expect(providers).toEqual([
      { name: 'tensorrt', deviceId: 1 },
      { name: 'cuda', deviceId: 1 },
    ]);
    expect(session).toMatchObject({ disable_cpu_ep_fallback: '1' });
  });

  it('falls back to CUDA where its libraries are missing, aloud', async () => {
    const { embedder } = await embedderOn({ gpus: 1 }, { providers: ['tensorrt', 'cuda', 'cpu'] });
    expect(embedder.info.provider).toBe('cuda');
    expect(embedder.info.warnings?.[0]).toMatch(
      /"tensorrt" could not be used: .*Failed to load shared library/,
    );
    expect(warned[0]).toMatch(/Using "cuda" instead/);
  });
});

describe('memory of the GPU', () => {
  it('bounds the batch before anybody waits, confirmed by a second run, and says so', async () => {
    // 16 fit once, and not a second time.
    const { embedder, entries } = await embedderOn({ gpus: 1, fits: 16, fitsAgain: 10 }, {});
    expect(embedder.info.maxBatchSize).toBe(8);
    expect(embedder.info.warnings).toEqual([
      expect.stringMatching(/Batches of 32 did not fit .* gets 8 at most/),
    ]);
    expect(warned).toEqual(embedder.info.warnings);
    expect(entries('run').map(({ batch }) => batch)).toEqual([32, 16, 16, 8, 8, 1, 1]);
    expect(await embedder.embedImages(pictures(20))).toHaveLength(20);
  });

  it('too small for one picture is an error that says what to do', async () => {
    await expect(embedderOn({ gpus: 1, fits: 0 }, {}, 4)).rejects.toMatchObject({
      code: 'OUT_OF_MEMORY',
      hint: expect.stringContaining('fp16'),
    });
  });

  it.each([
    'CUDA failure 2: out of memory ; GPU=0 ; hostname=box ; file=cuda_allocator.cc ; line=50 ; expr=cudaMalloc((void**)&p, size);',
    'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=box ; expr=cublasCreate(&cublas_handle_);',
  ])(
    'that others take later halves the batches of a pipeline, and no picture is lost: %s',
    async (outOfMemory) => {
      const { embedder, entries } = await embedderOn(
        { gpus: 1, later: { after: 5, fits: 2 }, outOfMemory },
        {},
        8,
      );
      expect(embedder.info.maxBatchSize).toBe(8);
      const pipeline = createImageSearchPipeline({
        imageProcessor: createFakeImageProcessor(),
        embedder,
        store: createMemoryStore(),
      });
      const report = await pipeline.index(
        Array.from({ length: 40 }, (_, at) => ({
          id: `p${at}`,
          images: [fakeImage({ color: [at * 6, 90, 20] })],
        })),
      );
      expect(report).toMatchObject({ indexed: 40, failed: 0 });
      const sizes = entries('run').map(({ batch }) => batch);
      expect(Math.max(...sizes)).toBe(8);
      expect(sizes.slice(-5).every((size) => size <= 3)).toBe(true);
      await pipeline.close();
    },
  );
});
