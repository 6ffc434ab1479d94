import type { RetryOptions } from '../retry/retry.ts';
import type { CallOptions } from '../spec/call-options.ts';
import type { MetadataUpdate, RecordOutcome, VectorStore } from '../spec/vector-store.ts';
import { retryOutcomes } from './retry-outcomes.ts';

/**
 * Replaces metadata and, where given, categories; vectors stay. A store without `update` gets the records written
 * again, with the vectors that it holds.
 * @param updates at most the store's `maxBatch`
 * @returns one outcome an update, in order; `found: false` where there is no such record
 */
export async function replaceMetadata(
  store: VectorStore,
  updates: readonly MetadataUpdate[],
  options: CallOptions,
  retry: RetryOptions = {},
): Promise<RecordOutcome[]> {
  const send = store.update
    ? (open: readonly MetadataUpdate[]) => store.update!(open, options)
    : (open: readonly MetadataUpdate[]) => writeAgain(store, open, options);
  return retryOutcomes(updates, send, { signal: options.signal, ...retry });
}

async function writeAgain(
  store: VectorStore,
  updates: readonly MetadataUpdate[],
  options: CallOptions,
): Promise<RecordOutcome[]> {
  const held = await store.get(
    updates.map(({ id }) => id),
    options,
  );
  const records = updates.flatMap(({ metadata, category }, at) => {
    const record = held[at];
    return record
      ? [{ ...record, ...(metadata && { metadata }), ...(category !== undefined && { category }) }]
      : [];
  });
  const written = records.length > 0 ? await store.upsert(records, options) : [];
  let next = 0;
  return updates.map(({ id }, at) => (held[at] ? written[next++]! : { id, ok: true, found: false }));
}
