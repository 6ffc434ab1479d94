import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import express, { type Express } from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import multer from 'multer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { blue, listen, type RunningServer, red, samplePipeline } from '../../test/start-server.ts';
import { createImageSearchHandler, type ImageSearchHandler } from '../create-image-search-handler.ts';
import { toNodeHandler } from './to-node-handler.ts';

let handler: ImageSearchHandler;
let running: RunningServer | undefined;
const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-multer-'));
beforeAll(async () => {
  const pipeline = await samplePipeline();
  handler = createImageSearchHandler({
    pipeline,
    basePath: '/api',
    fetcher: async () => new Response(red),
  });
});
afterEach(async () => running?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = async (listener: RequestListener): Promise<string> => {
  running = await listen(createServer(listener));
  return running.url;
};
const raw = (): RequestInit => ({ method: 'POST', body: red, headers: { 'content-type': 'image/png' } });
const json = (): RequestInit => ({
  method: 'POST',
  body: JSON.stringify({ url: 'https://photos.example/red.png', category: false, limit: 1 }),
  headers: { 'content-type': 'application/json' },
});
const form = (): RequestInit => {
  const body = new FormData();
  body.append('image', new Blob([red]), 'x.png');
  body.append('category', 'false');
  body.append('limit', '1');
  return { method: 'POST', body };
};
async function ask(url: string, init: RequestInit, query = ''): Promise<unknown> {
  const response = await fetch(`${url}/api/search${query}`, init);
  const body = (await response.json()) as { matches?: { productId: string }[]; code?: string };
  return body.matches ? body.matches.map(({ productId }) => productId) : body.code;
}
const query = '?category=false&limit=1';

const mounted: [string, (app: Express) => unknown][] = [
  ['beside nothing', (app) => app.use(toNodeHandler(handler))],
  ['under a path', (app) => app.use('/api', toNodeHandler(handler))],
  ['behind express.json()', (app) => app.use(express.json(), toNodeHandler(handler))],
  ['behind express.urlencoded()', (app) => app.use(express.urlencoded(), toNodeHandler(handler))],
  ['behind express.raw()', (app) => app.use(express.raw({ type: () => true }), toNodeHandler(handler))],
  ['behind multer in memory', (app) => app.use(multer().single('image'), toNodeHandler(handler))],
  ['behind multer for any file', (app) => app.use(multer().any(), toNodeHandler(handler))],
  [
    'behind multer on disk',
    (app) => app.use(multer({ dest: folder }).single('image'), toNodeHandler(handler)),
  ],
];

describe('under Express', () => {
  it.each(mounted)('%s: the photo itself, JSON and a form', async (how, mount) => {
    const app = express();
    mount(app);
    const url = await start(app);
    expect(await ask(url, raw(), query)).toEqual(['r/1']);
    expect(await ask(url, json())).toEqual(['r/1']);
    // What express.raw() leaves of a form is a form still.
    if (how !== 'behind express.raw()') expect(await ask(url, form())).toEqual(['r/1']);
  });

  it('behind multer: every file of the form', async () => {
    const app = express();
    app.use(multer().any(), toNodeHandler(handler));
    const body = new FormData();
    for (const image of [red, blue]) body.append('image', new Blob([image]));
    const answer = await fetch(`${await start(app)}/api/search?category=false`, { method: 'POST', body });
    const { matches } = (await answer.json()) as { matches: { similarity: number }[] };
    expect(matches.map(({ similarity }) => similarity < 0.99)).toEqual([true, true]);
  });

  it('behind multer: names in brackets are no way to break it', async () => {
    const app = express();
    app.use(multer().any(), toNodeHandler(handler));
    const url = await start(app);
    const send = async (name: string, value: string): Promise<unknown> => {
      const { body } = form() as { body: FormData };
      body.append(name, value);
      return ask(url, { method: 'POST', body });
    };
    expect(await send('filter[price]', '10')).toBe('INVALID_OPTIONS');
    expect(await send('filter[price][$lt]', '10')).toBe('INVALID_OPTIONS');
    expect(await send('a[b][c]', '1')).toBe('INVALID_OPTIONS');
    expect(await send('__proto__[x]', '1')).toBe('INVALID_OPTIONS');
    expect(await send('filter[brand]', 'Hanbit')).toEqual(['r/1']);
  });

  it('behind what keeps files on disk: one that no memory holds is refused before it is read', async () => {
    const large = path.join(folder, 'large');
    writeFileSync(large, '');
    truncateSync(large, 3e9);
    const app = express();
    app.use((request, _, next) => {
      Object.assign(request, { file: { path: large } });
      request.on('end', next).resume();
    }, toNodeHandler(handler));
    expect(await ask(await start(app), raw())).toBe('IMAGE_TOO_LARGE');
  });

  it.each([
    ['application/x-www-form-urlencoded', express.urlencoded()],
    ['text/plain', express.text()],
  ])('a photo sent as %s is no fault of the server’s, and told how to be sent', async (type, parser) => {
    const app = express();
    app.use(parser, toNodeHandler(handler));
    const headers = { 'content-type': type };
    const answer = await fetch(`${await start(app)}/api/search`, { ...raw(), headers });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      hint: expect.stringContaining('application/octet-stream'),
    });
  });

  it('names who took the body', async () => {
    const app = express();
    app.use(express.text({ type: () => true }), toNodeHandler(handler));
    let answer = await fetch(`${await start(app)}/api/search`, raw());
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({
      code: 'BODY_CONSUMED',
      detail: expect.stringContaining('express.text()'),
      hint: expect.any(String),
    });
    await running?.close();
    const other = express();
    other.use(function someUploadMiddleware(request, _, next) {
      request.on('end', next).resume();
    }, toNodeHandler(handler));
    answer = await fetch(`${await start(other)}/api/search`, raw());
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining('someUploadMiddleware') });
  });

  it('leaves other addresses to other routes', async () => {
    const app = express();
    app.use('/api', toNodeHandler(handler));
    app.post('/api/mine', express.json(), (request, response) => void response.json(request.body));
    const url = await start(app);
    const answer = await fetch(`${url}/api/mine`, json());
    expect(await answer.json()).toMatchObject({ limit: 1 });
  });
});

