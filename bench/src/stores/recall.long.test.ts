import { describe, expect, inject, it } from 'vitest';
import { measureStores } from './measure-stores.ts';
import { cells } from './records.ts';

const [server] = inject('openSearchServers');

// The bench's smallest size, against the same bar. Its latencies are not looked at: other tests run beside it.
describe.skipIf(server === undefined)('10,000 embeddings of photos', () => {
  it('both stores find 95 % of the nearest in every cell, with their defaults', async () => {
    const configuration = { rows: 10_000, queries: 100, runs: 1, overheadQueries: 1, seed: 5, memory: '1g' };
    const { figures } = await measureStores(configuration, server!.url);
    for (const store of ['lancedb', 'opensearch'])
      for (const cell of Object.keys(cells))
        expect(figures[`${store}.${cell}.recall@10`]?.median, `${store}, ${cell}`).toBeGreaterThanOrEqual(
          0.95,
        );
  });
});
