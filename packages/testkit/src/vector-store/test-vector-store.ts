import { bindSuite, type TestRunner } from '../suite/bind-suite.ts';
import type { VectorStoreAdapter } from './vector-store-adapter.ts';
import { vectorStoreSuite } from './vector-store-suite.ts';

/**
 * Holds a store to the contract, one test a case, in whichever runner: vitest, Jest or node:test.
 * @throws ImageSearchError INVALID_OPTIONS for a skip that names no case or gives no reason
 * @example
 * testVectorStore({ describe, it }, { create: ({ name }) => createMemoryStore({ name }) });
 */
export function testVectorStore(runner: TestRunner, adapter: VectorStoreAdapter): void {
  bindSuite(runner, vectorStoreSuite(adapter));
}
