export { createLanceDbStore, type LanceDbStoreOptions } from './create-lance-db-store.ts';
export type { LanceDbStore } from './lance-db-store.ts';
