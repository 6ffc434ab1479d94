import { ImageSearchError } from '@imgsearch/core';
import { expect, it } from 'vitest';
import { mapSharpError } from './map-sharp-error.ts';

it.each([
  ['Input image exceeds pixel limit', 'IMAGE_TOO_LARGE', false],
  ['timeout: 41% complete', 'IMAGE_TOO_LARGE', false],
  ['vips_tracked: out of memory -- size == 9000MB', 'OUT_OF_MEMORY', true],
  ['VipsJpeg: premature end of JPEG image\nVipsJpeg: more', 'INVALID_IMAGE', false],
])('%s is %s', (text, code, retryable) => {
  const cause = new Error(text);
  const error = mapSharpError(cause, 'It failed');
  expect(error).toMatchObject({ code, retryable, cause, hint: expect.any(String) });
  expect(error.message).toBe(`It failed: ${text.split('\n')[0]}`);
});

it('lets our own errors pass', () => {
  const error = new ImageSearchError({ code: 'ABORTED', message: 'x' });
  expect(mapSharpError(error, 'y')).toBe(error);
});
