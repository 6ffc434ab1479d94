export { createPoliteFetcher, type PoliteFetcherOptions } from './create-polite-fetcher.ts';
export type { TablePlace } from './open-table.ts';
export { type BucketClient, type BucketObject, type BucketOptions, readBucket } from './read-bucket.ts';
export { type FolderOptions, PICTURE, readFolder } from './read-folder.ts';
export { readTable, type TableOptions } from './read-table.ts';
