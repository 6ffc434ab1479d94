import { createServer } from 'node:http';
import { fromUrl } from '@imgsearch/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listen, type RunningServer, red, samplePipeline, startServer } from '../../test/start-server.ts';
import { createGuardedFetcher, type GuardedFetcherOptions } from './create-guarded-fetcher.ts';

let open = 0;
let seen: NodeJS.Dict<string | string[]> = {};
const server = createServer((request, response) => {
  seen = request.headers;
  switch (request.url) {
    case '/endless': {
      const timer = setInterval(() => response.write(Buffer.alloc(10_000)), 1);
      response.on('close', () => clearInterval(timer));
      break;
    }
    case '/slow':
      response.write('first');
      break;
    case '/silent':
      break;
    case '/large':
      response.writeHead(200, { 'content-length': 1e9 }).write('x');
      break;
    case '/zipped':
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('not gzip at all');
      break;
    case '/gone':
      response.writeHead(404).end();
      break;
    case '/gone-and-on':
      response.writeHead(404).write('x');
      break;
    case '/elsewhere':
      response.writeHead(302, { location: '/photo' }).end();
      break;
    default:
      response.end(red);
  }
});
server.on('connection', (socket) => {
  open++;
  socket.on('close', () => open--);
});
let running: RunningServer;
let port: number;
beforeAll(async () => {
  running = await listen(server);
  port = Number(new URL(running.url).port);
});
afterAll(() => running.close());

const fetcher = (more: GuardedFetcherOptions = {}) =>
  createGuardedFetcher({ allow: ['127.0.0.0/8'], ports: [port], ...more });
async function read(place: string, more: GuardedFetcherOptions = {}, signal?: AbortSignal): Promise<Buffer> {
  const init = { signal: signal ?? new AbortController().signal, headers: { accept: 'image/*' } };
  const { body } = await fetcher(more)(running.url + place, init);
  return collect(body as unknown as AsyncIterable<Uint8Array>);
}
async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return Buffer.concat(parts);
}

describe('a guarded fetcher', () => {
  it('fetches as it is asked to, follows a redirect, and leaves encodings alone', async () => {
    expect(new Uint8Array(await read('/elsewhere'))).toEqual(red);
    expect(seen).toMatchObject({ accept: 'image/*', 'user-agent': 'imgsearch' });
    expect((await read('/zipped')).toString()).toBe('not gzip at all');
  });

  it.each([
    ['an answer without end', '/endless', { maxBytes: 50_000 }, 'IMAGE_TOO_LARGE'],
    ['an answer that says how large it is', '/large', {}, 'IMAGE_TOO_LARGE'],
    ['a server that drips', '/slow', { timeout: 100 }, 'TIMEOUT'],
    ['a server that says nothing', '/silent', { timeout: 100 }, 'TIMEOUT'],
    ['a redirect too many', '/elsewhere', { maxRedirects: 0 }, 'INVALID_OPTIONS'],
  ])('ends %s, and the connection with it', async (_, place, more, code) => {
    await expect(read(place, more)).rejects.toMatchObject({ code });
    await expect.poll(() => open).toBe(0);
  });

  it('lets go at once of an answer that is no picture', async () => {
    const init = { signal: new AbortController().signal, headers: {} };
    const answer = await fetcher({ timeout: 60_000 })(`${running.url}/gone-and-on`, init);
    expect(answer).toEqual({ ok: false, status: 404, body: null });
    await expect.poll(() => open).toBe(0);
  });

  it('tells no address of what cannot be reached', async () => {
    const lookup: GuardedFetcherOptions['lookup'] = (_, __, callback) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    const call = fetcher({ lookup, ports: [1] })('http://shop.example:1/photo?key=secret', {
      signal: new AbortController().signal,
      headers: {},
    });
    await expect(call).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: 'http://shop.example:1/photo could not be fetched: ECONNREFUSED.',
      hint: expect.stringMatching(/./),
      retryable: true,
    });
  });

  it('ends with its caller', async () => {
    await expect(read('/slow', {}, AbortSignal.timeout(50))).rejects.toThrow();
    await expect.poll(() => open).toBe(0);
  });

  it.each([
    ['cdn.example.com', true],
    ['CDN.example.com.', true],
    ['a.images.example', true],
    ['b.a.images.example', true],
    ['münchen.example', true],
    ['xn--mnchen-3ya.example', true],
    ['a.köln.example', true],
    ['images.example', false],
    ['evilimages.example', false],
    ['cdn.example.com.evil.example', false],
    ['evilcdn.example.com', false],
    ['example.com', false],
    ['127.0.0.1', false],
    ['[::1]', false],
  ])('reaches only hosts that are named: %s', async (host, expected) => {
    const asked: string[] = [];
    const only = fetcher({
      hosts: ['cdn.example.com', '*.images.example', 'München.example.', '*.köln.example'],
      lookup: (name, _, callback) => {
        asked.push(name);
        callback(null, [{ address: '127.0.0.1', family: 4 }]);
      },
    });
    const call = only(`http://${host}:${port}/`, { signal: new AbortController().signal, headers: {} });
    if (expected) expect((await call).status).toBe(200);
    else await expect(call).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    expect(asked.length).toBe(expected ? 1 : 0);
  });

  it.each([
    [{ allow: ['10.0.0.1'] }, '"allow"'],
    [{ allow: ['all'] }, '"allow"'],
    [{ ports: ['80'] }, '"ports"'],
    [{ hosts: [''] }, '"hosts"'],
    [{ hosts: 'cdn.example.com' }, '"hosts"'],
    [{ hosts: ['https://cdn.example.com'] }, '"hosts"'],
    [{ hosts: ['cdn.example.com:8080'] }, '"hosts"'],
    [{ hosts: ['*'] }, '"hosts"'],
    [{ hosts: ['cdn.*.com'] }, '"hosts"'],
    [{ allow: '10.0.0.0/8' }, '"allow"'],
    [{ deny: ['10.0.0.1'] }, '"deny"'],
    [{ timeout: 0 }, '"timeout"'],
    [{ maxRedirects: 21 }, '"maxRedirects"'],
    [{ redirects: 3 }, 'the keys'],
  ])('refuses %j', (options, message) => {
    expect(() => createGuardedFetcher(options as never)).toThrow(message);
  });
});

