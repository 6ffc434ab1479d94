import { checkSkips } from '../suite/check-skips.ts';
import type { Suite } from '../suite/conformance-case.ts';
import { storeCases } from './cases/index.ts';
import { createStoreKit, type OwnedStoreKit } from './create-store-kit.ts';
import type { StoreNeed } from './store-case.ts';
import type { VectorStoreAdapter } from './vector-store-adapter.ts';

/**
 * The store contract as a suite, for `runCases`; `testVectorStore` binds it to a test runner.
 * @throws ImageSearchError INVALID_OPTIONS for a skip that names no case
 */
export function vectorStoreSuite(adapter: VectorStoreAdapter): Suite<OwnedStoreKit> {
  const seed = adapter.seed ?? Math.floor(Math.random() * 2 ** 31);
  const cases = [...storeCases, ...(adapter.extra ?? [])];
  const skip = adapter.skip ?? [];
  checkSkips(skip, cases);
  return {
    name: 'vector store',
    cases,
    skip,
    seed,
    timeout: adapter.timeout ?? 60_000,
    async enter(needs) {
      const context = createStoreKit(adapter, seed);
      return { context, lacks: await context.lacks(needs as readonly StoreNeed[]) };
    },
    leave: (context) => context.end(),
  };
}
