import type { CallOptions } from '../spec/call-options.ts';
import type { RecordOutcome } from '../spec/vector-store.ts';
import type { Pair, Versions } from './look-through.ts';

/** Gives records of the new version the serving one's metadata; no picture is looked at. @returns how many it gave */
export async function repairMetadata(
  pairs: readonly Pair[],
  { next, keepCategories }: Versions,
  options: CallOptions,
): Promise<number> {
  if (pairs.length === 0) return 0;
  const changes = pairs.map(({ serving: { id, metadata, category } }) => ({
    id,
    metadata,
    ...(keepCategories && { category }),
  }));
  const written: RecordOutcome[] = next.update
    ? await next.update(changes, options)
    : await next.upsert(
        pairs.map((pair, at) => ({ ...pair.next!, ...changes[at]! })),
        options,
      );
  const refused = written.find((outcome) => !outcome.ok);
  if (refused && !refused.ok) throw refused.error;
  return written.filter((outcome) => outcome.ok && outcome.found !== false).length;
}
