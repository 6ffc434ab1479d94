import { availableParallelism } from 'node:os';
import { readGroups } from './control-groups.ts';

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
  const quotas = readGroups(root, 'cpu', {
    unified: ['cpu.max'],
    first: ['cpu.cfs_quota_us', 'cpu.cfs_period_us'],
  }).map(quotaOf);
  const quota = Math.min(...quotas);
  return Math.max(1, Math.min(Math.ceil(parallelism), Math.round(quota)));
}

/** `50000 100000` is half a core; `max` and -1 are no quota. */
function quotaOf(texts: readonly string[]): number {
  const [quota, period] = texts.join(' ').split(/\s+/).map(Number);
  return quota !== undefined && period !== undefined && quota > 0 && period > 0
    ? quota / period
    : Number.POSITIVE_INFINITY;
}
