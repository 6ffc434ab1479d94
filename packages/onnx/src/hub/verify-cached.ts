import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { hashContent } from './hash-content.ts';
import { type HubCache, isThere } from './hub-cache.ts';
import { damaged } from './hub-errors.ts';
import type { NeededFile } from './needed-files.ts';

/**
 * Holds the files of a snapshot to the names of their blobs, which are hashes of what the Hub listed, and to what the
 * manifest states. A blob of a plain file server is named by an ETag, which says nothing of its content.
 * @throws ImageSearchError MODEL_CORRUPT for the first that is damaged
 */
export async function verifyCached(
  cache: HubCache,
  commit: string,
  needed: readonly NeededFile[],
): Promise<void> {
  const blobs = new Set(await readdir(path.dirname(cache.blob('any'))).catch(() => []));
  for (const { path: name, sha256 } of needed) {
    const file = path.join(cache.snapshot(commit), ...name.split('/'));
    if (!(await isThere(file))) continue;
    const blob = path.basename(await realpath(file));
    const hashes = [await hashContent(file, 'sha256'), await hashContent(file, 'git-sha1')];
    // What is no link to a blob is a copy of one.
    const intact = blobs.has(blob)
      ? !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(blob) || hashes.includes(blob)
      : hashes.some((hash) => blobs.has(hash));
    if (!intact) throw damaged(file, `its SHA-256 is ${hashes[0]}, and the cache knows another`);
    if (sha256 !== undefined && sha256 !== hashes[0])
      throw damaged(file, `its SHA-256 is ${hashes[0]}, but the manifest says ${sha256}`);
  }
}
