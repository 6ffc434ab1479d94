/** Every way in which a call can fail. A new code is a minor release. */
export const ERROR_CODES = [
  'INVALID_OPTIONS',
  'INVALID_IMAGE',
  'IMAGE_NOT_FOUND',
  'IMAGE_TOO_LARGE',
  'PRODUCT_NOT_FOUND',
  'UNSUPPORTED_FORMAT',
  'MODEL_NOT_FOUND',
  'MODEL_CORRUPT',
  'MODEL_MISMATCH',
  'MODEL_UNAVAILABLE',
  'MODEL_UNAUTHORIZED',
  'PROVIDER_UNAVAILABLE',
  'INFERENCE_FAILED',
  'OUT_OF_MEMORY',
  'STORE_UNAVAILABLE',
  'STORE_UNAUTHORIZED',
  'STORE_REJECTED',
  'STORE_MISMATCH',
  'SOURCE_FAILED',
  'CHECKPOINT_FAILED',
  'QUEUE_FULL',
  'TIMEOUT',
  'ABORTED',
  'UNSUPPORTED',
  'CLOSED',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

const RETRYABLE: ReadonlySet<ErrorCode> = new Set([
  'MODEL_UNAVAILABLE',
  'STORE_UNAVAILABLE',
  'SOURCE_FAILED',
  'QUEUE_FULL',
  'TIMEOUT',
  'OUT_OF_MEMORY',
]);

/** Whether the same call may succeed later without a change by the caller. */
export function isRetryableCode(code: ErrorCode): boolean {
  return RETRYABLE.has(code);
}

const OF_A_PART: ReadonlySet<ErrorCode> = new Set([
  'MODEL_NOT_FOUND',
  'MODEL_CORRUPT',
  'MODEL_MISMATCH',
  'MODEL_UNAVAILABLE',
  'MODEL_UNAUTHORIZED',
  'PROVIDER_UNAVAILABLE',
  'STORE_UNAVAILABLE',
  'STORE_UNAUTHORIZED',
  'STORE_MISMATCH',
]);

/** Whether the fault is the model's or the store's, and not of what it was given: whoever asks next meets it too. */
export function isPartFailure(code: ErrorCode): boolean {
  return OF_A_PART.has(code);
}
