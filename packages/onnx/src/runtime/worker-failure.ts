import { ImageSearchError } from '@imgsearch/core';
import { isOutOfMemory } from './is-out-of-memory.ts';
import type { WorkerFailure } from './protocol.ts';

/** What a worker reports of an error that it caught while it ran a graph. */
export function workerFailure(error: unknown): WorkerFailure {
  if (ImageSearchError.isInstance(error))
    return { code: error.code, message: error.message, hint: error.hint, retryable: error.retryable };
  const text = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(text)) {
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
