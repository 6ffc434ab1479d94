export { createLanceDbStore, type LanceDbStore, type LanceDbStoreOptions } from './create-lance-db-store.ts';
