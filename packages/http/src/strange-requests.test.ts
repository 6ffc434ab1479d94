// What strangers send that no client of ours would: always a problem that says what to do next, never the server's fault.
import { connect } from 'node:net';
import { type Logger, silentLogger } from '@imgsearch/core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type RunningServer, red, startServer } from '../test/start-server.ts';
import type { Problem } from './answer/to-problem.ts';

const error = vi.fn();
const logger: Logger = { ...silentLogger, error };
let running: RunningServer;
beforeAll(async () => {
  running = await startServer({ basePath: '/api', logger });
});
afterAll(() => running.close());

interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly problem: Problem;
}

/** Bytes as they stand, which no client would send for us. */
async function send(head: readonly string[], body: string | Uint8Array = ''): Promise<RawAnswer> {
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
  socket.write(`${[...head, 'Host: x', 'Connection: close'].join('\r\n')}\r\n\r\n`);
  socket.write(body);
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part);
  const [top, ...rest] = Buffer.concat(parts).toString().split('\r\n\r\n');
  const status = Number(top!.split(' ', 2)[1]);
  return { status, head: top!.toLowerCase(), problem: JSON.parse(rest.join('\r\n\r\n') || '{}') };
}

const photo = (query = ''): readonly string[] => [
  `POST /api/search${query} HTTP/1.1`,
  `Content-Length: ${red.length}`,
];
const filter = (text: string): readonly string[] => photo(`?filter=${encodeURIComponent(text)}`);
const json = (text: string): [readonly string[], string] => [
  ['POST /api/search HTTP/1.1', 'Content-Type: application/json', `Content-Length: ${text.length}`],
  text,
];
const ASKED = 'If-None-Match: "a.b"';
const form = (value: string): [readonly string[], Buffer] => {
  const part = (head: string): string => `--x\r\nContent-Disposition: form-data; name=${head}\r\n\r\n`;
  const texts = [`${part('filter')}${value}\r\n${part('image; filename=a')}`, '\r\n--x--\r\n'];
  const body = Buffer.concat([Buffer.from(texts[0]!), red, Buffer.from(texts[1]!)]);
  const type = 'Content-Type: multipart/form-data; boundary=x';
  return [['POST /api/search HTTP/1.1', type, ASKED, `Content-Length: ${body.length}`], body];
};

it.each<[string, readonly string[], (string | Uint8Array)?]>([
  ['the whole address', ['GET http://x/api/health HTTP/1.1']],
  ['the whole address of a search', [`POST http://x/api/search?limit=1 HTTP/1.1`, photo()[1]!], red],
  ['a body beside a GET', ['GET /api/health HTTP/1.1', 'Content-Length: 1000']],
  ['a photo that says it is not packed', [...photo(), 'Content-Encoding: identity'], red],
])('%s is answered', async (_, head, body) => {
  expect((await send(head, body)).status).toBe(200);
});

it.each<[string, number, string, readonly string[], (string | Uint8Array)?]>([
  ['TRACE', 405, 'METHOD_NOT_ALLOWED', ['TRACE /api/search HTTP/1.1']],
  ['OPTIONS', 405, 'METHOD_NOT_ALLOWED', ['OPTIONS /api/search HTTP/1.1']],
  ['PUT', 405, 'METHOD_NOT_ALLOWED', ['PUT /api/search HTTP/1.1']],
  ['an address that is none', 404, 'ROUTE_NOT_FOUND', ['OPTIONS * HTTP/1.1']],
  ['an id cut short', 400, 'INVALID_REQUEST', ['GET /api/products/%f/similar HTTP/1.1']],
  ['an id of half a letter', 400, 'INVALID_REQUEST', ['GET /api/products/%ED%A0%80/similar HTTP/1.1']],
  ['an id of nobody', 404, 'PRODUCT_NOT_FOUND', ['GET /api/products/%00/similar HTTP/1.1']],
  ['a filter by "__proto__"', 400, 'INVALID_OPTIONS', filter('{"__proto__":{"$eq":1}}'), red],
  ['a filter by "constructor"', 400, 'INVALID_OPTIONS', filter('{"constructor":"x"}'), red],
  ['a filter that is a list', 400, 'INVALID_OPTIONS', filter('[]'), red],
  ['a name without end', 400, 'INVALID_OPTIONS', ...json(`{"${'n'.repeat(60_000)}":1}`)],
  [
    'a filter without bottom',
    400,
    'INVALID_OPTIONS',
    ...form(`{"brand":${'['.repeat(30_000)}${']'.repeat(30_000)}}`),
  ],
  ['words where pictures alone are known', 422, 'UNSUPPORTED', ...json('{"text":"red"}')],
  [
    'a length beyond all numbers',
    413,
    'IMAGE_TOO_LARGE',
    [photo()[0]!, 'Content-Length: 9007199254740993'],
    'x',
  ],
  ['too much JSON', 413, 'IMAGE_TOO_LARGE', ...json(`{"text":"${'x'.repeat(70_000)}"}`)],
  ['a packed photo', 415, 'UNSUPPORTED_FORMAT', [...photo(), 'Content-Encoding: gzip'], red],
])('%s is refused with %i, and with what to do next', async (_, status, code, head, body) => {
  error.mockClear();
  const answer = await send(head, body);
  expect([answer.status, answer.problem.code]).toEqual([status, code]);
  expect(answer.head).toContain('application/problem+json');
  expect(answer.problem.hint).toMatch(/\w/);
  expect(answer.problem.detail.length).toBeLessThan(500);
  // Neither the store nor the model has a name outside.
  expect(`${answer.problem.detail} ${answer.problem.hint}`).not.toMatch(/memory|fake/i);
  if (status === 405) expect(answer.head).toMatch(/^allow: .*post/m);
  expect(error).not.toHaveBeenCalled();
});

it('too much JSON is told in its own measure', async () => {
  const { problem } = await send(...json(`{"text":"${'x'.repeat(70_000)}"}`));
  expect(problem.detail).toContain('65536');
});
