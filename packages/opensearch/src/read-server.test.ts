import { expect, it } from 'vitest';
import { createFakeClient } from '../test/fake-client.ts';
import { schema } from '../test/sample-store.ts';
import { createOpenSearchStore } from './create-opensearch-store.ts';

const opening = (statusCode: number, body: unknown) => {
  const { client, requests } = createFakeClient(({ path }) =>
    path === '/' ? { statusCode, body } : { body: {} },
  );
  const store = createOpenSearchStore({ client, name: 'shop', manage: 'verify' });
  return { opened: store.open(schema), requests };
};

it.each([
  ['Amazon OpenSearch Serverless', 404, {}, /Serverless/],
  ['Elasticsearch', 200, { version: { number: '8.15.0' } }, /Elasticsearch 8.15.0/],
  ['an old OpenSearch', 200, { version: { number: '2.11.1', distribution: 'opensearch' } }, /too old/],
])('%s is refused with a hint', async (_, status, body, message) => {
  const { opened, requests } = opening(status, body);
  await expect(opened).rejects.toMatchObject({ code: 'UNSUPPORTED', message, hint: expect.any(String) });
  expect(requests).toHaveLength(1);
});

it.each([
  ['a user that may not ask', 403, { error: { type: 'security_exception' } }],
  ['a server that calls itself 7.10.2', 200, { version: { number: '7.10.2', distribution: 'opensearch' } }],
])('%s is taken for the oldest', async (_, status, body) => {
  // It goes on, and finds nothing there.
  await expect(opening(status, body).opened).rejects.toMatchObject({ code: 'STORE_MISMATCH' });
});
