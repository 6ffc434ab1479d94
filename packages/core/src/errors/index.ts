export { abortable, abortError, throwIfStopped } from './abort.ts';
export { ERROR_CODES, type ErrorCode, isPartFailure, isRetryableCode } from './error-code.ts';
export { failureKind } from './failure-kind.ts';
export { ImageSearchError, type ImageSearchErrorOptions } from './image-search-error.ts';
export { toImageSearchError } from './to-image-search-error.ts';
