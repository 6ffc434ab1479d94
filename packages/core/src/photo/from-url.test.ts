import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FromUrlOptions, fromUrl } from './from-url.ts';

const server = createServer((request, response) => {
  const status = Number(/^\/status\/(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
  if (request.url?.startsWith('/slow')) {
    response.write('first');
    return;
  }
  if (request.url?.startsWith('/cut')) {
    response.writeHead(200, { 'content-length': 100 });
    response.write('some', () => response.destroy());
    return;
  }
  response.writeHead(status, { 'x-saw': request.headers['x-shop'] ?? '' });
  response.end(`bytes for ${request.headers['x-shop'] ?? 'anyone'} ${request.headers.accept}`);
});
let base: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function read(url: string, more: Partial<FromUrlOptions> = {}, signal?: AbortSignal): Promise<string> {
  const source = fromUrl(url, { fetcher: fetch, ...more });
  if (typeof source !== 'function') throw new Error('not lazy');
  const parts: Uint8Array[] = [];
  for await (const part of (await source({ signal })) as AsyncIterable<Uint8Array>) parts.push(part);
  return Buffer.concat(parts).toString();
}

describe('fromUrl', () => {
  it('fetches with the given function and headers', async () => {
    expect(await read(`${base}/a.jpg`, { headers: { 'x-shop': 'me' } })).toBe('bytes for me image/*');
  });

  it.each([
    [404, 'IMAGE_NOT_FOUND', false],
    [410, 'IMAGE_NOT_FOUND', false],
    [403, 'SOURCE_FAILED', false],
    [429, 'SOURCE_FAILED', true],
    [503, 'SOURCE_FAILED', true],
  ])('maps status %i to %s', async (status, code, retryable) => {
    await expect(read(`${base}/status/${status}?token=secret`)).rejects.toMatchObject({
      code,
      retryable,
      message: expect.not.stringContaining('secret'),
    });
  });

  it('maps a refused connection and a broken one', async () => {
    await expect(read('http://127.0.0.1:1/a.jpg')).rejects.toMatchObject({ code: 'SOURCE_FAILED' });
    await expect(read(`${base}/cut`)).rejects.toMatchObject({ code: 'SOURCE_FAILED', retryable: true });
  });

  it('ends by its timeout and by the caller', async () => {
    await expect(read(`${base}/slow`, { timeout: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    await expect(read(`${base}/slow`, {}, AbortSignal.timeout(50))).rejects.toMatchObject({
      code: 'ABORTED',
    });
  });

  it('cancels the download when its reader stops', async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel: () => {
        cancelled = true;
      },
    });
    const source = fromUrl('https://example.com', { fetcher: async () => ({ ok: true, status: 200, body }) });
    for await (const _ of await (source as (o: object) => Promise<AsyncIterable<Uint8Array>>)({})) break;
    expect(cancelled).toBe(true);
  });

  it.each([['file:///etc/passwd'], ['data:image/png;base64,AA=='], ['photo.jpg'], ['']])(
    'refuses %s',
    (url) => {
      expect(() => fromUrl(url, { fetcher: fetch })).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining('"url"') }),
      );
    },
  );

  it('asks for a fetcher', () => {
    expect(() => fromUrl('https://example.com', {} as never)).toThrow(/"fetcher"/);
  });
});
