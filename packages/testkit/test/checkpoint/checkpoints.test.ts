import { createMemoryCheckpoint } from '@imgsearch/core';
import { describe, expect, it } from 'vitest';
import { checkpointSuite, runCases, testCheckpoint } from '../../src/index.ts';
import { referenceAdapter } from './reference-adapter.ts';

describe('memory', () => testCheckpoint({ describe, it }, { create: () => createMemoryCheckpoint() }));

it('the right checkpoint is green on 50 seeds, and every case applies to it', async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const reports = await runCases(checkpointSuite({ ...referenceAdapter(), seed }));
    expect(reports.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  }
}, 120_000);
