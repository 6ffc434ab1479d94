import { request as httpRequest } from 'node:http';
import { ImageSearchError, type Logger, silentLogger } from '@imgsearch/core';
import { withTaste } from '@imgsearch/core/feedback';
import { createFakeEmbedder } from '@imgsearch/core/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { blue, type RunningServer, red, samplePipeline, startServer } from '../test/start-server.ts';
import type { Problem } from './answer/to-problem.ts';
import { createImageSearchHandler } from './create-image-search-handler.ts';
import type { AnalyzeAnswer, SearchAnswer } from './schemas/answer-schemas.ts';

let running: RunningServer | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});
const start: typeof startServer = async (options) => {
  running = await startServer(options);
  return running;
};
const post = (url: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body, headers });
const ids = async (response: Response): Promise<string[]> =>
  ((await response.json()) as SearchAnswer).matches.map(({ productId }) => productId);
const form = (image: BlobPart, texts: Record<string, string> = {}): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(texts)) data.append(name, value);
  data.append('image', new Blob([image], { type: 'image/png' }), '../../etc/passwd');
  return data;
};

describe('POST /search', () => {
  it('takes the picture itself, with parameters in the address', async () => {
    const { url } = await start();
    const response = await post(`${url}/search?category=false&limit=2`, red, { 'content-type': 'image/png' });
    expect(response.status).toBe(200);
    expect(response.headers.get('server-timing')).toMatch(/^upload;dur=[\d.]+, .*decode;dur=.*total;dur=/);
    const answer = (await response.json()) as SearchAnswer;
    expect(answer.matches).toMatchObject([
      {
        productId: 'r/1',
        imageId: '0',
        category: 'chair',
        metadata: { brand: 'Hanbit', price: 10, note: 'soft' },
      },
      { productId: 'b' },
    ]);
    expect(answer.matches[0]!.similarity).toBeGreaterThan(0.99);
    expect(Object.keys(answer).sort()).toEqual(['matches', 'next', 'query', 'timings']);
    expect(Object.keys(answer.query).sort()).toEqual(['background', 'category']);
  });

  it('takes a form, with the parameters before or after the picture', async () => {
    const { url } = await start();
    const before = await post(`${url}/search`, form(blue, { category: 'false', limit: '1' }));
    expect(await ids(before)).toEqual(['b']);
    const after = form(blue);
    after.append('filter', JSON.stringify({ price: { $lt: 20 } }));
    after.append('category', 'false');
    expect(await ids(await post(`${url}/search`, after))).toEqual(['r/1']);
  });

  it('takes several pictures in a form, and words beside one', async () => {
    const pipeline = await samplePipeline();
    const { url } = await start({ pipeline });
    const both = form(blue, { category: 'false' });
    both.append('image', new Blob([red]));
    const { matches } = (await (await post(`${url}/search`, both)).json()) as SearchAnswer;
    const expected = await pipeline.search({ images: [blue, red], category: false });
    expect(matches.map(({ similarity }) => similarity)).toEqual(
      expected.matches.map((each) => each.similarity),
    );
    expect(matches[0]!.similarity).toBeLessThan(0.99);
  });

  it('names the pictures of several that it could not read, and searches with the others', async () => {
    const { url } = await start();
    const three = form(blue, { category: 'false' });
    three.append('image', new Blob(['no picture']));
    three.append('image', new Blob([red]));
    const answer = (await (await post(`${url}/search`, three)).json()) as SearchAnswer;
    expect(answer.matches.length).toBeGreaterThan(0);
    expect(answer.unread).toEqual([
      { photo: 1, code: 'UNSUPPORTED_FORMAT', detail: expect.stringMatching(/./) },
    ]);
    const one = (await (await post(`${url}/search`, form(blue))).json()) as SearchAnswer;
    expect(one).not.toHaveProperty('unread');
  });

  it('takes words beside a picture, with their weight', async () => {
    const picture = { width: 1, height: 1, channels: 3, data: new Uint8Array([220, 30, 30]) } as const;
    const embedder = createFakeEmbedder();
    const pipeline = await samplePipeline({
      embedder: Object.assign(embedder, {
        embedTexts: (texts: readonly string[]) => embedder.embedImages(texts.map(() => picture)),
      }),
    });
    const { url } = await start({ pipeline });
    const ask = (weights: object): Promise<Response> =>
      post(`${url}/search`, form(blue, { category: 'false', text: 'red', weights: JSON.stringify(weights) }));
    expect(await ids(await ask({ image: 1, text: 0 }))).toEqual(['b', 'r/1']);
    expect(await ids(await ask({ image: 0, text: 1 }))).toEqual(['r/1', 'b']);
    for (const wrong of [{ image: 2 }, { image: 0, text: 0 }, { words: 1 }])
      expect((await ask(wrong)).status).toBe(400);
  });

  it('takes no more of them than it can search with, in bytes and in number, and one where it looks at one', async () => {
    const { url } = await start({ uploads: { maxBytes: 3 * red.byteLength } });
    const many = (count: number): FormData => {
      const data = new FormData();
      for (let at = 0; at < count; at++) data.append('image', new Blob([red]));
      return data;
    };
    expect((await post(`${url}/search`, many(3))).status).toBe(200);
    expect((await post(`${url}/search`, many(4))).status).toBe(413);
    const analyze = await post(`${url}/analyze`, many(2));
    expect([analyze.status, ((await analyze.json()) as Problem).code]).toEqual([400, 'INVALID_OPTIONS']);
    const roomy = await start();
    expect((await post(`${roomy.url}/search`, many(16))).status).toBe(200);
    expect((await post(`${roomy.url}/search`, many(17))).status).toBe(400);
  });

  it('looks at what the bytes are, whatever they claim to be', async () => {
    const { url } = await start();
    for (const type of ['image/jpeg', 'text/plain', 'application/x-www-form-urlencoded'])
      expect((await post(`${url}/search`, red, { 'content-type': type })).status).toBe(200);
    const text = await post(`${url}/search`, 'hello', { 'content-type': 'image/png' });
    expect(text.status).toBe(415);
    expect(text.headers.get('content-type')).toBe('application/problem+json');
    expect(await text.json()).toMatchObject({
      title: 'Unsupported Media Type',
      status: 415,
      code: 'UNSUPPORTED_FORMAT',
      hint: expect.any(String),
      retryable: false,
    });
  });

  it.each<[string, () => [string, BodyInit, Record<string, string>?], number, string]>([
    ['an unknown parameter', () => ['?colour=red', red], 400, 'INVALID_OPTIONS'],
    ['a parameter that comes twice', () => ['?limit=1&limit=2', red], 400, 'INVALID_OPTIONS'],
    ['a limit out of bounds', () => ['?limit=101', red], 400, 'INVALID_OPTIONS'],
    ['a limit that is no number', () => ['?limit=many', red], 400, 'INVALID_OPTIONS'],
    ['a filter that is no JSON', () => ['?filter={', red], 400, 'INVALID_OPTIONS'],
    ['a filter on what is not declared', () => ['?filter={"note":"soft"}', red], 400, 'INVALID_OPTIONS'],
    ['a category that is not there', () => ['?category=ships', red], 400, 'INVALID_OPTIONS'],
    ['nothing', () => ['', new Uint8Array()], 422, 'INVALID_IMAGE'],
    ['a form without a picture', () => ['', new URLSearchParams()], 422, 'INVALID_IMAGE'],
    ['an empty form', () => ['', new FormData()], 400, 'INVALID_OPTIONS'],
    [
      'a form cut short',
      () => ['', '--x\r\nContent-Disposition: form-data; name="image"; filename="a"\r\n\r\nab', cut],
      400,
      'INVALID_REQUEST',
    ],
    [
      'a form without its boundary',
      () => ['', 'ab', { 'content-type': 'multipart/form-data' }],
      400,
      'INVALID_REQUEST',
    ],
    [
      'JSON where nothing is fetched',
      () => ['', '{"url":"http://localhost/"}', asJson],
      415,
      'UNSUPPORTED_FORMAT',
    ],
    ['JSON that is none', () => ['', '{', asJson], 400, 'INVALID_REQUEST'],
    ['a picture cut in half', () => ['', red.slice(0, red.length / 2)], 422, 'INVALID_IMAGE'],
  ])('refuses %s', async (_, request, status, code) => {
    const { url } = await start();
    const [query, body, headers] = request();
    const response = await post(`${url}/search${query}`, body, headers);
    const problem = (await response.json()) as Problem;
    expect({ status: response.status, code: problem.code }).toEqual({ status, code });
    expect(problem.detail.length).toBeGreaterThan(10);
  });

  it.each([
    ['limit=many', 'but got "many"', '1 to 100'],
    ['box=0,0,1,1', 'written as JSON', 'box={"left":0.2'],
    ['filter={', 'written as JSON', 'filter={"price"'],
  ])('repeats what it did not understand, and says what to do: %s', async (query, detail, hint) => {
    const { url } = await start();
    const problem = (await (await post(`${url}/search?${query}`, red)).json()) as Problem;
    expect(problem.detail).toContain(detail);
    expect(problem.hint).toContain(hint);
  });
});

