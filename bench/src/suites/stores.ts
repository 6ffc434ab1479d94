import { hashOf, writeResult } from '../lib/result.ts';
import { starterHashes } from '../lib/starter-pipeline.ts';
import { measureStores, type StoresConfiguration } from '../stores/measure-stores.ts';

const common = { queries: 100, runs: 3, overheadQueries: 500, seed: 5, memory: '1g' };
export const configuration: StoresConfiguration = { ...common, rows: 10_000 };
export const largeConfiguration: StoresConfiguration = { ...common, rows: 100_000 };
export const hugeConfiguration: StoresConfiguration = { ...common, rows: 500_000, runs: 1, memory: '2g' };

/** (f): recall@10, latency and loading of LanceDB and OpenSearch, and what the OpenSearch adapter adds to its client. */
export const stores = (): Promise<void> => run('stores', configuration);
/** The same with ten times as many records, where LanceDB searches by its index. Takes some minutes. */
export const storesLarge = (): Promise<void> => run('stores-large', largeConfiguration);
/** Half a million. Takes an hour, most of it loading: IMGSEARCH_BENCH_KEEP and OPENSEARCH_URL keep what was loaded. */
export const storesHuge = (): Promise<void> => run('stores-huge', hugeConfiguration);

async function run(suite: string, settings: StoresConfiguration): Promise<void> {
  const { figures, notes } = await measureStores(settings);
  const { embedding } = await starterHashes();
  const hashes = { configuration: hashOf(settings), embedding: embedding! };
  await writeResult({ suite, configuration: { ...settings }, hashes, figures, notes });
}
