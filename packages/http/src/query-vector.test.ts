// A vector that was made elsewhere, such as in a browser, over HTTP: taken from one's own space and from no other.
import type { Fingerprint } from '@imgsearch/core';
import { createFakeEmbedder } from '@imgsearch/core/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blue, type RunningServer, red, samplePipeline, startServer } from '../test/start-server.ts';
import { createImageSearchClient } from './client/index.ts';
import type { SearchAnswer } from './schemas/answer-schemas.ts';

let running: RunningServer;
beforeAll(async () => {
  const embedder = createFakeEmbedder({ fingerprint: 'ours', sameSpaceAs: ['ours-int8'] });
  running = await startServer({ pipeline: await samplePipeline({ embedder }) });
});
afterAll(() => running?.close());

/** What a shopper's device makes of the blue photo, with options of its own. */
async function elsewhere(
  weights: string,
  { sameSpaceAs, ...policies }: { sameSpaceAs?: string[]; margin?: number; workingSize?: number },
) {
  const embedder = createFakeEmbedder({ fingerprint: weights, sameSpaceAs });
  const device = await samplePipeline({ embedder, policies });
  const { vector, fingerprint } = await device.embed({ image: blue });
  return { vector: [...vector], fingerprint: toSend(fingerprint), category: false as const };
}
const toSend = ({ space, sameSpaceAs }: Fingerprint) => ({
  space,
  ...(sameSpaceAs && { sameSpaceAs: [...sameSpaceAs] }),
});
const ask = async (body: object) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${running.url}/search`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

it('of the same space finds what the photo itself finds', async () => {
  const query = await elsewhere('ours', {});
  const { status, body } = await ask(query);
  expect(status).toBe(200);
  const bySending = await createImageSearchClient({ url: running.url }).search({
    image: blue,
    category: false,
  });
  const listed = ({ matches }: SearchAnswer) =>
    matches.map(({ productId, similarity }) => [productId, similarity]);
  expect(listed(body as unknown as SearchAnswer)).toEqual(listed(bySending));
  expect((body as unknown as SearchAnswer).matches[0]!.productId).toBe('b');
});

it.each([
  ['that the server calls the same', 'ours-int8', {}],
  ['that calls itself the same', 'theirs', { sameSpaceAs: ['ours'] }],
])('of a space %s is taken', async (_, weights, options) => {
  const { status, body } = await ask(await elsewhere(weights, options));
  expect([status, (body as unknown as SearchAnswer).matches[0]!.productId]).toEqual([200, 'b']);
});

it.each([
  ['weights', 'theirs', {}, ['embedder', 'ours', 'theirs']],
  ['size', 'ours', { workingSize: 640 }, ['workingSize', '512', '640']],
  ['margin', 'ours', { margin: 0.5 }, ['margin', '0.5']],
])(
  'of another space, by its %s, is refused: what differs, and what to do',
  async (_, weights, options, said) => {
    const query = await elsewhere(weights, options);
    const { status, body } = await ask(query);
    expect([status, body.code, body.retryable]).toEqual([400, 'MODEL_MISMATCH', false]);
    expect(body.detail).toContain('another space');
    for (const word of said) expect(body.detail).toContain(word);
    expect(body.hint).toContain('must be loaded again');
    const client = createImageSearchClient({ url: running.url });
    await expect(client.ask(query)).rejects.toMatchObject({
      code: 'MODEL_MISMATCH',
      message: body.detail,
      hint: body.hint,
    });
  },
);

it('that is none, or says not what made it, is refused', async () => {
  const good = await elsewhere('ours', {});
  const spoiled: readonly (readonly [string, object])[] = [
    ['fingerprint', { ...good, fingerprint: undefined }],
    ['fingerprint', { ...good, fingerprint: { space: 5 } }],
    ['vector', { ...good, vector: good.vector.slice(1) }],
    ['vector', { ...good, vector: good.vector.map((value) => value * 2) }],
    ['vector', { ...good, vector: good.vector.map(() => null) }],
    ['vector', { ...good, vector: Buffer.from(red).toString('base64') }],
    ['vector', { ...good, vector: Array(8193).fill(0) }],
    ['vector', { ...good, vector: [] }],
  ];
  for (const [named, query] of spoiled) {
    const { status, body } = await ask(query);
    expect([status, body.code]).toEqual([400, 'INVALID_OPTIONS']);
    expect(body.detail).toContain(named);
  }
});
