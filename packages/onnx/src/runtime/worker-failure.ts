import { ImageSearchError } from '@imgsearch/core';
import type { WorkerFailure } from './protocol.ts';

/** Texts by which ONNX Runtime and CUDA say that memory ran out; there is no code to go by. */
const OUT_OF_MEMORY =
  /Failed to allocate memory for requested buffer|Available memory of .* is smaller than requested bytes|Failed to find a free memory block despite calling Extend|CUDA failure 2: out of memory|CUDA error.*out of memory|CUBLAS_STATUS_ALLOC_FAILED|std::bad_alloc|Array buffer allocation failed/i;

/** What a worker reports of an error that it caught while it ran a graph. */
export function workerFailure(error: unknown): WorkerFailure {
  if (ImageSearchError.isInstance(error))
    return { code: error.code, message: error.message, hint: error.hint, retryable: error.retryable };
  const text = error instanceof Error ? error.message : String(error);
  if (OUT_OF_MEMORY.test(text)) {
    return {
      code: 'OUT_OF_MEMORY',
      message: `There was not enough memory for this batch: ${text}`,
      hint: 'Send fewer images at once (batchSize), use fewer workers, or take a smaller precision (int8, fp16).',
    };
  }
  return {
    code: 'INFERENCE_FAILED',
    message: `ONNX Runtime could not run the model: ${text}`,
    hint: 'Check that the manifest describes this file: input size, tensor names and batch size.',
  };
}
