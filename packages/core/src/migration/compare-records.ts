import type { JsonValue } from '../spec/fields.ts';
import type { StoredPicture } from './migration.ts';

/** How a record of the new version differs from the serving one's; undefined where it does not. */
export type RecordDifference = 'missing' | 'content' | 'metadata';

/** @param keepCategories whether another category is a difference */
export function compareRecords(
  serving: StoredPicture,
  next: StoredPicture | null | undefined,
  keepCategories: boolean,
): RecordDifference | undefined {
  if (!next) return 'missing';
  if (next.contentHash !== serving.contentHash) return 'content';
  if (canonical(next.metadata) !== canonical(serving.metadata)) return 'metadata';
  return keepCategories && next.category !== serving.category ? 'metadata' : undefined;
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: JsonValue) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
