import { freemem, totalmem } from 'node:os';
import { readGroups } from './control-groups.ts';

/** Where to look, other than this machine: for tests. */
export interface MemorySources {
  /** Bytes that the machine has. */
  readonly total: number;
  /** Bytes that are free on the machine. */
  readonly free: number;
  /** Folder that stands for `/`. */
  readonly root: string;
}

export interface AvailableMemory {
  /** Bytes that the process may use at most: the machine's, or the lowest limit of its control groups. */
  readonly total: number;
  /** Bytes that are left of it now. */
  readonly free: number;
  /** Whether a control group sets the limit. */
  readonly limited: boolean;
}

/**
 * Memory that the process may use: the machine's, or what the limit of its container leaves (cgroup v1 and v2, the
 * groups around it included).
 */
export function availableMemory(
  { total, free, root }: MemorySources = { total: totalmem(), free: freemem(), root: '/' },
): AvailableMemory {
  const groups = readGroups(root, 'memory', {
    unified: ['memory.max', 'memory.current', 'memory.stat'],
    first: ['memory.limit_in_bytes', 'memory.usage_in_bytes', 'memory.stat'],
  })
    .map(([limit, used, stat = '']) => ({
      limit: Number(limit),
      left: Number(limit) - Number(used) + forgettable(stat),
    }))
    // `max` is no number, and v1 says "none" with one that no machine has.
    .filter(({ limit, left }) => limit > 0 && limit < total && Number.isFinite(left));
  return {
    total: Math.min(total, ...groups.map(({ limit }) => limit)),
    free: Math.max(0, Math.min(free, ...groups.map(({ left }) => left))),
    limited: groups.length > 0,
  };
}

/** Bytes of files that were read and are given up before anything fails: they count as used, and are not. */
function forgettable(stat: string): number {
  const found = /^total_inactive_file (\d+)$/m.exec(stat) ?? /^inactive_file (\d+)$/m.exec(stat);
  return Number(found?.[1] ?? 0);
}
