import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sampleSchema } from '@imgsearch/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLanceDbStore } from './create-lance-db-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'imgsearch-crash-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const writer = fileURLToPath(new URL('../test/write-until-killed.ts', import.meta.url));

/** Lets a process write for a while, kills it, and returns the last batch acknowledged of each id. */
async function writeAndKill(
  how: 'upsert' | 'bulkLoad',
  run: number,
  batches: number,
): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [writer, folder, how, how, `run${run}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged = new Map<string, number>();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const { batch, ids } = JSON.parse(line) as { batch: number; ids: string[] };
    for (const id of ids) acknowledged.set(id, batch);
    // At any moment of the writing of a later batch.
    if (batch === batches) setTimeout(() => child.kill('SIGKILL'), Math.random() * 40);
  }
  await ended;
  return acknowledged;
}

it.each(['upsert', 'bulkLoad'] as const)(
  '%s: a killed process loses nothing that it acknowledged',
  async (how) => {
    for (let run = 0; run < 2; run++) {
      const acknowledged = await writeAndKill(how, run, 3 + run * 9);
      expect(acknowledged.size).toBeGreaterThan(50);
      await using store = createLanceDbStore({ folder, name: how });
      await store.open(sampleSchema());
      const found = new Map<string, number>();
      for await (const { record } of store.scan({})) {
        expect(found.has(record.id)).toBe(false);
        found.set(record.id, record.metadata.price as number);
      }
      for (const [id, batch] of acknowledged) expect(found.get(id), id).toBeGreaterThanOrEqual(batch);
      // The store is as good as before: it takes and compacts further writes.
      await store.flush();
      expect((await store.count()).value).toBe(found.size);
    }
  },
);
