import { ImageSearchError } from '@imgsearch/core';
import { type ProblemCode, statusOf } from './problem-code.ts';
import { RequestError } from './request-error.ts';

/** The body of every answer that is no success: RFC 9457, `application/problem+json`. */
export interface Problem {
  /** Phrase of the status. */
  readonly title: string;
  readonly status: number;
  /** What happened, in a sentence. */
  readonly detail: string;
  /** To tell kinds apart: a code of `ImageSearchError`, or one of the request's own. */
  readonly code: ProblemCode;
  /** What to do next. */
  readonly hint?: string | undefined;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
}

export const PROBLEM_TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  499: 'Client Closed Request',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** Told instead of what the server knows: names of stores, files and models are nobody's business. */
const DETAILS: Readonly<Record<number, string>> = {
  500: 'Something went wrong on the server.',
  503: 'The server is busy or not ready.',
};

/** Told instead of messages that are for the host: the client is at fault, and they name the model or the store. */
const TOLD: Readonly<Partial<Record<ProblemCode, readonly [detail: string, hint: string]>>> = {
  PRODUCT_NOT_FOUND: ['There is no such product, or it has no picture.', 'Check its id.'],
  UNSUPPORTED: [
    'What was asked for is beyond the models of this server.',
    'Ask without it: words, for example, need a model that understands them. A photo always will do.',
  ],
};

/** What is told of an error. Where the server is at fault nothing but its code; the host's logger gets the rest. */
export function toProblem(error: unknown): Problem {
  if (error instanceof RequestError) {
    const { code, message, hint } = error;
    return compose(code, message, hint, code === 'UPLOAD_TIMEOUT');
  }
  if (!ImageSearchError.isInstance(error)) return compose('INTERNAL', undefined, undefined, false);
  const { code, message, hint, retryable } = error;
  const told = TOLD[code];
  if (told) return compose(code, ...told, retryable);
  const status = statusOf(code);
  const open = status < 500 || code === 'SOURCE_FAILED';
  if (open) return compose(code, message, hint, retryable);
  // A pipeline that was closed stays closed, but to the client it is the service, and another process answers there.
  const later = retryable || status === 503;
  return compose(code, undefined, later ? 'Try again later.' : undefined, later);
}

function compose(
  code: ProblemCode,
  detail: string | undefined,
  hint: string | undefined,
  retryable: boolean,
): Problem {
  const status = statusOf(code);
  return {
    title: PROBLEM_TITLES[status] ?? 'Error',
    status,
    detail: detail ?? DETAILS[status] ?? 'Something went wrong on the server.',
    code,
    ...(hint !== undefined && { hint }),
    retryable,
  };
}
