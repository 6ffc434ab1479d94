import { expect, it } from 'vitest';
import { ERROR_CODES, isPartFailure } from './error-code.ts';
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

it('lays what a model or a store failed at to the part, but where one picture may have been the cause', () => {
  const ofItems = ['INFERENCE_FAILED', 'OUT_OF_MEMORY', 'STORE_REJECTED'];
  const ofParts = ERROR_CODES.filter((code) => {
    const kind = failureKind(new ImageSearchError({ code, message: code }));
    return (kind === 'model' || kind === 'store') && !ofItems.includes(code);
  });
  expect(ERROR_CODES.filter(isPartFailure)).toEqual(ofParts);
});
