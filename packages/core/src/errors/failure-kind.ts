import type { FailureKind } from '../spec/checkpoint.ts';
import type { ErrorCode } from './error-code.ts';
import { ImageSearchError } from './image-search-error.ts';

const KINDS: Readonly<Record<ErrorCode, FailureKind>> = {
  INVALID_OPTIONS: 'invalid',
  INVALID_IMAGE: 'unreadable',
  UNSUPPORTED_FORMAT: 'unreadable',
  IMAGE_TOO_LARGE: 'too-large',
  IMAGE_NOT_FOUND: 'not-found',
  PRODUCT_NOT_FOUND: 'invalid',
  SOURCE_FAILED: 'source',
  MODEL_NOT_FOUND: 'model',
  MODEL_CORRUPT: 'model',
  MODEL_MISMATCH: 'model',
  MODEL_UNAVAILABLE: 'model',
  MODEL_UNAUTHORIZED: 'model',
  PROVIDER_UNAVAILABLE: 'model',
  INFERENCE_FAILED: 'model',
  OUT_OF_MEMORY: 'model',
  STORE_UNAVAILABLE: 'store',
  STORE_UNAUTHORIZED: 'store',
  STORE_REJECTED: 'store',
  STORE_MISMATCH: 'store',
  CHECKPOINT_FAILED: 'other',
  QUEUE_FULL: 'other',
  TIMEOUT: 'other',
  ABORTED: 'other',
  UNSUPPORTED: 'other',
  CLOSED: 'other',
};

/** Kind of a failure, from the error's code; `other` for an error that is none of ours. */
export function failureKind(error: unknown): FailureKind {
  return ImageSearchError.isInstance(error) ? (KINDS[error.code] ?? 'other') : 'other';
}
