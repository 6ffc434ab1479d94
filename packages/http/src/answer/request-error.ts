import type { RequestErrorCode } from './problem-code.ts';

/** A request that cannot be understood or carried out, before any pipeline is asked. Its message is for the client. */
export class RequestError extends Error {
  readonly code: RequestErrorCode;
  readonly hint: string | undefined;
  /** Headers that the answer needs, such as `Allow`. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: RequestErrorCode,
    message: string,
    more: { hint?: string; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'RequestError';
    this.code = code;
    this.hint = more.hint;
    this.headers = more.headers ?? {};
  }
}
