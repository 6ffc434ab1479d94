import { Client } from '@opensearch-project/opensearch';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { holdSearchesToMemory } from '../../testkit/test/hold-searches-to-memory.ts';
import { freshName, removeIndexes } from '../test/sample-store.ts';
import { createOpenSearchStore } from './create-opensearch-store.ts';

const servers = inject('openSearchServers');

describe.skipIf(servers.length === 0).each(servers)('searches in OpenSearch $version', ({ url }) => {
  const client = new Client({ node: url });
  afterAll(async () => {
    await removeIndexes(url);
    await client.close();
  });

  it('answer every way to ask as the memory store does', async () => {
    expect.hasAssertions();
    await holdSearchesToMemory(createOpenSearchStore({ client, name: freshName(), refresh: 'now' }));
  });
});
