import { type ErrorCode, ImageSearchError } from '@imgsearch/core';

export interface HttpError {
  readonly status: number;
  readonly body: { readonly code: ErrorCode; readonly message: string; readonly hint?: string | undefined };
}

function statusOf(code: ErrorCode): number {
  switch (code) {
    case 'INVALID_OPTIONS':
      return 400;
    case 'IMAGE_NOT_FOUND':
    case 'PRODUCT_NOT_FOUND':
      return 404;
    case 'IMAGE_TOO_LARGE':
      return 413;
    case 'UNSUPPORTED_FORMAT':
      return 415;
    case 'INVALID_IMAGE':
      return 422;
    case 'ABORTED':
      return 499;
    case 'QUEUE_FULL':
    case 'OUT_OF_MEMORY':
    case 'STORE_UNAVAILABLE':
    case 'CLOSED':
      return 503;
    case 'TIMEOUT':
      return 504;
    default:
      return 500;
  }
}

/** What went wrong while Express read the request, in our words. */
function fromExpress(error: unknown): ImageSearchError | undefined {
  const { type, status } = error as { type?: unknown; status?: unknown };
  if (type === 'entity.too.large')
    return new ImageSearchError({
      code: 'IMAGE_TOO_LARGE',
      message: 'The photo has more than 25 MB.',
      hint: 'Send a smaller one.',
    });
  if (type === 'request.aborted')
    return new ImageSearchError({ code: 'ABORTED', message: 'The upload was broken off.' });
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new ImageSearchError({ code: 'INVALID_OPTIONS', message: 'The request cannot be read.' });
  return undefined;
}

/** Status and body for any error. Of what is not ours nothing but the fact is told. */
export function toHttpError(error: unknown): HttpError {
  const known = ImageSearchError.isInstance(error) ? error : fromExpress(error ?? {});
  if (!known)
    return {
      status: 500,
      body: {
        code: 'INFERENCE_FAILED',
        message: 'Something went wrong on the server.',
        hint: 'The terminal in which it runs says more.',
      },
    };
  const { code, message, hint } = known;
  return { status: statusOf(code), body: { code, message, ...(hint !== undefined && { hint }) } };
}
