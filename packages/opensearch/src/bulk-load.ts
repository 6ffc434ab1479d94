import {
  type BulkLoad,
  type CallOptions,
  ImageSearchError,
  type RecordOutcome,
  type VectorRecord,
} from '@imgsearch/core';
import type { BulkLoadMark, IndexMeta } from './index-mapping.ts';
import { readVersion } from './open-version.ts';
import { atLeast } from './read-server.ts';
import type { StoreHandle } from './store-handle.ts';

/** From so many records on, segments are merged at the end: a search then walks fewer graphs. */
const MERGE_FROM = 50_000;
const HOUR = 3_600_000;

const REFRESH = 'index.refresh_interval';
const REPLICAS = 'index.number_of_replicas';
const THRESHOLD = 'index.knn.advanced.approximate_threshold';

async function writeMark(
  { send, stored }: StoreHandle,
  mark: BulkLoadMark | undefined,
  call: CallOptions | undefined,
) {
  const { bulkLoad: _, ...meta } = stored.meta;
  const imgsearch: IndexMeta = mark ? { ...meta, bulkLoad: mark } : meta;
  const asked = { method: 'PUT', path: `/${stored.index}/_mapping`, body: { _meta: { imgsearch } } } as const;
  await send('marking the bulk load', asked, call);
}

async function writeSettings({ send, stored }: StoreHandle, body: object, call: CallOptions | undefined) {
  await send('bulk load settings', { method: 'PUT', path: `/${stored.index}/_settings`, body }, call);
}

/** Puts settings back as a bulk load found them, and takes its mark away. */
export async function endBulkLoad(
  handle: StoreHandle,
  mark: BulkLoadMark,
  call: CallOptions | undefined,
): Promise<void> {
  await writeSettings(handle, mark.restore, call);
  await writeMark(handle, undefined, call);
  await handle.send('refresh', { method: 'POST', path: `/${handle.stored.index}/_refresh` }, call);
}

/**
 * Begins a first load: no refresh, no copies, graphs built at the end. What was changed stands in the index itself before
 * it is changed, so that whoever opens the store next can put it back.
 * @param upsert writes through the store
 */
export async function startBulkLoad(
  handle: StoreHandle,
  upsert: (records: readonly VectorRecord[], call: CallOptions | undefined) => Promise<RecordOutcome[]>,
  call: CallOptions | undefined,
): Promise<BulkLoad> {
  const { send, stored, server, settings } = handle;
  if (settings.manage === 'verify')
    throw new ImageSearchError({
      code: 'UNSUPPORTED',
      message: `Store "${settings.name}" may not start a bulk load: it was made with manage: "verify".`,
      hint: 'Load in a process that manages the store, with manage: "create", or use upsert.',
    });
  const asked = {
    method: 'GET',
    path: `/${stored.index}/_settings`,
    query: { flat_settings: true },
  } as const;
  const { body } = await send('reading settings', asked, call);
  const before =
    (body as Record<string, { settings?: Record<string, string> }>)[stored.index]?.settings ?? {};
  const deferred = stored.engine === 'faiss' && atLeast(server, 2, 18);
  const changed: Record<string, string> = { [REFRESH]: '-1' };
  // Copies that the index keeps by itself would come back at once.
  if (before['index.auto_expand_replicas'] === undefined) changed[REPLICAS] = '0';
  if (deferred) changed[THRESHOLD] = '-1';
  const current = (await readVersion(handle, stored.index, call)).meta.bulkLoad;
  const mark: BulkLoadMark = current ?? {
    startedAt: new Date().toISOString(),
    restore: Object.fromEntries(Object.keys(changed).map((name) => [name, before[name] ?? null])),
  };
  await writeMark(handle, mark, call);
  await writeSettings(handle, changed, call);

  let ended = false;
  let written = 0;
  const enter = (): void => {
    if (ended)
      throw new ImageSearchError({
        code: 'CLOSED',
        message: `The bulk load of store "${settings.name}" has ended.`,
        hint: 'Start another one, or use upsert.',
      });
  };
  return {
    async upsert(records, options) {
      enter();
      const outcomes = await upsert(records, options);
      written += outcomes.filter(({ ok }) => ok).length;
      return outcomes;
    },
    async commit(options) {
      enter();
      await endBulkLoad(handle, mark, options);
      ended = true;
      if (written < MERGE_FROM) return;
      const merge = { method: 'POST', path: `/${stored.index}/_forcemerge`, timeout: HOUR } as const;
      await send('merging', { ...merge, query: { max_num_segments: 1 } }, options);
      // Searches look at the merged segments from now on, and the old ones can go.
      await send('refresh', { method: 'POST', path: `/${stored.index}/_refresh` }, options);
    },
    async abort(options) {
      enter();
      await endBulkLoad(handle, mark, options);
      ended = true;
    },
  };
}
