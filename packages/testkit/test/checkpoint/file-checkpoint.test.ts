import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFileCheckpoint } from '@imgsearch/core/node';
import { afterAll, describe, it } from 'vitest';
import { testCheckpoint } from '../../src/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-checkpoints-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const open = ({ name }: { readonly name: string }) => createFileCheckpoint(path.join(folder, name));

describe('file', () =>
  testCheckpoint(
    { describe, it },
    {
      create: open,
      reopen: open,
      // What is in the file at that moment; the lock goes with its process.
      reopenAfterCrash({ name }) {
        copyFileSync(path.join(folder, name), path.join(folder, `${name}-left`));
        return open({ name: `${name}-left` });
      },
    },
  ));
