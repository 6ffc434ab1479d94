import path from 'node:path';
import { type HubCache, sizeOf } from './hub-cache.ts';
import type { NeededFile } from './needed-files.ts';

export interface Cached {
  /** Empty where the cache does not know the revision. */
  readonly commit: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly missing: readonly string[];
  /** Whether it is also known which optional files there are: another library that filled the cache did not ask. */
  readonly settled: boolean;
}

const COMMIT = /^[0-9a-f]{40}$/;

/** What the cache has of a revision. */
export async function findCached(
  cache: HubCache,
  revision: string,
  needed: readonly NeededFile[],
): Promise<Cached> {
  const commit = COMMIT.test(revision) ? revision : await cache.readRef(revision);
  if (commit === undefined || !COMMIT.test(commit))
    return {
      commit: '',
      files: [],
      missing: needed.filter(({ optional }) => !optional).map((file) => file.path),
      settled: false,
    };
  const files: { path: string; size: number }[] = [];
  const missing: string[] = [];
  let settled = true;
  for (const file of needed) {
    const size = await sizeOf(path.join(cache.snapshot(commit), ...file.path.split('/')));
    if (size !== undefined) files.push({ path: file.path, size });
    else if (!file.optional) missing.push(file.path);
    else settled &&= await cache.lacks(commit, file.path);
  }
  return { commit, files, missing, settled };
}
