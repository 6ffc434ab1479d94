export { bindSuite, type TestRunner } from './suite/bind-suite.ts';
export type { CaseReport, ConformanceCase, SkippedCase, Suite } from './suite/conformance-case.ts';
export { ConformanceError, type ConformanceErrorOptions } from './suite/conformance-error.ts';
export * from './suite/expectations.ts';
export { runCases } from './suite/run-cases.ts';
export {
  performStoreTask,
  type StoreTask,
  type StoreTaskReport,
  type StoreTaskStep,
} from './vector-store/perform-store-task.ts';
export {
  axis,
  randomVector,
  SAMPLE_FIELDS,
  SAMPLE_FINGERPRINT,
  sampleRecord,
  sampleSchema,
  unit,
} from './vector-store/sample-records.ts';
export type { StoreCase, StoreKit, StoreNeed } from './vector-store/store-case.ts';
export { testVectorStore } from './vector-store/test-vector-store.ts';
export type { Collection, VectorStoreAdapter } from './vector-store/vector-store-adapter.ts';
export { vectorStoreSuite } from './vector-store/vector-store-suite.ts';
