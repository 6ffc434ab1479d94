export {
  type Batcher,
  type BatcherOptions,
  createBatcher,
  type SubmitOptions,
} from './batching/create-batcher.ts';
export { createImageSearchPipeline } from './create-image-search-pipeline.ts';
export * from './errors/index.ts';
export * from './filter/index.ts';
export * from './options/index.ts';
export { compareFingerprints, type FingerprintComparison } from './photo/compare-fingerprints.ts';
export { type Fetcher, type FetcherResponse, type FromUrlOptions, fromUrl } from './photo/from-url.ts';
export { defaultGatePolicy, gate } from './photo/gate.ts';
export { maskStatistics } from './photo/mask-statistics.ts';
export { type Box, objectBox } from './photo/object-box.ts';
export { referenceCutOut } from './photo/reference-cut-out.ts';
export * from './spec/index.ts';
export * from './store/index.ts';
export * from './taxonomy/index.ts';
