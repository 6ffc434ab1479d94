import { createImageSearchPipeline } from '@imgsearch/core';
import {
  createFakeClassifier,
  createFakeEmbedder,
  createFakeImageProcessor,
  fakeImage,
} from '@imgsearch/core/testing';
import { createOpenSearchStore } from '@imgsearch/opensearch';
import { Client } from '@opensearch-project/opensearch';
import { describe, expect, inject, it } from 'vitest';
import type { Parts } from '../components.ts';
import { checkStore } from './check-store.ts';

const servers = inject('openSearchServers');
const parts = (fingerprint: string): Parts =>
  ({
    imageProcessor: createFakeImageProcessor(),
    embedder: createFakeEmbedder({ fingerprint }),
    classifier: createFakeClassifier(),
  }) as unknown as Parts;

describe.skipIf(servers.length === 0).each(servers)('OpenSearch $version', ({ url }) => {
  it('is seen as it is: empty, filled with these models, filled with others', async () => {
    const name = `doctor_${crypto.randomUUID().slice(0, 8)}`;
    const at = { folder: 'none', openSearch: url, name };
    expect(await checkStore(at, parts('one'))).toMatchObject({
      state: 'fine',
      summary: expect.stringContaining(`there is no "${name}" yet`),
      facts: { versions: 0 },
    });

    const client = new Client({ node: url });
    const store = createOpenSearchStore({ client, name, refresh: 'now' });
    const pipeline = createImageSearchPipeline({ ...parts('one'), store });
    await pipeline.index([{ id: 'a', images: [fakeImage({ color: [200, 20, 20] })] }]);
    await pipeline.close();
    expect(await checkStore(at, parts('one'))).toMatchObject({
      state: 'fine',
      facts: { versions: 1, pictures: 1 },
    });
    expect(await checkStore(at, parts('two'))).toMatchObject({
      state: 'broken',
      facts: { code: 'STORE_MISMATCH' },
    });
    // Looking wrote nothing.
    expect(Object.keys((await client.indices.get({ index: `${name}*` })).body)).toEqual([`${name}-v1`]);
    await client.indices.delete({ index: `${name}-v1` });
    await store.close();
    await client.close();
  });
});