const asJson = { 'content-type': 'application/json' };
const cut = { 'content-type': 'multipart/form-data; boundary=x' };
describe('limits', () => {
  it.each(['length', 'stream', 'form'])('refuses too many bytes told by %s', async (way) => {
    const { url } = await start({ uploads: { maxBytes: 1000 } });
    const big = new Uint8Array(500_000);
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1000)),
    });
    const body = { length: big, stream, form: form(big) }[way];
    const response = await fetch(`${url}/search`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'IMAGE_TOO_LARGE' });
  });

  it('refuses before it reads where the memory for uploads is taken, and takes it back', async () => {
    const { url } = await start({ uploads: { maxBytes: 50_000, memory: 250_000 } });
    const waiting = [1, 2, 3, 4, 5].map(() => open(url, { 'content-length': '50000' }, 49_990));
    await vi.waitFor(async () => {
      const response = await post(`${url}/search`, red);
      expect(response.status).toBe(503);
    });
    const response = await post(`${url}/search`, red);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.json()).toMatchObject({ code: 'QUEUE_FULL', retryable: true });
    for (const each of waiting) each.destroy();
    await vi.waitFor(async () => expect((await post(`${url}/search`, red)).status).toBe(200));
  });

  it('has room for others while many announce much and send next to nothing', async () => {
    const { url } = await start({ uploads: { maxBytes: 50_000, memory: 60_000 } });
    const waiting = [
      ...[1, 2, 3].map(() => open(url, { 'content-length': '50000' })),
      ...[1, 2, 3].map(() => open(url, { 'transfer-encoding': 'chunked' })),
    ];
    await new Promise((resolve) => setTimeout(resolve, 100));
    const large = await post(`${url}/search`, new Uint8Array(49_000));
    expect(((await large.json()) as Problem).code).toBe('UNSUPPORTED_FORMAT');
    for (const each of waiting) each.destroy();
  });

  it('is not talked out of it by a length that is none', async () => {
    const handler = createImageSearchHandler({
      pipeline: await samplePipeline(),
      uploads: { maxBytes: 50_000, memory: 50_000 },
    });
    const ask = (length: string, body: BodyInit = red) =>
      handler(
        new Request('http://localhost/search', {
          method: 'POST',
          body,
          headers: { 'content-length': length },
          duplex: 'half',
        } as RequestInit),
      );
    for (const length of ['many', '-1', 'NaN', '1e999']) expect((await ask(length)).status).toBe(200);
    let end = (): void => undefined;
    const slow = new ReadableStream({
      start(controller) {
        controller.enqueue(red);
        end = () => controller.close();
      },
    });
    const first = ask('NaN', slow);
    await vi.waitFor(async () => expect((await ask('NaN')).status).toBe(503));
    end();
    expect((await first).status).toBe(200);
  });

  it('ends an upload that takes too long, and hears of a client that goes', async () => {
    const { url } = await start({ uploads: { timeout: 100 } });
    const slow = open(url, { 'content-length': '900' });
    const status = await new Promise((resolve) =>
      slow.once('response', ({ statusCode }) => resolve(statusCode)),
    );
    expect(status).toBe(408);
    slow.destroy();
  });
});

