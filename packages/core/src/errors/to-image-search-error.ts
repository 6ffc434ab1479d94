import type { ErrorCode } from './error-code.ts';
import { ImageSearchError } from './image-search-error.ts';

/** Wraps whatever was thrown; an error of ours passes unchanged. */
export function toImageSearchError(
  error: unknown,
  code: ErrorCode,
  context: string,
  hint?: string,
): ImageSearchError {
  if (ImageSearchError.isInstance(error)) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new ImageSearchError({ code, message: `${context}: ${text}`, cause: error, hint });
}
