import type { RetryOptions } from '../retry/retry.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { chunksOf } from './find-records.ts';
import { retryOutcomes } from './retry-outcomes.ts';

/**
 * Deletes by id, in pieces that the store takes.
 * @returns ids that were there and are gone
 * @throws the first record's error that did not pass
 */
export async function deleteRecords(
  store: VectorStore,
  ids: readonly string[],
  options: CallOptions,
  retry: RetryOptions = {},
): Promise<string[]> {
  const deleted: string[] = [];
  for (const chunk of chunksOf(ids, store.info.limits.maxBatch)) {
    const outcomes = await retryOutcomes(
      chunk.map((id) => ({ id })),
      (open) =>
        store.delete(
          open.map(({ id }) => id),
          options,
        ),
      { signal: options.signal, ...retry },
    );
    for (const outcome of outcomes) {
      if (!outcome.ok) throw outcome.error;
      if (outcome.found !== false) deleted.push(outcome.id);
    }
  }
  return deleted;
}