/** A request that has sent its headers and some bytes, and waits. */
function open(url: string, headers: Record<string, string>, bytes = 1): ReturnType<typeof httpRequest> {
  const request = httpRequest(`${url}/search`, { method: 'POST', headers });
  request.on('error', () => undefined);
  request.write('x'.repeat(bytes));
  return request;
}

describe('the pipeline', () => {
  it('is told when the client has gone', async () => {
    let signal: AbortSignal | undefined;
    const embedder = createFakeEmbedder();
    const pipeline = await samplePipeline({ embedder });
    vi.spyOn(pipeline, 'search').mockImplementation((_, call) => {
      signal = call?.signal;
      return new Promise(() => undefined);
    });
    const { url } = await start({ pipeline });
    const stop = new AbortController();
    const call = fetch(`${url}/search`, { method: 'POST', body: red, signal: stop.signal });
    await vi.waitFor(() => expect(signal).toBeDefined());
    expect(signal?.aborted).toBe(false);
    stop.abort();
    await expect(call).rejects.toThrow();
    await vi.waitFor(() => expect(signal?.aborted).toBe(true));
  });

  it('may be another for each request, or refuse', async () => {
    const pipeline = await samplePipeline();
    const refusal = new ImageSearchError({ code: 'STORE_UNAVAILABLE', message: 'Indexing at /srv/secret.' });
    const { url } = await start({
      pipeline: (request) => {
        if (request.headers.get('x-shop') === null) throw refusal;
        return pipeline;
      },
    });
    const refused = await post(`${url}/search`, red);
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.text()).not.toContain('secret');
    expect((await post(`${url}/search`, red, { 'x-shop': 'a' })).status).toBe(200);
  });

  it('keeps to itself what goes wrong inside, and tells the logger', async () => {
    const pipeline = await samplePipeline();
    const failure = new Error('password=hunter2 at /srv/index');
    vi.spyOn(pipeline, 'search').mockRejectedValue(failure);
    const error = vi.fn();
    const logger: Logger = { ...silentLogger, error };
    const { url } = await start({ pipeline, logger });
    const response = await post(`${url}/search`, red);
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      title: 'Internal Server Error',
      status: 500,
      detail: 'Something went wrong on the server.',
      code: 'INTERNAL',
      retryable: false,
    });
    expect(error).toHaveBeenCalledWith('Answered with 500 INTERNAL.', failure);
  });
});

