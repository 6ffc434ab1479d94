import {
  checkKeys,
  checkNumber,
  checkString,
  ImageSearchError,
  invalidOption,
  type Logger,
  silentLogger,
} from '@imgsearch/core';
import { composeRuntime } from '../runtime/compose-runtime.ts';
import type { OnnxRuntime } from '../runtime/onnx-runtime.ts';
import type { WebProvider } from '../runtime/protocol.ts';
import { createWebWorker } from './create-web-worker.ts';
import { locateModel } from './locate-model.ts';
import type { ModelProgress } from './web-protocol.ts';

export type { ModelProgress };

export interface WebOnnxRuntimeOptions {
  /**
   * Folder of onnxruntime-web's `ort-wasm-simd-threaded*.mjs` and `.wasm`, of the very version that is bundled, ending in
   * a slash. Default: where onnxruntime-web looks by itself, which bundlers that copy assets provide for.
   */
  readonly wasmPaths?: string | undefined;
  /** Tried in this order for every model. Default `['webgpu', 'wasm']`. */
  readonly providers?: readonly WebProvider[] | undefined;
  /** Makes anything but the first provider an error (PROVIDER_UNAVAILABLE). Default false: a fallback and a warning. */
  readonly requireProvider?: boolean | undefined;
  /** Web Workers, each with its own copy of every model. Default 1: a shopper has one photo. */
  readonly workers?: number | undefined;
  /**
   * Threads inside an operator, per worker. Default: the processor's, at most 4, over `workers`, where the page is
   * cross-origin isolated; 1 elsewhere, whatever is asked for, because memory cannot be shared there.
   */
  readonly threads?: number | undefined;
  /**
   * Where the Cache API keeps model files for the next visit; `false` keeps none. Default `imgsearch-models`. One of
   * known SHA-256 is then used without asking; for others the server is asked for their ETag or date alone.
   */
  readonly cache?: string | false | undefined;
  /** Hears how far each file is. */
  readonly onProgress?: ((progress: ModelProgress) => void) | undefined;
  /** Starts the worker of `@imgsearch/onnx/web/worker`. Default: the file beside this one. */
  readonly createWorker?: (() => Worker) | undefined;
  readonly logger?: Logger | undefined;
}

const PROVIDERS: readonly WebProvider[] = ['webgpu', 'wasm'];
/** More make no operator of these models faster. */
const MOST_THREADS = 4;

function checkProviders(value: readonly WebProvider[] | undefined): readonly WebProvider[] {
  if (value === undefined) return PROVIDERS;
  const known = Array.isArray(value) && value.length > 0 && value.every((one) => PROVIDERS.includes(one));
  if (!known) throw invalidOption('providers', `a list of ${PROVIDERS.join(', ')}`, value);
  return [...new Set(value)];
}

function checkFunction<F>(name: string, value: F | undefined): F | undefined {
  if (value !== undefined && typeof value !== 'function') throw invalidOption(name, 'a function', value);
  return value;
}

/**
 * Web Workers that run the models of a page, shared by all of them: WebGPU where there is an adapter, WebAssembly
 * elsewhere, with threads where the page is cross-origin isolated. Which it was stands in each model's `info`. Nothing
 * is started or fetched until a model is loaded.
 *
 * @example
 * ```ts
 * import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/web';
 *
 * const runtime = createOnnxRuntime({ wasmPaths: '/ort/', onProgress: ({ loaded }) => console.log(loaded) });
 * const embedder = await createOnnxEmbedder({ runtime, preset: 'clip-vit-b-32', modelPath: '/models/clip/' });
 * ```
 * Its `close` gives up downloads at once.
 * @throws ImageSearchError INVALID_OPTIONS; UNSUPPORTED in a page that came neither by https nor from this very machine
 */
export function createOnnxRuntime(options: WebOnnxRuntimeOptions = {}): OnnxRuntime {
  checkKeys('options', options, [
    'wasmPaths',
    'providers',
    'requireProvider',
    'workers',
    'threads',
    'cache',
    'onProgress',
    'createWorker',
    'logger',
  ]);
  if (globalThis.isSecureContext === false)
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `${globalThis.location?.origin ?? 'This page'} is no secure context: browsers then offer neither SHA-256, nor the Cache API, nor WebGPU.`,
      hint: 'Serve the page by https, or open it as http://localhost.',
    });
  const { wasmPaths, cache = 'imgsearch-models', logger = silentLogger } = options;
  if (wasmPaths !== undefined) checkString('wasmPaths', wasmPaths);
  if (cache !== false) checkString('cache', cache);
  const providers = checkProviders(options.providers);
  const onProgress = checkFunction('onProgress', options.onProgress);
  const start =
    checkFunction('createWorker', options.createWorker) ??
    (() => new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'imgsearch-onnx' }));
  const workers = checkNumber('workers', options.workers, { min: 1, max: 16, integer: true, fallback: 1 });
  const isolated = globalThis.crossOriginIsolated === true;
  const cores = Math.min(MOST_THREADS, globalThis.navigator?.hardwareConcurrency ?? 1);
  const wanted = checkNumber('threads', options.threads, {
    min: 1,
    max: 64,
    integer: true,
    fallback: Math.max(1, Math.floor(cores / workers)),
  });
  if (!isolated && wanted > 1)
    logger.warn(
      'The page is not cross-origin isolated, so models run in one thread. Serve it with Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.',
    );
  const settings = {
    wasmPaths: wasmPaths && new URL(wasmPaths, globalThis.location?.href).href,
    cacheName: cache === false ? undefined : cache,
  };
  return composeRuntime({
    info: { workers, threads: isolated ? wanted : 1, isolation: 'thread', providers },
    workers: Array.from({ length: workers }, () => createWebWorker(start, settings, onProgress)),
    locate: locateModel,
    requireProvider: options.requireProvider ?? false,
    logger,
  });
}
