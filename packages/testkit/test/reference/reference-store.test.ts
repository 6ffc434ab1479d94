import { describe, expect, it } from 'vitest';
import { runCases, testVectorStore, vectorStoreSuite } from '../../src/index.ts';
import { referenceAdapter } from './reference-adapter.ts';

testVectorStore({ describe, it }, referenceAdapter());

it('the right store is green on 5 seeds, and every case applies to it', async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const reports = await runCases(vectorStoreSuite({ ...referenceAdapter(), seed, size: 300, runs: 20 }));
    expect(reports.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  }
}, 120_000);
