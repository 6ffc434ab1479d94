import { RequestError } from '../answer/request-error.ts';

/** @throws RequestError INVALID_REQUEST */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new RequestError('INVALID_REQUEST', 'The body is not well-formed JSON.', {
      hint: 'Check the quotes and commas, or send the picture itself with its own Content-Type.',
      cause,
    });
  }
}
