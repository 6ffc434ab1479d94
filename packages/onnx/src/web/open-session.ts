import { ImageSearchError } from '@imgsearch/core';
import type { InferenceSession } from 'onnxruntime-web';
import type { SessionInfo, SessionSpec, TensorInfo } from '../runtime/protocol.ts';
import type { WebSettings } from './web-protocol.ts';

export type Ort = typeof import('onnxruntime-web/wasm');

/** One library for all sessions of the worker: WebGPU's also runs WebAssembly, at twice the download. */
let loading: Promise<Ort> | undefined;

/** `navigator.gpu` is there also where no adapter is. */
async function hasAdapter(): Promise<boolean> {
  const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } };
  try {
    return ((await gpu?.requestAdapter()) ?? null) !== null;
  } catch {
    return false;
  }
}

/** @throws ImageSearchError UNSUPPORTED where the package is not bundled or its files are not found */
async function loadOrt(webgpu: boolean, threads: number, { wasmPaths }: WebSettings): Promise<Ort> {
  loading ??= (async () => {
    const ort: Ort = webgpu ? await import('onnxruntime-web/webgpu') : await import('onnxruntime-web/wasm');
    ort.env.wasm.numThreads = threads;
    // It runs in a worker already.
    ort.env.wasm.proxy = false;
    if (wasmPaths) ort.env.wasm.wasmPaths = wasmPaths;
    return ort;
  })().catch((cause: unknown) => {
    loading = undefined;
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `The package onnxruntime-web could not be loaded: ${textOf(cause)}`,
      hint: 'Install it beside @imgsearch/onnx and bundle the worker: npm install onnxruntime-web',
      cause,
    });
  });
  return loading;
}

/**
 * Opens a session with the first provider that really loads, and says which it was and what failed before.
 * @throws ImageSearchError MODEL_CORRUPT, PROVIDER_UNAVAILABLE, UNSUPPORTED
 */
export async function openSession(
  spec: SessionSpec,
  bytes: Uint8Array<ArrayBuffer>,
  settings: WebSettings,
): Promise<{ readonly ort: Ort; readonly session: InferenceSession; readonly info: SessionInfo }> {
  const warnings: string[] = [];
  const adapter = spec.providers.includes('webgpu') && (await hasAdapter());
  const ort = await loadOrt(adapter, spec.threads, settings);
  for (const provider of spec.providers) {
    try {
      if (provider === 'webgpu' && !adapter) throw new Error('this browser offers no WebGPU adapter.');
      const session = await ort.InferenceSession.create(bytes, { executionProviders: [provider] });
      return { ort, session, info: { provider, warnings, ...tensorsOf(session) } };
    } catch (error) {
      const text = textOf(error);
      // WebAssembly is always there where its files are: what else fails on it is the model.
      if (provider === 'wasm')
        throw /no available backend|initiali[sz]/i.test(text)
          ? missing(text, error)
          : corrupt(spec.path, text, error);
      if (spec.requireProvider) throw unavailable(provider, text, error);
      warnings.push(`The execution provider "${provider}" could not be used: ${text}`);
    }
  }
  throw unavailable(spec.providers.join(', '), warnings.join(' '), undefined);
}

function tensorsOf(session: InferenceSession): Pick<SessionInfo, 'inputs' | 'outputs'> {
  const describe = (metadata: readonly InferenceSession.ValueMetadata[]): TensorInfo[] =>
    metadata.map((value) =>
      value.isTensor
        ? { name: value.name, type: value.type, shape: value.shape }
        : { name: value.name, type: 'not a tensor', shape: [] },
    );
  return { inputs: describe(session.inputMetadata), outputs: describe(session.outputMetadata) };
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const missing = (text: string, cause: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'PROVIDER_UNAVAILABLE',
    message: `ONNX Runtime's WebAssembly did not start: ${text}`,
    hint: 'Serve the ort-wasm-simd-threaded*.mjs and .wasm files of the bundled version of onnxruntime-web, and set wasmPaths to their folder.',
    cause,
  });

const corrupt = (url: string, text: string, cause: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'MODEL_CORRUPT',
    message: `ONNX Runtime could not load ${url}: ${text}`,
    hint: 'Export the file again, and compare its SHA-256; a newer opset needs a newer onnxruntime-web. Weights in a file beside the graph are not read in a browser.',
    cause,
  });

const unavailable = (provider: string, text: string, cause: unknown): ImageSearchError =>
  new ImageSearchError({
    code: 'PROVIDER_UNAVAILABLE',
    message: `The execution provider "${provider}" could not be used: ${text}`,
    hint: 'Add "wasm" to providers and leave out requireProvider.',
    cause,
  });
