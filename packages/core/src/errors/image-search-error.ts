import { type ErrorCode, isRetryableCode } from './error-code.ts';

const marker: unique symbol = Symbol.for('imgsearch.error') as never;

export interface ImageSearchErrorOptions {
  readonly code: ErrorCode;
  readonly message: string;
  /** What to do next, in one sentence. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
  /** Default follows from the code. */
  readonly retryable?: boolean | undefined;
}

/** The one error of imgsearch. Tell kinds apart by `code`, and instances by `ImageSearchError.isInstance`. */
export class ImageSearchError extends Error {
  readonly code: ErrorCode;
  /** What to do next. */
  readonly hint: string | undefined;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor({ code, message, hint, cause, retryable }: ImageSearchErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = code === 'ABORTED' ? 'AbortError' : 'ImageSearchError';
    this.code = code;
    this.hint = hint;
    this.retryable = retryable ?? isRetryableCode(code);
    Object.defineProperty(this, marker, { value: true });
  }

  /** True for an error of any copy of this package, where `instanceof` would say no. */
  static isInstance(error: unknown): error is ImageSearchError {
    return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[marker] === true;
  }
}
