import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { LinearAdapter } from './linear-adapter.ts';

/** Fingerprint of an embedder of that fingerprint with the adapter behind it: another space. */
export function adaptedFingerprint(embedder: string, { matrix }: LinearAdapter): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(['adapter', embedder, matrix])))).slice(0, 16);
}
