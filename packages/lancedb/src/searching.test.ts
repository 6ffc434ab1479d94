import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { holdSearchesToMemory } from '../../testkit/test/hold-searches-to-memory.ts';
import { createLanceDbStore } from './create-lance-db-store.ts';

it('answers every way to ask as the memory store does', async () => {
  expect.hasAssertions();
  const folder = await mkdtemp(join(tmpdir(), 'imgsearch-searching-'));
  try {
    await using store = createLanceDbStore({ folder });
    await holdSearchesToMemory(store);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