describe('a repeated photo', () => {
  it('is answered with 304 and without a search, for a while', async () => {
    const pipeline = await samplePipeline();
    const search = vi.spyOn(pipeline, 'search');
    const { url } = await start({ pipeline, repeatFor: 60_000 });
    const first = await post(`${url}/search?limit=1`, red);
    const etag = first.headers.get('etag')!;
    expect(etag).toMatch(/^W\/"/);
    const again = await post(`${url}/search?limit=1`, red, { 'if-none-match': `"other", ${etag}` });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(etag);
    expect(search).toHaveBeenCalledTimes(1);
    for (const [query, photo] of [
      ['?limit=2', red],
      ['?limit=1', blue],
    ] as const)
      expect((await post(`${url}/search${query}`, photo, { 'if-none-match': etag })).status).toBe(200);
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
    expect((await post(`${url}/search?limit=1`, red, { 'if-none-match': etag })).status).toBe(200);
    vi.restoreAllMocks();
  });

  it('of another tenant is another question', async () => {
    const pipeline = await samplePipeline();
    const { url } = await start({
      pipeline: (request) => pipeline.scope({ brand: request.headers.get('x-shop')! }),
    });
    const first = await post(`${url}/search`, red, { 'x-shop': 'Hanbit' });
    const etag = first.headers.get('etag')!;
    expect((await post(`${url}/search`, red, { 'x-shop': 'Nara', 'if-none-match': etag })).status).toBe(200);
  });

  it('has no tag where the host wants none', async () => {
    const { url } = await start({ repeatFor: 0 });
    expect((await post(`${url}/search`, red)).headers.get('etag')).toBeNull();
  });
});

describe('other addresses', () => {
  it('POST /analyze shows the way of a photo', async () => {
    const { url } = await start();
    const answer = (await (await post(`${url}/analyze`, red)).json()) as AnalyzeAnswer;
    expect(Object.keys(answer)).not.toContain('vector');
    expect(answer.category.alternatives.length).toBeGreaterThan(0);
    for (const picture of [answer.pictures.original, answer.pictures.mask, answer.pictures.input])
      expect(picture).toMatch(/^data:image\/png;base64,\w/);
  });

  it('GET /products/:id/similar finds more like a product, without it', async () => {
    const { url } = await start();
    const similar = (id: string, query = '') =>
      fetch(`${url}/products/${encodeURIComponent(id)}/similar${query}`);
    expect(await ids(await similar('r/1', '?category=false'))).toEqual(['b']);
    expect(await ids(await similar('r/1', '?category=false&exclude=b'))).toEqual([]);
    const nobody = await similar('nobody');
    expect([nobody.status, ((await nobody.json()) as Problem).code]).toEqual([404, 'PRODUCT_NOT_FOUND']);
    expect((await similar('b', '?backgroundRemoval=off')).status).toBe(400);
    expect((await fetch(`${url}/products/%ff/similar`)).status).toBe(400);
  });

  it('give pages that fit together, leave out what is not liked, and take an order of one’s own', async () => {
    const pipeline = await samplePipeline();
    const { url } = await start({ pipeline });
    const search = async (query: string): Promise<SearchAnswer> => {
      const response = await post(`${url}/search?category=false&${query}`, red);
      expect(response.status).toBe(200);
      return (await response.json()) as SearchAnswer;
    };
    const first = await search('limit=1&diversity=0.5');
    const second = await search(`limit=1&diversity=0.5&cursor=${first.next}`);
    expect([first, second].map(({ matches }) => matches[0]!.productId)).toEqual(['r/1', 'b']);
    expect((await search(`limit=1&diversity=0.5&cursor=${second.next}`)).next).toBeUndefined();
    expect((await search('lessLike=r%2F1')).matches.map(({ productId }) => productId)).toEqual(['b']);
    for (const wrong of [
      `cursor=${first.next}`,
      'cursor=x',
      'diversity=2',
      `diversity=0.5&cursor=${'a'.repeat(8201)}`,
    ])
      expect((await post(`${url}/search?category=false&${wrong}`, red)).status, wrong).toBe(400);
    const similar = await fetch(`${url}/products/b/similar?category=false&limit=1&diversity=0.9&lessLike=b`);
    expect(await ids(similar)).toEqual(['r/1']);
  });

  it('have the taste of the one who is logged in, and nobody else’s', async () => {
    const shared = await samplePipeline();
    const taste = { likes: [{ productId: 'b' }], likeWeight: 1, minCosine: 0.5 };
    const { url } = await start({
      pipeline: (request) =>
        withTaste(shared, request.headers.get('cookie') === 'likes=blue' ? taste : undefined),
      repeatFor: 0,
    });
    const similarityOfBlue = async (headers: Record<string, string>): Promise<number> => {
      const answer = (await (
        await post(`${url}/search?category=false`, red, headers)
      ).json()) as SearchAnswer;
      return answer.matches.find(({ productId }) => productId === 'b')!.similarity;
    };
    const [own, other] = [await similarityOfBlue({ cookie: 'likes=blue' }), await similarityOfBlue({})];
    expect(own).toBeGreaterThan(other + 0.1);
    expect((await post(`${url}/search?taste=b`, red)).status).toBe(400);
  });

  it('say how likely the first match is right, where that was calibrated', async () => {
    const sample = await samplePipeline();
    const { url } = await start({
      pipeline: {
        ...sample,
        search: async (request, call) => ({
          ...(await sample.search(request, call)),
          confidence: { probability: 0.25, confident: false, similarity: 0.4, lead: 0.1 },
        }),
      },
    });
    const answer = (await (await post(`${url}/search`, red)).json()) as SearchAnswer;
    expect(answer.confidence).toEqual({ probability: 0.25, confident: false });
  });

  it('POST /search takes JSON for what needs no photo', async () => {
    const pipeline = await samplePipeline();
    const { vector, fingerprint } = await pipeline.embed({ image: red });
    const { url } = await start({ pipeline });
    const ask = (body: object) => post(`${url}/search`, JSON.stringify({ category: false, ...body }), asJson);
    const byVector = { vector: [...vector], fingerprint: { space: fingerprint.space } };
    expect(await ids(await ask(byVector))).toEqual(['r/1', 'b']);
    expect(await ids(await ask({ productId: 'b' }))).toEqual(['r/1']);
    for (const body of [
      {},
      { vector: [1] },
      { productId: 'b', vector: [...vector] },
      { ...byVector, fingerprint: { space: 'x' } },
    ])
      expect((await ask(body)).status).toBe(400);
  });

  it('tell health and readiness', async () => {
    const pipeline = await samplePipeline();
    const { url } = await start({ pipeline, basePath: '/api/' });
    for (const place of ['health', 'ready']) expect((await fetch(`${url}/api/${place}`)).status).toBe(200);
    const head = await fetch(`${url}/api/health`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    await pipeline.close();
    const closed = await fetch(`${url}/api/ready`);
    expect(closed.status).toBe(503);
    expect(await closed.json()).toEqual({ state: 'closing', reasons: ['CLOSED'] });
    expect((await fetch(`${url}/api/health`)).status).toBe(200);
  });

  it('take a logger that is one', () => {
    const options = { pipeline: () => samplePipeline(), logger: true as never };
    expect(() => createImageSearchHandler(options)).toThrow(
      /"logger" takes an object with the methods debug/,
    );
  });

  it('send clients of a service that ends elsewhere, and write nothing about each', async () => {
    const pipeline = await samplePipeline();
    const warn = vi.fn();
    const { url } = await start({ pipeline, logger: { ...silentLogger, warn, error: warn } });
    await pipeline.close();
    const response = await post(`${url}/search`, red);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await response.json()).toMatchObject({
      code: 'CLOSED',
      retryable: true,
      hint: 'Try again later.',
    });
    expect(warn).not.toHaveBeenCalled();
  });

  it.each([
    ['GET', '/api/nothing', 404],
    ['GET', '/health', 404],
    ['GET', '/apihealth', 404],
    ['GET', '/api/search', 405],
    ['DELETE', '/api/health', 405],
  ])('%s %s is %i', async (method, path, status) => {
    const { url } = await start({ basePath: '/api' });
    const response = await fetch(url + path, { method });
    expect(response.status).toBe(status);
    if (status === 405)
      expect(response.headers.get('allow')).toBe(path === '/api/search' ? 'POST' : 'GET, HEAD');
    expect(await response.json()).toMatchObject({ status, code: expect.any(String) });
  });
});

it.each([
  [{ basePath: 'api' }, /"basePath"/],
  [{ basePath: '/a b' }, /"basePath"/],
  [{ maxLimit: 0 }, /"maxLimit"/],
  [{ uploads: { maxBytes: 0.5 } }, /"uploads.maxBytes"/],
  [{ uploads: { maxBites: 1 } }, /"maxBites"/],
  [{ fetcher: 'fetch' }, /"fetcher"/],
  [{ pipeline: {} }, /"pipeline"/],
  [{ cache: true }, /"cache"/],
])('an option is refused by name: %j', async (options, message) => {
  const pipeline = await samplePipeline();
  expect(() => createImageSearchHandler({ pipeline, ...options } as never)).toThrow(
    expect.objectContaining({ message: expect.stringMatching(/./), hint: expect.stringMatching(/./) }),
  );
  expect(() => createImageSearchHandler({ pipeline, ...options } as never)).toThrow(
    expect.toSatisfy((error: ImageSearchError) => message.test(`${error.message} ${error.hint}`)),
  );
});
