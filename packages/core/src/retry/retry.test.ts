import { expect, it, vi } from 'vitest';
import { ImageSearchError } from '../errors/image-search-error.ts';
import { retry } from './retry.ts';

const busy = () => new ImageSearchError({ code: 'STORE_UNAVAILABLE', message: 'busy' });
const quick = { firstDelay: 1 };

it('tries again while the error may pass', async () => {
  const work = vi
    .fn(async () => 'done')
    .mockRejectedValueOnce(busy())
    .mockRejectedValueOnce(busy());
  expect(await retry(work, quick)).toBe('done');
  expect(work).toHaveBeenCalledTimes(3);
});

it('gives up with the last error', async () => {
  const work = vi.fn(async () => Promise.reject(busy()));
  await expect(retry(work, { ...quick, retries: 2 })).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  expect(work).toHaveBeenCalledTimes(3);
});

it.each([
  new ImageSearchError({ code: 'STORE_REJECTED', message: 'no' }),
  new Error('fetch failed'),
  new TypeError('x'),
])('does not repeat %s', async (error) => {
  const work = vi.fn(async () => Promise.reject(error));
  await expect(retry(work, quick)).rejects.toBe(error);
  expect(work).toHaveBeenCalledTimes(1);
});

it('stops waiting when the caller goes', async () => {
  const controller = new AbortController();
  const work = vi.fn(async () => Promise.reject(busy()));
  const trying = retry(work, { signal: controller.signal, firstDelay: 10_000 });
  await vi.waitFor(() => expect(work).toHaveBeenCalled());
  controller.abort(new Error('left'));
  await expect(trying).rejects.toMatchObject({ code: 'ABORTED', cause: new Error('left') });
  await expect(retry(work, { signal: controller.signal })).rejects.toMatchObject({ code: 'ABORTED' });
  expect(work).toHaveBeenCalledTimes(1);
});
