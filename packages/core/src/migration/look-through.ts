import type { CallOptions } from '../spec/call-options.ts';
import type { FilterNode } from '../spec/filter.ts';
import type { VectorRecord, VectorStore } from '../spec/vector-store.ts';
import { compareRecords, type RecordDifference } from './compare-records.ts';
import type { StoredPicture, VersionDifferences } from './migration.ts';
import { scanPages } from './scan-pages.ts';

/** The two versions of a migration, open, and what counts as a difference. */
export interface Versions {
  readonly serving: VectorStore;
  readonly next: VectorStore;
  readonly keepCategories: boolean;
}

/** A record of the serving version beside its twin. */
export interface Pair {
  readonly serving: StoredPicture;
  readonly next: VectorRecord | null;
  readonly difference: RecordDifference | undefined;
}

export type Counts = { -readonly [K in keyof VersionDifferences]: VersionDifferences[K] };
export const noCounts = (): Counts => ({ records: 0, missing: 0, content: 0, metadata: 0, extra: 0 });

/** Pairs for records of the serving version. */
export async function pairUp(
  records: readonly StoredPicture[],
  { next, keepCategories }: Versions,
  options: CallOptions,
): Promise<Pair[]> {
  const twins = await next.get(
    records.map(({ id }) => id),
    options,
  );
  return records.map((serving, at) => {
    const twin = twins[at] ?? null;
    return { serving, next: twin, difference: compareRecords(serving, twin, keepCategories) };
  });
}

/** Every record of the serving version beside its twin, page by page, counted as they go by. */
export async function* lookThrough(
  versions: Versions,
  counts: Counts,
  options: CallOptions,
  filter?: FilterNode,
): AsyncGenerator<readonly Pair[]> {
  for await (const page of scanPages(versions.serving, options, filter)) {
    const pairs = await pairUp(page, versions, options);
    counts.records += pairs.length;
    for (const { difference } of pairs) if (difference) counts[difference]++;
    yield pairs;
  }
}

/** Ids of records that the new version alone has, page by page. */
export async function* findExtras(
  { serving, next }: Versions,
  options: CallOptions,
): AsyncGenerator<readonly string[]> {
  for await (const page of scanPages(next, options)) {
    const ids = page.map(({ id }) => id);
    const twins = await serving.get(ids, options);
    yield ids.filter((_, at) => !twins[at]);
  }
}
