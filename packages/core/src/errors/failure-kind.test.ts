import { expect, it } from 'vitest';
import { ERROR_CODES } from './error-code.ts';
import { failureKind } from './failure-kind.ts';
import { ImageSearchError } from './image-search-error.ts';

it('knows a kind for every code, and says other for what is not ours', () => {
  const kinds = ERROR_CODES.map((code) => failureKind(new ImageSearchError({ code, message: code })));
  expect(kinds).not.toContain(undefined);
  expect(failureKind(new ImageSearchError({ code: 'INVALID_IMAGE', message: '' }))).toBe('unreadable');
  expect(failureKind(new ImageSearchError({ code: 'IMAGE_TOO_LARGE', message: '' }))).toBe('too-large');
  expect(failureKind(new TypeError('x'))).toBe('other');
  expect(failureKind(undefined)).toBe('other');
});
