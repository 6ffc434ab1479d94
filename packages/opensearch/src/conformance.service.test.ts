import { testVectorStore } from '@imgsearch/testkit';
import { Client } from '@opensearch-project/opensearch';
import { describe, inject, it } from 'vitest';
import { createOpenSearchStore } from './create-opensearch-store.ts';

const servers = inject('openSearchServers');

describe.skipIf(servers.length === 0)('on real servers', () => {
  describe.each(servers)('OpenSearch $version', ({ url }) => {
    const client = new Client({ node: url });
    const store = ({ name }: { readonly name: string }) => createOpenSearchStore({ client, name });
    testVectorStore(
      { describe, it },
      {
        create: store,
        reopen: store,
        destroy: async ({ name }) => {
          await fetch(`${url}/${name}-v*`, { method: 'DELETE' });
        },
        runs: 15,
      },
    );
  });
});
