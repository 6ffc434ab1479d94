import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testVectorStore } from '@imgsearch/testkit';
import { forkStoreTask } from '@imgsearch/testkit/node';
import { afterAll, describe, it } from 'vitest';
import { createLanceDbStore } from '../src/create-lance-db-store.ts';

/** Runs the kit on stores in a folder of their own. @param runs of each property; as many as the kit makes where left out */
export function holdToContract(runs?: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'imgsearch-lancedb-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  testVectorStore(
    { describe, it },
    {
      create: ({ name }) => createLanceDbStore({ folder, name }),
      reopen: ({ name }) => createLanceDbStore({ folder, name }),
      otherProcess: forkStoreTask(new URL('./other-process.ts', import.meta.url), { folder }),
      destroy: ({ name }) => rm(join(folder, name), { recursive: true, force: true }),
      runs,
    },
  );
}
