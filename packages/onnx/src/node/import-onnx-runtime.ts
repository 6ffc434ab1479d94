import { ImageSearchError } from '@imgsearch/core';

export type Ort = typeof import('onnxruntime-node');

/**
 * The native library, for a worker. @throws ImageSearchError UNSUPPORTED where it is not installed or has no binary
 */
export async function importOnnxRuntime(): Promise<Ort> {
  try {
    const module = await import('onnxruntime-node');
    takeHalvesAsBits(module);
    return module;
  } catch (error) {
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `The package onnxruntime-node could not be loaded: ${error instanceof Error ? error.message : error}`,
      hint: 'Install it beside @imgsearch/onnx: npm install onnxruntime-node. It has no binaries for macOS on Intel and for Alpine (musl).',
      cause: error,
    });
  }
}

/**
 * onnxruntime-node 1.30 makes a Float16Array of half-precision data where the engine has one (Node 24), but its native
 * side knows none and fails with "not enough space: expected 384, got 0". It looks for the class once, at its first
 * tensor; not finding it, it takes bits in a Uint16Array as on Node 22. The global is this worker's own.
 */
function takeHalvesAsBits({ Tensor }: Ort): void {
  const descriptor = Object.getOwnPropertyDescriptor(globalThis, 'Float16Array');
  if (!descriptor) return;
  Reflect.deleteProperty(globalThis, 'Float16Array');
  try {
    new Tensor('float32', new Float32Array(1), [1]);
  } finally {
    Object.defineProperty(globalThis, 'Float16Array', descriptor);
  }
}
