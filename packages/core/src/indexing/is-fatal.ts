import type { ErrorCode } from '../errors/error-code.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';

/** Errors that every further product would meet too. */
const FATAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'CLOSED',
  'CHECKPOINT_FAILED',
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

/** Whether a run as a whole cannot go on. */
export function isFatal(error: unknown): boolean {
  return ImageSearchError.isInstance(error) && FATAL.has(error.code);
}
