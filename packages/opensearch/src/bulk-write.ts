import { setTimeout as sleep } from 'node:timers/promises';
import { abortError, type CallOptions, type ImageSearchError, type RecordOutcome } from '@imgsearch/core';
import { writeAlias } from './index-mapping.ts';
import { rejection, type ServerError } from './map-opensearch-error.ts';
import type { StoreHandle } from './store-handle.ts';

/** One operation of a bulk request. */
export interface BulkOperation {
  readonly id: string;
  readonly action: 'index' | 'delete' | 'update';
  /** The line after the action's, if it has one. */
  readonly line?: string | undefined;
}

interface BulkItem {
  readonly status: number;
  readonly result?: string;
  readonly error?: ServerError;
}

const FIRST_DELAY = 100;
const MAX_DELAY = 5000;
/** Statuses of an item or of a request that may pass by themselves. */
const BUSY = new Set([409, 429, 502, 503, 504]);

/** Between nothing and twice the step before: writers that were refused together do not come back together. */
const jittered = (attempt: number): number => Math.random() * Math.min(MAX_DELAY, FIRST_DELAY * 2 ** attempt);

function textOf({ id, action, line }: BulkOperation): string {
  const extra = action === 'update' ? { retry_on_conflict: 3 } : {};
  const first = JSON.stringify({ [action]: { _id: id, ...extra } });
  return line === undefined ? `${first}\n` : `${first}\n${line}\n`;
}

/** An outcome, or undefined where the item should be sent again. */
function outcomeOf({ id, action }: BulkOperation, item: BulkItem, what: string): RecordOutcome | 'again' {
  const missing = item.status === 404 && action !== 'index';
  const noIndex = item.error?.type === 'index_not_found_exception';
  if (missing && !noIndex) return { id, ok: true, found: false };
  if (item.status < 300) return action === 'index' ? { id, ok: true } : { id, ok: true, found: true };
  const error = rejection(`${what}, record ${JSON.stringify(id)}`, item.status, item.error);
  return BUSY.has(item.status) && error.retryable
    ? 'again'
    : { id, ok: false, error, retryable: error.retryable };
}

/**
 * Writes in bulk requests of bounded bytes. What is refused because the cluster is busy or away is sent again, later and
 * in smaller requests, until the deadline or `bulk.retryFor` has passed; everything else is told record by record. A
 * record is acknowledged only by its own line in an answer: after a connection broke it is written again, under its id,
 * so that none is there twice.
 * @param operations with no id twice
 * @returns outcomes in the order given
 * @throws ImageSearchError ABORTED; every other failure is an outcome
 */
export async function bulkWrite(
  { settings, send, stored }: StoreHandle,
  operations: readonly BulkOperation[],
  call: CallOptions | undefined,
): Promise<RecordOutcome[]> {
  const outcomes = new Array<RecordOutcome>(operations.length);
  const what = `Store "${settings.name}", bulk`;
  const end = Math.min(call?.deadline ?? Number.POSITIVE_INFINITY, Date.now() + settings.retryFor);
  let size = settings.maxRecords;
  let maxBytes = settings.maxBytes;
  let attempt = 0;
  let queue = operations.map((_, at) => at);
  const fail = (at: number, error: ImageSearchError): void => {
    outcomes[at] = { id: operations[at]!.id, ok: false, error, retryable: error.retryable };
  };

  while (queue.length > 0) {
    let lines = '';
    let bytes = 0;
    const sent: number[] = [];
    for (const at of queue) {
      const text = textOf(operations[at]!);
      bytes += Buffer.byteLength(text);
      if (sent.length > 0 && (sent.length >= size || bytes > maxBytes)) break;
      lines += text;
      sent.push(at);
    }
    const again: number[] = [];
    let last: ImageSearchError | undefined;
    try {
      const refresh = { later: {}, wait: { refresh: 'wait_for' }, now: { refresh: true } }[settings.refresh];
      const { body } = await send(
        'bulk',
        {
          method: 'POST',
          path: `/${writeAlias(stored.index)}/_bulk`,
          query: { require_alias: true, ...refresh },
          lines,
          // Here every further try waits before.
          maxRetries: 0,
        },
        call,
      );
      const items = (body as { items: readonly Record<string, BulkItem>[] }).items;
      sent.forEach((at, place) => {
        const operation = operations[at]!;
        const item = items[place]?.[operation.action] ?? {
          status: 503,
          error: { reason: 'no answer for this record' },
        };
        const outcome = outcomeOf(operation, item, what);
        if (outcome !== 'again') outcomes[at] = outcome;
        else {
          again.push(at);
          last = rejection(`${what}, record ${JSON.stringify(operation.id)}`, item.status, item.error);
        }
      });
    } catch (thrown) {
      const error = thrown as ImageSearchError;
      if (call?.signal?.aborted) throw abortError(call.signal);
      const tooLarge = /answered 413/.test(error.message);
      if (tooLarge && sent.length > 1) {
        maxBytes = Math.max(1, Math.floor(Buffer.byteLength(lines) / 2));
        continue;
      }
      if (!error.retryable) {
        // A record that is too large alone is its own fault; everything else would meet all the others as well.
        for (const at of tooLarge ? sent : queue) fail(at, error);
        if (!tooLarge) break;
        queue = queue.slice(sent.length);
        continue;
      }
      again.push(...sent);
      last = error;
    }
    // At the end: one record that stays refused must not keep the others waiting.
    queue = [...queue.slice(sent.length), ...again];
    const taken = sent.length - again.length;
    size =
      2 * taken > sent.length
        ? Math.min(settings.maxRecords, size * 2)
        : Math.max(1, Math.ceil(sent.length / 2));
    if (taken > 0) attempt = 0;
    if (last === undefined) continue;
    const delay = jittered(attempt++);
    if (Date.now() + delay > end) {
      for (const at of queue) fail(at, last);
      break;
    }
    await sleep(delay, undefined, call?.signal ? { signal: call.signal } : undefined).catch(() => {
      throw abortError(call!.signal!);
    });
  }
  return outcomes;
}
