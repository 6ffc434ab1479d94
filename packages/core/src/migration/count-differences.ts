import type { CallOptions } from '../spec/call-options.ts';
import { findExtras, lookThrough, noCounts, type Pair, type Versions } from './look-through.ts';
import type { VersionDifferences } from './migration.ts';

/** Looks through both versions and changes nothing. */
export async function countDifferences(
  versions: Versions,
  call: CallOptions,
  onPair: (pair: Pair) => void = () => undefined,
): Promise<VersionDifferences> {
  const counts = noCounts();
  for await (const pairs of lookThrough(versions, counts, call)) pairs.forEach(onPair);
  for await (const ids of findExtras(versions, call)) counts.extra += ids.length;
  return counts;
}
