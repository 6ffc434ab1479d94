import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { contentHash } from './content-hash.ts';

it('is SHA-256 in lower-case hex, of shared memory too', async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);
  const expected = createHash('sha256').update(bytes).digest('hex');
  expect(await contentHash(bytes)).toBe(expected);
  const shared = new Uint8Array(new SharedArrayBuffer(1000));
  shared.set(bytes);
  expect(await contentHash(shared)).toBe(expected);
  expect(await contentHash(bytes.subarray(10, 20))).toBe(
    createHash('sha256').update(bytes.subarray(10, 20)).digest('hex'),
  );
});
