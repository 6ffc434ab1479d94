import type { CallOptions } from '../spec/call-options.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { VectorStore } from '../spec/vector-store.ts';
import { unsupported } from '../store/fallbacks/unsupported.ts';
import type { StoredPicture } from './migration.ts';

const PAGE = 500;

/** Records of a version in pages that its calls take; each one that is there throughout comes once. */
export async function* scanPages(
  store: VectorStore,
  options: CallOptions,
  filter?: FilterNode,
): AsyncGenerator<readonly StoredPicture[]> {
  if (!store.scan) throw unsupported(store, 'scan');
  const { maxBatch, maxFilterValues } = store.info.limits;
  const size = Math.min(PAGE, maxBatch, maxFilterValues);
  let page: StoredPicture[] = [];
  for await (const { record } of store.scan({ filter }, options)) {
    page.push(record);
    if (page.length < size) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
