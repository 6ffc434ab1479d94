import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

/** Where to look, other than this machine: for tests. */
export interface CoreSources {
  /** Cores that the process may run on. */
  readonly parallelism: number;
  /** Folder that stands for `/`. */
  readonly root: string;
}

/**
 * Cores' worth of time that the process may use: those it may run on, or what the CPU quota of its container leaves, a
 * part of one rounded, at least 1. libuv reads quotas too, but rounds 1.9 down to 1 and, as of 1.52, finds none of
 * cgroup v1 where its controller is mounted as `cpu` alone.
 */
export function availableCores(
  { parallelism, root }: CoreSources = { parallelism: availableParallelism(), root: '/' },
): number {
  const quota = cpuQuota(root);
  return Math.max(1, quota === undefined ? parallelism : Math.min(Math.ceil(parallelism), Math.round(quota)));
}

/** Cores that the quotas of the process's group and the groups around it leave, or undefined without any. */
function cpuQuota(root: string): number | undefined {
  let least: number | undefined;
  for (const line of read(root, 'proc/self/cgroup')?.split('\n') ?? []) {
    const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (group === undefined) continue;
    const isUnified = controllers === '';
    if (!isUnified && !controllers?.split(',').includes('cpu')) continue;
    for (const folder of groupsAround(group)) {
      const quota = isUnified
        ? quotaOf(read(root, 'sys/fs/cgroup', folder, 'cpu.max'))
        : quotaOf(
            `${read(root, 'sys/fs/cgroup', controllers!, folder, 'cpu.cfs_quota_us')} ${read(root, 'sys/fs/cgroup', controllers!, folder, 'cpu.cfs_period_us')}`,
          );
      if (quota !== undefined && quota < (least ?? Number.POSITIVE_INFINITY)) least = quota;
    }
  }
  return least;
}

/** The group and those around it; in a container its path may be the host's, and then only the root is there. */
function groupsAround(group: string): string[] {
  const folders = [group];
  while (folders.at(-1) !== '/' && folders.at(-1) !== '.') folders.push(path.posix.dirname(folders.at(-1)!));
  return folders;
}

/** `50000 100000` is half a core; `max` and -1 are no quota. */
function quotaOf(text: string | undefined): number | undefined {
  const [quota, period] = (text ?? '').trim().split(/\s+/).map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : undefined;
}

function read(...parts: string[]): string | undefined {
  try {
    return readFileSync(path.join(...parts), 'utf8');
  } catch {
    return undefined;
  }
}
