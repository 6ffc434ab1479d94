export { checkQuery } from './check-query.ts';
export { checkRecord } from './check-record.ts';
export { checkSchema } from './check-schema.ts';
export { createMemoryStore, type MemoryStore, type MemoryStoreOptions } from './create-memory-store.ts';
export * from './fallbacks/index.ts';
export { notPromotedWarning } from './not-promoted-warning.ts';
