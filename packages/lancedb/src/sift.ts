import {
  checkRecord,
  type RecordOutcome,
  type StoreSchema,
  toImageSearchError,
  type VectorRecord,
} from '@imgsearch/core';

/** Splits a batch: outcomes of the refused, and the last good entry of each id. LanceDB would write both twins. */
export function sift<T extends { readonly id: string }>(
  batch: readonly T[],
  check: (entry: T) => void,
  combine: (earlier: T | undefined, later: T) => T,
): { readonly outcomes: (RecordOutcome | undefined)[]; readonly good: T[] } {
  const good = new Map<string, T>();
  const outcomes = batch.map((entry): RecordOutcome | undefined => {
    try {
      check(entry);
    } catch (thrown) {
      const error = toImageSearchError(thrown, 'STORE_REJECTED', `Record ${JSON.stringify(entry.id)}`);
      return { id: entry.id, ok: false, error, retryable: error.retryable };
    }
    good.set(entry.id, combine(good.get(entry.id), entry));
    return undefined;
  });
  return { outcomes, good: [...good.values()] };
}

/** What of a batch of records is written, and the outcomes once it is. */
export function siftRecords(
  batch: readonly VectorRecord[],
  schema: StoreSchema,
): { readonly outcomes: RecordOutcome[]; readonly good: VectorRecord[] } {
  const { outcomes, good } = sift(
    batch,
    (record) => checkRecord(record, schema),
    (_, later) => later,
  );
  return { good, outcomes: outcomes.map((outcome, at) => outcome ?? { id: batch[at]!.id, ok: true }) };
}
