import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Scope } from '../scope/create-scope.ts';
import type { Fingerprint } from '../spec/fingerprint.ts';
import type { VectorStore } from '../spec/vector-store.ts';

/**
 * Where a pipeline's records go, as a checkpoint tells it: 16 hex digits over the store's kind and name, the vector
 * space and the scope. Two spaces, two stores or two scopes may share a checkpoint.
 */
export function checkpointTarget(store: VectorStore, { space }: Fingerprint, scope: Scope): string {
  const parts = [store.info.id, store.info.name, space, ...scope.values.flat()];
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts)))).slice(0, 16);
}
