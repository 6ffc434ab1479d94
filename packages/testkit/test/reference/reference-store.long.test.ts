import { expect, it } from 'vitest';
import { runCases, vectorStoreSuite } from '../../src/index.ts';
import { referenceAdapter } from './reference-adapter.ts';

it('the right store is green on 50 further seeds, and every case applies to it', async () => {
  for (let seed = 101; seed <= 150; seed++) {
    const reports = await runCases(vectorStoreSuite({ ...referenceAdapter(), seed, size: 300, runs: 20 }));
    expect(reports.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  }
});
