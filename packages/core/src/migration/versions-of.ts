import { compareFingerprints } from '../fingerprint/compare-fingerprints.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { StoreVersion, StoreVersions, VectorStore } from '../spec/vector-store.ts';
import { unsupported } from '../store/fallbacks/unsupported.ts';

/** @throws ImageSearchError UNSUPPORTED */
export function versionsOf(store: VectorStore): StoreVersions {
  if (store.versions) return store.versions;
  throw unsupported(store, 'versions');
}

const isSame = (one: Fingerprint, other: Fingerprint): boolean =>
  one.space === other.space && one.category === other.category && one.settings === other.settings;

const byPreference = (a: StoreVersion, b: StoreVersion): number =>
  Number(b.promoted) - Number(a.promoted) || (a.createdAt < b.createdAt ? 1 : -1);

/** The version that a pipeline of this fingerprint searches, as `open` finds it; an equal one before one of its space. */
export function servingVersion(
  versions: readonly StoreVersion[],
  fingerprint: Fingerprint,
): StoreVersion | undefined {
  const sorted = [...versions].sort(byPreference);
  const compare = (each: StoreVersion): string => compareFingerprints(fingerprint, each.fingerprint).space;
  return (
    sorted.find((each) => isSame(each.fingerprint, fingerprint)) ??
    sorted.find((each) => compare(each) === 'same') ??
    sorted.find((each) => compare(each) === 'comparable')
  );
}

/** The version that was begun for a fingerprint, beside the serving one. */
export function begunVersion(
  versions: readonly StoreVersion[],
  fingerprint: Fingerprint,
  serving: string | undefined,
): StoreVersion | undefined {
  return [...versions]
    .sort(byPreference)
    .find((each) => each.id !== serving && isSame(each.fingerprint, fingerprint));
}
