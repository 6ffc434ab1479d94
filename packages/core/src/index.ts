export { createEmbeddingCache, type EmbeddingCacheOptions } from './cache/create-embedding-cache.ts';
export * from './checkpoint/index.ts';
export { createImageSearchPipeline } from './create-image-search-pipeline.ts';
export * from './errors/index.ts';
export * from './filter/index.ts';
export { compareFingerprints, type FingerprintComparison } from './fingerprint/compare-fingerprints.ts';
export * from './options/index.ts';
export { type CutOutJob, compositeObject } from './photo/composite-object.ts';
export { type Fetcher, type FetcherResponse, type FromUrlOptions, fromUrl } from './photo/from-url.ts';
export { defaultGatePolicy, gate } from './photo/gate.ts';
export { maskStatistics } from './photo/mask-statistics.ts';
export { type Box, objectBox } from './photo/object-box.ts';
export { referenceCutOut } from './photo/reference-cut-out.ts';
export { IMAGE_FORMATS, type ImageFormat, sniffFormat } from './photo/sniff-format.ts';
export {
  type ExplainableResult,
  type ExplainOptions,
  explainSearch,
  type SearchExplanation,
} from './search/explain-search.ts';
export * from './spec/index.ts';
export * from './store/index.ts';
export * from './taxonomy/index.ts';
