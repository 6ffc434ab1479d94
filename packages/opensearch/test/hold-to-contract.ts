import { testVectorStore } from '@imgsearch/testkit';
import { forkStoreTask } from '@imgsearch/testkit/node';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { createOpenSearchStore } from '../src/create-opensearch-store.ts';
import type { OpenSearchClient } from '../src/opensearch-client.ts';
import { createFaultProxy, type FaultProxy } from './fault-proxy.ts';

/**
 * Runs the kit on the real server of one major version, through a proxy that can stop answering.
 * @param createClient of the version of the client that is tested with it
 */
export function holdToContract(major: number, createClient: (url: string) => OpenSearchClient): void {
  const server = inject('openSearchServers').find(({ version }) => version.startsWith(`${major}.`));
  describe.skipIf(server === undefined)(`OpenSearch ${server?.version ?? major}`, () => {
    let proxy: FaultProxy;
    let client: OpenSearchClient;
    beforeAll(async () => {
      proxy = await createFaultProxy(server!.url);
      client = createClient(proxy.url);
    });
    afterAll(() => proxy.close());
    const store = ({ name }: { readonly name: string }) => createOpenSearchStore({ client, name });
    testVectorStore(
      { describe, it },
      {
        create: store,
        reopen: store,
        otherProcess: forkStoreTask(new URL('./other-process.ts', import.meta.url), {
          url: server?.url ?? '',
        }),
        stall: () => {
          proxy.fault = () => ({ kind: 'stall' });
          return () => {
            proxy.fault = undefined;
          };
        },
        destroy: async ({ name }) => {
          await fetch(`${server!.url}/${name}-v*`, { method: 'DELETE' });
        },
        runs: 15,
      },
    );
  });
}