describe('POST /search with an address', () => {
  const ask = (url: string, body: unknown) =>
    fetch(`${url}/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    });

  it('fetches it where the host has turned that on', async () => {
    const search = await startServer({ fetcher: fetcher() });
    const found = await ask(search.url, { url: `${running.url}/photo`, limit: 1, category: false });
    expect(found.status).toBe(200);
    expect(await found.json()).toMatchObject({ matches: [{ productId: 'r/1' }] });
    for (const [url, status, code] of [
      [`${running.url}/gone`, 404, 'IMAGE_NOT_FOUND'],
      [`${running.url}/large`, 413, 'IMAGE_TOO_LARGE'],
      [`${running.url}/zipped`, 415, 'UNSUPPORTED_FORMAT'],
      [`http://[::1]:${port}/photo`, 400, 'INVALID_OPTIONS'],
      ['file:///etc/passwd', 400, 'INVALID_OPTIONS'],
      [undefined, 400, 'INVALID_OPTIONS'],
    ] as const) {
      const refused = await ask(search.url, { url });
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([status, code]);
    }
    await search.close();
  });

  it('keeps no search waiting where it is slow, and gives a tag like a photo that was sent', async () => {
    const pipeline = await samplePipeline({ policies: { admission: { maxSearches: 2 } } });
    const search = await startServer({ pipeline, fetcher: fetcher() });
    const stop = new AbortController();
    const slow = (): Promise<unknown> =>
      fetch(`${search.url}/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url: `${running.url}/silent` }),
        signal: stop.signal,
      }).catch(() => undefined);
    const waiting = [slow(), slow()];
    // A place without a search counts for a second.
    await vi.waitFor(
      async () => {
        const found = await ask(search.url, { url: `${running.url}/photo` });
        expect(found.status).toBe(200);
        const sent = await fetch(`${search.url}/search`, {
          method: 'POST',
          body: red,
          headers: { 'if-none-match': found.headers.get('etag')! },
        });
        expect(sent.status).toBe(304);
      },
      { timeout: 8_000, interval: 200 },
    );
    stop.abort();
    await Promise.all(waiting);
    await search.close();
  });

  it('is the fetcher of fromUrl as well', async () => {
    const source = fromUrl(`${running.url}/photo`, { fetcher: fetcher({ allow: [] }) });
    const download = await (source as (options: object) => Promise<AsyncIterable<Uint8Array>>)({});
    await expect(collect(download)).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
  });
});
