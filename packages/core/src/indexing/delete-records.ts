import { retry } from '../retry/retry.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { chunksOf } from './find-records.ts';

/**
 * Deletes by id, in pieces that the store takes.
 * @returns ids that were there and are gone
 * @throws the first record's error that did not pass
 */
export async function deleteRecords(
  store: VectorStore,
  ids: readonly string[],
  options: CallOptions,
): Promise<string[]> {
  const deleted: string[] = [];
  for (const chunk of chunksOf(ids, store.info.limits.maxBatch)) {
    let open = chunk;
    await retry(
      async () => {
        const outcomes = await store.delete(open, options);
        for (const outcome of outcomes) if (outcome.ok && outcome.found !== false) deleted.push(outcome.id);
        const failures = outcomes.filter((outcome) => !outcome.ok);
        open = failures.map(({ id }) => id);
        if (failures[0]) throw failures[0].error;
      },
      { signal: options.signal },
    );
  }
  return deleted;
}
