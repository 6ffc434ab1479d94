import { type CallOptions, type RecordOutcome, toImageSearchError } from '@imgsearch/core';
import { type BulkOperation, bulkWrite } from './bulk-write.ts';
import type { StoreHandle } from './store-handle.ts';

/**
 * Judges entries one by one, and writes those that pass. Of one id the last is written: after a retry an earlier one
 * might come later.
 * @param operationOf throws what is wrong with an entry
 * @returns one outcome an entry, in the order given
 */
export async function writeEntries<T extends { readonly id: string }>(
  open: StoreHandle,
  entries: readonly T[],
  operationOf: (entry: T) => BulkOperation,
  call: CallOptions | undefined,
): Promise<RecordOutcome[]> {
  const operations = new Map<string, BulkOperation>();
  const refused = new Map<number, RecordOutcome>();
  entries.forEach((entry, at) => {
    try {
      const operation = operationOf(entry);
      operations.delete(entry.id);
      operations.set(entry.id, operation);
    } catch (thrown) {
      const error = toImageSearchError(thrown, 'STORE_REJECTED', `Record ${JSON.stringify(entry.id)}`);
      refused.set(at, { id: entry.id, ok: false, error, retryable: error.retryable });
    }
  });
  const written = await bulkWrite(open, [...operations.values()], call);
  const outcomes = new Map(written.map((outcome) => [outcome.id, outcome]));
  return entries.map(({ id }, at) => refused.get(at) ?? outcomes.get(id)!);
}
