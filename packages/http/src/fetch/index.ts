export { createGuardedFetcher, type GuardedFetcherOptions } from './create-guarded-fetcher.ts';
