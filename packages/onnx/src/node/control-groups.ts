import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Files in which a control group states a limit, by version of the interface. */
export interface LimitFiles {
  /** Under the unified hierarchy (v2), e.g. `['memory.max']`. */
  readonly unified: readonly string[];
  /** Under the controller's own hierarchy (v1), e.g. `['memory.limit_in_bytes']`. */
  readonly first: readonly string[];
}

/**
 * The texts of those files, for the process's group and every group around it; groups without the first file are left
 * out, other missing files are empty.
 * @param root folder that stands for `/`
 * @param controller `cpu`, `memory`
 */
export function readGroups(root: string, controller: string, files: LimitFiles): string[][] {
  const groups: string[][] = [];
  for (const line of readText(root, 'proc/self/cgroup')?.split('\n') ?? []) {
    const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || group === undefined) continue;
    const isUnified = controllers === '';
    if (!isUnified && !controllers.split(',').includes(controller)) continue;
    for (const folder of groupsAround(group)) {
      const texts = (isUnified ? files.unified : files.first).map((file) =>
        readText(root, 'sys/fs/cgroup', controllers, folder, file),
      );
      if (texts[0] !== undefined) groups.push(texts.map((text) => text ?? ''));
    }
  }
  return groups;
}

/** The group and those around it; in a container its path may be the host's, and then only the root is there. */
function groupsAround(group: string): string[] {
  const folders = [group];
  while (folders.at(-1) !== '/' && folders.at(-1) !== '.') folders.push(path.posix.dirname(folders.at(-1)!));
  return folders;
}

function readText(...parts: string[]): string | undefined {
  try {
    return readFileSync(path.join(...parts), 'utf8').trim();
  } catch {
    return undefined;
  }
}
