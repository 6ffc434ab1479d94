import { ImageSearchError } from '../errors/image-search-error.ts';
import { type RetryOptions, retry } from '../retry/retry.ts';
import type { RecordOutcome } from '../spec/vector-store.ts';

/**
 * Sends items to the store and tries again what it could not take for the moment, item by item.
 * @param send one outcome an item, in order
 * @returns one outcome an item, in order
 * @throws what `send` threw for the batch as a whole, when trying again did not help
 */
export async function retryOutcomes<T extends { readonly id: string }>(
  items: readonly T[],
  send: (open: readonly T[]) => Promise<readonly RecordOutcome[]>,
  options: RetryOptions,
): Promise<RecordOutcome[]> {
  const outcomes: RecordOutcome[] = [];
  let open = items.map((item, index) => ({ item, index }));
  const attempt = async (): Promise<void> => {
    const batch = open;
    const given = await send(batch.map(({ item }) => item));
    for (const [at, { item, index }] of batch.entries()) outcomes[index] = given[at] ?? unanswered(item.id);
    open = batch.filter(({ index }) => isWorthAnotherTry(outcomes[index]!));
    if (open.length > 0)
      throw new NotYet({ code: 'STORE_UNAVAILABLE', message: 'Some records were put off.' });
  };
  try {
    await retry(attempt, options);
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
    hint: 'A store must answer each record of a call, in order.',
  }),
});
