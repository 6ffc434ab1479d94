import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testVectorStore, type VectorStoreAdapter } from '@imgsearch/testkit';
import { forkStoreTask } from '@imgsearch/testkit/node';
import { afterAll, describe, it } from 'vitest';
import { createSqliteStore } from '../src/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'imgsearch-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const create: VectorStoreAdapter['create'] = ({ name }) =>
  createSqliteStore({ name, file: path.join(folder, `${name}.sqlite`) });

testVectorStore(
  { describe, it },
  {
    create,
    reopen: create,
    otherProcess: forkStoreTask(new URL('./other-process.ts', import.meta.url), { folder }),
  },
);
