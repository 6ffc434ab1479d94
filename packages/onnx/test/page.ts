// Runs in the browser: the runtime with its real worker, and ways for the tests to ask it.
import { ImageSearchError, type RasterImage } from '@imgsearch/core';
import { starterModelsAt } from '@imgsearch/models-starter/web';
import {
  backgroundRemoverSuite,
  classifierSuite,
  embedderSuite,
  runCases,
  sampleRasters,
} from '@imgsearch/testkit';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
  type ModelProgress,
  type OnnxRuntime,
  type WebOnnxRuntimeOptions,
} from '../src/web/index.ts';

const models = starterModelsAt('/models/');
const create = (options: WebOnnxRuntimeOptions = {}): OnnxRuntime =>
  createOnnxRuntime({
    wasmPaths: '/ort/',
    createWorker: () => new Worker('/worker.js', { type: 'module' }),
    ...options,
  });
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => ({ code: 'none', message: '', retryable: false }),
    (error: unknown) =>
      ImageSearchError.isInstance(error)
        ? { code: error.code, message: error.message, retryable: error.retryable }
        : { code: `not one of ours: ${error}`, message: '', retryable: false },
  );

const api = {
  isolated: () => crossOriginIsolated,
  rasters: () => sampleRasters().map(({ data, ...shape }) => ({ ...shape, data: [...data] })),
  async runSuites() {
    const runtime = create();
    const suites = [
      embedderSuite({ create: () => createOnnxEmbedder({ runtime, ...models.embedding }) }),
      backgroundRemoverSuite({
        create: () => createOnnxBackgroundRemover({ runtime, ...models.backgroundRemoval }),
      }),
      classifierSuite({
        create: () => createOnnxClassifier({ runtime, ...models.category }),
        inputs: () =>
          [0.1, 0.2, 0.3].map((start) => new Float32Array(256).map((_, at) => Math.sin(start * at) / 11)),
      }),
    ];
    const reports = [];
    for (const suite of suites as unknown as Parameters<typeof runCases>[0][])
      for (const { name, outcome, error } of await runCases(suite))
        reports.push({ name, outcome, error: error instanceof Error ? error.message : undefined });
    await runtime.close();
    return reports;
  },
  /** What each model makes of the sample rasters, on how many threads, and what was said on the way. */
  async answers(options: WebOnnxRuntimeOptions) {
    const warnings: string[] = [];
    const logger = { debug() {}, info() {}, error() {}, warn: (text: string) => warnings.push(text) };
    const progress: ModelProgress[] = [];
    const runtime = create({ ...options, logger: logger as never, onProgress: (one) => progress.push(one) });
    const images: readonly RasterImage[] = sampleRasters();
    const embedder = await createOnnxEmbedder({ runtime, ...models.embedding });
    const remover = await createOnnxBackgroundRemover({ runtime, ...models.backgroundRemoval });
    const vectors = await embedder.embedImages(images);
    const masks = await remover.segment(images);
    const { fingerprint, provider, warnings: told } = embedder.info;
    const sessions = await runtime.countSessions();
    await embedder.close?.();
    await remover.close?.();
    const left = await runtime.countSessions();
    await runtime.close();
    return {
      vectors: vectors.map((vector) => [...vector]),
      masks: masks.map(({ data }) => [...data]),
      ...{ fingerprint, provider, told, warnings, progress, sessions, left, info: runtime.info },
    };
  },
  /** The error of loading an embedder. */
  async loadError(modelPath: string, options: WebOnnxRuntimeOptions = {}, sha256?: string) {
    const runtime = create(options);
    const { manifest } = models.embedding;
    const file = { path: 'weights/embedding.onnx', ...(sha256 !== undefined && { sha256 }) };
    const failed = await codeOf(
      createOnnxEmbedder({ runtime, manifest: { ...manifest, files: { fp32: file } }, modelPath }),
    );
    await runtime.close();
    return failed;
  },
  /** Loads an embedder from a folder: its space, and whether its file was kept by an earlier visit. */
  async loadFrom(
    modelPath: string,
    { sha256, ...options }: WebOnnxRuntimeOptions & { sha256?: string } = {},
  ) {
    const progress: ModelProgress[] = [];
    const runtime = create({ providers: ['wasm'], ...options, onProgress: (one) => progress.push(one) });
    const file = { path: 'model.onnx', ...(sha256 !== undefined && { sha256 }) };
    const manifest = { ...models.embedding.manifest, files: { fp32: file } };
    const { info } = await createOnnxEmbedder({ runtime, manifest, modelPath });
    await runtime.close();
    return { fingerprint: info.fingerprint, kept: progress.every(({ cached }) => cached) };
  },
  /** Closes a runtime once the first bytes of a model that never ends have come. */
  async closeWhileLoading(modelPath: string) {
    const { promise: begun, resolve } = Promise.withResolvers<void>();
    const runtime = create({ onProgress: ({ loaded }) => loaded > 0 && resolve() });
    const loading = codeOf(createOnnxEmbedder({ runtime, ...models.embedding, modelPath }));
    await begun;
    await runtime.close();
    return loading;
  },
  /** An embedder that stays open, as `kept`, to be asked again and again. */
  async keepEmbedder() {
    const embedder = await createOnnxEmbedder({ runtime: create(), ...models.embedding });
    const kept: KeptEmbedder = {
      embed: async () => [...(await embedder.embedImages(sampleRasters().slice(0, 1)))[0]!],
    };
    Object.assign(globalThis, { kept });
    const { provider, warnings, fingerprint } = embedder.info;
    return { provider, warnings, fingerprint };
  },
  /** Writes other bytes over what the cache holds. */
  async spoilCache() {
    const cache = await caches.open('imgsearch-models');
    const keys = await cache.keys();
    for (const key of keys) await cache.put(key, new Response('spoiled'));
    return keys.map(({ url }) => new URL(url).pathname);
  },
  async closing() {
    const runtime = create();
    const embedder = await createOnnxEmbedder({ runtime, ...models.embedding });
    const images = Array.from({ length: 40 }, () => sampleRasters()[0]!);
    const running = embedder.embedImages(images.slice(0, 8));
    const waiting = codeOf(embedder.embedImages(images));
    const aborting = new AbortController();
    const aborted = codeOf(embedder.embedImages(images, { signal: aborting.signal }));
    aborting.abort();
    await runtime.close();
    return {
      aborted: (await aborted).code,
      running: (await running).length,
      waiting: (await waiting).code,
      later: (await codeOf(embedder.embedImages(images))).code,
      again: (await codeOf(createOnnxEmbedder({ runtime, ...models.embedding }))).code,
    };
  },
};
export interface KeptEmbedder {
  embed(): Promise<number[]>;
}
export type PageApi = typeof api;
Object.assign(globalThis, { api });
