import { randomUUID } from 'node:crypto';
import { copyFile, link, mkdir, open, readFile, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';

/**
 * A repository in the Hugging Face Hub's own cache folder, as its Python and JavaScript libraries lay it out:
 * `models--OWNER--NAME/` with `blobs/ETAG`, `snapshots/COMMIT/PATH` that point to blobs, `refs/REVISION` that hold a
 * commit, and `.no_exist/COMMIT/PATH` for what a repository does not have.
 */
export interface HubCache {
  readonly folder: string;
  blob(etag: string): string;
  /** What has arrived of a blob. A name of its own: other libraries may append to theirs at the same time. */
  incomplete(etag: string): string;
  /** What is locked while a blob is fetched. */
  lock(etag: string): string;
  snapshot(commit: string): string;
  /** The commit that a branch or tag stood for when it was last pulled. */
  readRef(revision: string): Promise<string | undefined>;
  writeRef(revision: string, commit: string): Promise<void>;
  /** Makes a file of a snapshot from a blob that is there. */
  place(etag: string, commit: string, file: string): Promise<void>;
  lacks(commit: string, file: string): Promise<boolean>;
  markLacking(commit: string, file: string): Promise<void>;
}

export function openHubCache(cache: string, repository: string): HubCache {
  const name = `models--${repository.replaceAll('/', '--')}`;
  const folder = path.resolve(cache, name);
  const within = (...parts: string[]): string =>
    path.join(folder, ...parts.flatMap((part) => part.split('/')));
  const blob = (etag: string): string => within('blobs', etag);
  return {
    folder,
    blob,
    incomplete: (etag) => within('blobs', `${etag}.imgsearch.incomplete`),
    lock: (etag) => path.resolve(cache, '.locks', name, `${etag}.imgsearch`),
    snapshot: (commit) => within('snapshots', commit),
    async readRef(revision) {
      try {
        return (await readFile(within('refs', revision), 'utf8')).trim();
      } catch {
        return undefined;
      }
    },
    async writeRef(revision, commit) {
      const file = within('refs', revision);
      await replace(file, async (fresh) => {
        const handle = await open(fresh, 'wx');
        try {
          await handle.writeFile(commit);
          await handle.sync();
        } finally {
          await handle.close();
        }
      });
    },
    async place(etag, commit, file) {
      const target = within('snapshots', commit, file);
      if (await isSame(target, blob(etag))) return;
      await replace(target, (fresh) => pointTo(blob(etag), fresh, path.dirname(target)));
    },
    lacks: (commit, file) => isThere(within('.no_exist', commit, file)),
    async markLacking(commit, file) {
      await replace(within('.no_exist', commit, file), async (fresh) => (await open(fresh, 'wx')).close());
    },
  };
}

/** Whoever looks sees the old file or the new one. */
async function replace(target: string, write: (fresh: string) => Promise<void>): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const fresh = `${target}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await write(fresh);
    await rename(fresh, target);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
}

/** A relative symlink, so that the folder can be moved; where there are none, a hard link or a copy. */
async function pointTo(blob: string, fresh: string, from: string): Promise<void> {
  try {
    await symlink(path.relative(from, blob), fresh);
  } catch {
    try {
      await link(blob, fresh);
    } catch {
      await copyFile(blob, fresh);
    }
  }
}

async function isSame(target: string, blob: string): Promise<boolean> {
  try {
    const [one, other] = await Promise.all([stat(target), stat(blob)]);
    return (
      (await realpath(target)) === (await realpath(blob)) || (one.ino === other.ino && one.dev === other.dev)
    );
  } catch {
    return false;
  }
}

export async function isThere(file: string): Promise<boolean> {
  return (await sizeOf(file)) !== undefined;
}

/** Bytes of a file, or undefined where there is none. */
export async function sizeOf(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}

/** What was renamed stays renamed after a power cut. Windows has no such call for folders. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  } catch {
    // A file system without it.
  }
}
