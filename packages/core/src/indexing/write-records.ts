import { ImageSearchError } from '../errors/image-search-error.ts';
import { retry } from '../retry/retry.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { RecordOutcome, VectorRecord, VectorStore } from '../spec/vector-store.ts';

/**
 * Upserts a batch and tries again what the store could not take for the moment, record by record.
 * @returns one outcome a record, in order
 * @throws what the store threw for the batch as a whole, when trying again did not help
 */
export async function writeRecords(
  store: VectorStore,
  records: readonly VectorRecord[],
  options: CallOptions,
): Promise<RecordOutcome[]> {
  const outcomes: RecordOutcome[] = [];
  let open = records.map((record, index) => ({ record, index }));
  const attempt = async (): Promise<void> => {
    const batch = open;
    const given = await store.upsert(
      batch.map(({ record }) => record),
      options,
    );
    for (const [at, { record, index }] of batch.entries())
      outcomes[index] = given[at] ?? unanswered(record.id);
    open = batch.filter(({ index }) => isWorthAnotherTry(outcomes[index]!));
    if (open.length > 0)
      throw new NotYet({ code: 'STORE_UNAVAILABLE', message: 'Some records were put off.' });
  };
  try {
    await retry(attempt, { signal: options.signal });
  } catch (error) {
    if (!(error instanceof NotYet)) throw error;
  }
  return outcomes;
}

/** Thrown to try again; never leaves this file. */
class NotYet extends ImageSearchError {}

const isWorthAnotherTry = (outcome: RecordOutcome): boolean => !outcome.ok && outcome.retryable;

const unanswered = (id: string): RecordOutcome => ({
  id,
  ok: false,
  retryable: false,
  error: new ImageSearchError({
    code: 'STORE_REJECTED',
    message: 'The store gave no outcome for the record.',
    hint: 'A store must answer each record of an upsert, in order.',
  }),
});
