// The other process of the kit's cases on two processes.
import { serveStoreTask } from '@imgsearch/testkit/node';
import { Client } from '@opensearch-project/opensearch';
import { createOpenSearchStore } from '../src/create-opensearch-store.ts';

serveStoreTask<{ url: string }>(({ name }, { url }) =>
  createOpenSearchStore({ client: new Client({ node: url }), name }),
);
