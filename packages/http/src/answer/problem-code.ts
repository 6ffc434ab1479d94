import type { ErrorCode } from '@imgsearch/core';

/** What can go wrong between the socket and the pipeline; everything else has a code of core's. */
export type RequestErrorCode =
  | 'INVALID_REQUEST'
  | 'ROUTE_NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'UPLOAD_TIMEOUT'
  | 'BODY_CONSUMED'
  | 'INTERNAL';

export type ProblemCode = ErrorCode | RequestErrorCode;

/** The one place where a code becomes a status. */
export function statusOf(code: ProblemCode): number {
  switch (code) {
    case 'INVALID_OPTIONS':
    // A vector that the client made with another model.
    case 'MODEL_MISMATCH':
    case 'INVALID_REQUEST':
      return 400;
    case 'IMAGE_NOT_FOUND':
    case 'PRODUCT_NOT_FOUND':
    case 'ROUTE_NOT_FOUND':
      return 404;
    case 'METHOD_NOT_ALLOWED':
      return 405;
    case 'UPLOAD_TIMEOUT':
      return 408;
    case 'IMAGE_TOO_LARGE':
      return 413;
    case 'UNSUPPORTED_FORMAT':
      return 415;
    case 'INVALID_IMAGE':
    // Words where the model knows pictures alone: whoever asks can do without.
    case 'UNSUPPORTED':
      return 422;
    // Nobody hears it: the client has gone.
    case 'ABORTED':
      return 499;
    // The address that the client named did not deliver.
    case 'SOURCE_FAILED':
      return 502;
    case 'QUEUE_FULL':
    case 'OUT_OF_MEMORY':
    case 'MODEL_UNAVAILABLE':
    case 'STORE_UNAVAILABLE':
    case 'TIMEOUT':
    case 'CLOSED':
      return 503;
    default:
      return 500;
  }
}
