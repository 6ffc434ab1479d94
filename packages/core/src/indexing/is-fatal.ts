import { isPartFailure } from '../errors/error-code.ts';
import { ImageSearchError } from '../errors/image-search-error.ts';

/** Whether a run as a whole cannot go on, because every further product would meet the error too. */
export function isFatal(error: unknown): boolean {
  if (!ImageSearchError.isInstance(error)) return false;
  return isPartFailure(error.code) || error.code === 'CLOSED' || error.code === 'CHECKPOINT_FAILED';
}
