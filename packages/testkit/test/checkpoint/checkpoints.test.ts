import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryCheckpoint } from '@imgsearch/core';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { afterAll, describe, expect, it } from 'vitest';
import { checkpointSuite, runCases, testCheckpoint } from '../../src/index.ts';
import { referenceAdapter } from './reference-adapter.ts';

describe('memory', () => testCheckpoint({ describe, it }, { create: () => createMemoryCheckpoint() }));

const folder = mkdtempSync(join(tmpdir(), 'imgsearch-checkpoints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = ({ name }: { readonly name: string }) =>
  createFileCheckpoint(join(folder, name), { compactAfter: 20 });

describe('file', () =>
  testCheckpoint(
    { describe, it },
    {
      create: open,
      reopen: open,
      reopenAfterCrash: ({ name }) => {
        // What is on the disk, without the lock of a process that still lives.
        copyFileSync(join(folder, name), join(folder, `${name}_after`));
        return open({ name: `${name}_after` });
      },
    },
  ));

it('the right checkpoint is green on 50 seeds, and every case applies to it', async () => {
  for (let seed = 1; seed <= 50; seed++) {
    const reports = await runCases(checkpointSuite({ ...referenceAdapter(), seed }));
    expect(reports.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  }
}, 120_000);
