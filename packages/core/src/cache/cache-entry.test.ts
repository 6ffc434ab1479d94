import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImageSearchError } from '../errors/image-search-error.ts';
import type { PhotoDescription } from '../spec/embedding-cache.ts';
import { base64 } from './base64.ts';
import { decodeEntry, encodeEntry } from './cache-entry.ts';

const unit = (values: readonly number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const description: PhotoDescription = {
  vector: unit(Array.from({ length: 512 }, (_, at) => Math.sin(at))),
  category: {
    id: 'top',
    confidence: Math.fround(0.9),
    alternatives: ['top', 'bottom', 'outer', 'shoes', 'bed'].map((id) => ({
      id,
      probability: Math.fround(0.2),
    })),
    source: 'classifier',
  },
  background: { removed: false, mode: 'auto', reason: 'undecided', coverage: 0.123456789 },
};

describe('an entry', () => {
  it('comes back to the last bit, as an object of its own', () => {
    const bytes = encodeEntry(description);
    const first = decodeEntry(bytes) as PhotoDescription;
    expect(first).toEqual(description);
    first.vector.fill(0);
    expect(decodeEntry(bytes)).toEqual(description);
  });

  it('has the floats where a reader in another language looks for them', () => {
    const bytes = Buffer.from(encodeEntry(description));
    expect([...bytes.subarray(0, 8)]).toEqual([1, 1, 0, 0, 0, 2, 0, 0]);
    for (const [at, value] of description.vector.entries()) expect(bytes.readFloatLE(8 + at * 4)).toBe(value);
    expect(bytes.length).toBeLessThan(8 + 2048 + 450);
  });

  it('may be without a category, or be a failure', () => {
    const { category, ...bare } = description;
    expect(decodeEntry(encodeEntry(bare))).toEqual(bare);
    const error = new ImageSearchError({
      code: 'INVALID_IMAGE',
      message: 'not a picture: 사진',
      hint: 'send one',
    });
    const back = decodeEntry(encodeEntry(error));
    expect(ImageSearchError.isInstance(back)).toBe(true);
    expect(back).toMatchObject({ code: 'INVALID_IMAGE', message: 'not a picture: 사진', hint: 'send one' });
  });

  it('is nothing, rather than a wrong vector, where bytes are damaged', () => {
    const good = encodeEntry(description);
    const floats = { min: 8, max: 8 + 2047 };
    fc.assert(
      fc.property(
        fc.nat({ max: good.length - 1 }),
        (length) => decodeEntry(good.slice(0, length)) === undefined,
      ),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (noise) => decodeEntry(noise) === undefined));
    const huge = good.slice();
    huge.fill(0x7f, floats.min, floats.max);
    expect(decodeEntry(huge)).toBeUndefined();
    expect(decodeEntry(Uint8Array.from([9, ...good.subarray(1)]))).toBeUndefined();
  });
});

it('writes base64 as Node does', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      const text = base64.encode(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(base64.decode(text)).toEqual(bytes);
    }),
    { numRuns: 50 },
  );
  expect(() => base64.decode('?')).toThrow();
});
