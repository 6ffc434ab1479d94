export type { OpenSearchStoreOptions, SearchBodyContext } from './check-store-options.ts';
export { createOpenSearchStore, type OpenSearchStore } from './create-opensearch-store.ts';
export type { OpenSearchStoreStats, SearchExplanation } from './diagnose.ts';
export type { OpenSearchClient, TransportAnswer, TransportRequest } from './opensearch-client.ts';