describe('under others', () => {
  it('Fastify', async () => {
    const app = fastify();
    await app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_, __, done) => done(null));
      const node = toNodeHandler(handler);
      scope.all('/api/*', async (request, reply) => {
        reply.hijack();
        await node(request.raw, reply.raw);
      });
    });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    expect(await ask(url, raw(), query)).toEqual(['r/1']);
    expect(await ask(url, json())).toEqual(['r/1']);
    expect(await ask(url, form())).toEqual(['r/1']);
    await app.close();
  });

  it('NestJS, whose body parsers come first', async () => {
    // As `@Module({}) class AppModule {}`.
    class AppModule {}
    Module({})(AppModule);
    const app = await NestFactory.create(AppModule, { logger: false });
    app.use('/api', toNodeHandler(handler));
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    expect(await ask(url, raw(), query)).toEqual(['r/1']);
    expect(await ask(url, json())).toEqual(['r/1']);
    expect(await ask(url, form())).toEqual(['r/1']);
    await app.close();
  });

  it('Hono, and whoever else passes a Request; a body that is gone is told', async () => {
    const app = new Hono();
    app.all('/api/*', (context) => handler(context.req.raw));
    const answer = await app.request(`/api/search${query}`, raw());
    expect(await answer.json()).toMatchObject({ matches: [{ productId: 'r/1' }] });
    const spent = new Request('http://localhost/api/search', raw());
    await spent.arrayBuffer();
    expect(await (await handler(spent)).json()).toMatchObject({ code: 'BODY_CONSUMED' });
  });

  it('plain Node: an odd address is no crash', async () => {
    const url = await start(toNodeHandler(handler));
    expect((await fetch(`${url}//evil.example/api/health`)).status).toBe(404);
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });
});
