import { Readable } from 'node:stream';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it, vi } from 'vitest';
import type { ImageSource } from '../spec/image-source.ts';
import { readSource } from './read-source.ts';

const bytes = Uint8Array.of(1, 2, 3, 4, 5);
async function* chunks(...sizes: number[]) {
  for (const size of sizes) yield new Uint8Array(size).fill(size);
}

describe('what a source may be', () => {
  const sources: Record<string, ImageSource> = {
    Uint8Array: bytes,
    'part of a buffer': new Uint8Array([9, 1, 2, 3, 4, 5, 9]).subarray(1, 6),
    Buffer: Buffer.from(bytes),
    ArrayBuffer: bytes.buffer,
    Blob: new Blob([bytes]),
    'web stream': new Blob([bytes]).stream(),
    'Node stream': Readable.from([Buffer.of(1, 2), Buffer.of(3, 4, 5)]),
    function: () => bytes,
    'async function that gives a function': async () => () => new Blob([bytes]),
    'bytes of another realm': runInContext('Uint8Array.of(1, 2, 3, 4, 5)', createContext()),
    'buffer of another realm': runInContext('Uint8Array.of(1, 2, 3, 4, 5).buffer', createContext()),
  };
  for (const [name, source] of Object.entries(sources))
    it(name, async () => {
      const read = await readSource(source, 100);
      expect(read).toBeInstanceOf(Uint8Array);
      expect([...read]).toEqual([1, 2, 3, 4, 5]);
    });

  it('does not copy bytes', async () => {
    expect(await readSource(bytes, 100)).toBe(bytes);
  });

  it.each(['/etc/passwd', 'https://example.com/x.jpg', 42, null, undefined, {}, []])(
    'refuses %j and names fromFile and fromUrl',
    async (source) => {
      await expect(readSource(source as never, 100)).rejects.toMatchObject({
        code: 'INVALID_OPTIONS',
        hint: expect.stringMatching(/fromFile.*fromUrl/),
      });
    },
  );

  it('refuses a string that a function gives', async () => {
    await expect(readSource(() => '/etc/passwd' as never, 100)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
  });

  it('refuses a stream of text', async () => {
    await expect(readSource(Readable.from(['abc']) as never, 100)).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
    });
  });

  it('gives up on functions that give functions for ever', async () => {
    const endless = (): ImageSource => endless;
    await expect(readSource(endless, 100)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});

describe('bounds', () => {
  it.each<[string, ImageSource]>([
    ['bytes', new Uint8Array(11)],
    ['a blob', new Blob([new Uint8Array(11)])],
    ['a stream', chunks(6, 5)],
  ])('refuses %s beyond maxBytes and takes exactly as many', async (_, source) => {
    await expect(readSource(source, 10)).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect((await readSource(chunks(6, 4), 10)).byteLength).toBe(10);
  });

  it('stops an endless stream instead of collecting it', async () => {
    let pulled = 0;
    const cancelled = vi.fn();
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(1000));
      },
      cancel: cancelled,
    });
    await expect(readSource(stream, 10_000)).rejects.toMatchObject({ code: 'IMAGE_TOO_LARGE' });
    expect(pulled).toBeLessThan(20);
    expect(cancelled).toHaveBeenCalled();
  });

  it('refuses nothing at all', async () => {
    await expect(readSource(new Uint8Array(), 10)).rejects.toMatchObject({ code: 'INVALID_IMAGE' });
  });
});

describe('failures', () => {
  it('wraps what the host throws as retryable, with its cause', async () => {
    const cause = new Error('gone');
    for (const source of [
      () => Promise.reject(cause),
      () => {
        throw cause;
      },
    ] as ImageSource[])
      await expect(readSource(source, 10)).rejects.toMatchObject({
        code: 'SOURCE_FAILED',
        cause,
        retryable: true,
      });
  });

  it('hands the signal to the function and stops between chunks', async () => {
    const controller = new AbortController();
    const source = vi.fn(() => chunks(1, 1));
    await readSource(source, 10, { signal: controller.signal });
    expect(source).toHaveBeenCalledWith({ signal: controller.signal });
    async function* aborting() {
      yield new Uint8Array(1);
      controller.abort();
      yield new Uint8Array(1);
    }
    await expect(readSource(aborting(), 10, { signal: controller.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });
});
