import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, red, startServer } from '../../test/start-server.ts';
import { createImageSearchClient } from '../client/index.ts';

interface Document {
  readonly paths: Record<string, Record<string, { parameters: { name: string; schema?: object }[] }>>;
  readonly components: { readonly schemas: Record<string, object> };
}

let running: RunningServer;
let document: Document;
beforeAll(async () => {
  running = await startServer({ basePath: '/api', maxLimit: 7, fetcher: async () => new Response(red) });
  document = (await (await fetch(`${running.url}/api/openapi.json`)).json()) as Document;
});
afterAll(() => running.close());

const ajv = new Ajv2020({ strict: false });
const holds = (name: string, value: unknown): void => {
  const check = ajv.compile({ components: document.components, $ref: `#/components/schemas/${name}` });
  expect(check(value), JSON.stringify(check.errors)).toBe(true);
};

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1 for somebody else', async () => {
    const result = await new Validator().validate(structuredClone({ ...document }));
    expect(result).toMatchObject({ valid: true });
    expect(Object.keys(document.paths)).toEqual([
      '/search',
      '/analyze',
      '/products/{id}/similar',
      '/health',
      '/ready',
    ]);
  });

  it('says what is checked', () => {
    const limit = document.paths['/search']!.post!.parameters.find(({ name }) => name === 'limit');
    expect(limit?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 7 });
  });

  it('describes what is really answered', async () => {
    const client = createImageSearchClient({ url: `${running.url}/api/` });
    holds(
      'SearchAnswer',
      await client.search({ image: red, category: ['chair', 'bed'], filter: { price: 10 } }),
    );
    holds('SearchAnswer', await client.search({ url: 'https://photos.example/red.png', category: false }));
    holds('SearchAnswer', await client.search({ images: [red, new Blob([red])], category: false }));
    holds('SearchAnswer', await client.ask({ productId: 'b' }));
    holds('SearchAnswer', await client.similar('r/1', { category: false, limit: 1 }));
    holds('AnalyzeAnswer', await client.analyze({ image: new Blob([red]) }));
    holds('Health', await client.ready());
    holds(
      'Problem',
      await (await fetch(`${running.url}/api/search?limit=8`, { method: 'POST', body: red })).json(),
    );
    expect(() => holds('SearchAnswer', { matches: [{}] })).toThrow();
  });
});

describe('the client', () => {
  it('throws what the server says, by its code', async () => {
    const client = createImageSearchClient({ url: `${running.url}/api` });
    await expect(client.search({ image: new Uint8Array([1, 2, 3]) })).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
      cause: { status: 415 },
      hint: expect.any(String),
    });
    await expect(client.search({ image: red, limit: 8 })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
    await expect(client.similar('nobody')).rejects.toMatchObject({ code: 'PRODUCT_NOT_FOUND' });
    const lost = createImageSearchClient({ url: 'http://127.0.0.1:1' });
    await expect(lost.search({ image: red })).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      retryable: true,
    });
    await expect(client.ready({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
