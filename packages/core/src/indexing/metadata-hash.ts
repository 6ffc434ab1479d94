import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { JsonValue, Metadata } from '../spec/fields.ts';

/** 32 hex digits over the metadata; the order of keys does not matter, and a key without a value is none. */
export function metadataHash(metadata: Metadata): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(sorted(metadata as JsonValue))))).slice(0, 32);
}

function sorted(value: JsonValue | undefined): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, JsonValue | undefined>);
  // Pairs, because an object puts keys that look like numbers first.
  return {
    pairs: entries
      .filter(([, each]) => each !== undefined)
      .sort(byKey)
      .map(([key, each]) => [key, sorted(each)]),
  };
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : a > b ? 1 : 0;
