import { randomUUID } from 'node:crypto';
import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two signs of life, and without one until a lock is taken for left behind. */
const BEAT = 10_000;
const STALE = 60_000;

export interface FileLock {
  /** Idempotent. */
  release(): Promise<void>;
}

interface Holder {
  readonly host: string;
  readonly pid: number;
  readonly id: string;
}

/** Ids of the locks that this process holds. */
const held = new Set<string>();

/**
 * Makes this handle the only writer of a file, by a lock file beside it that shows signs of life. A lock whose process
 * has ended on this host is taken over at once, any other after a minute without a sign.
 * @param path of what is locked; the lock is `${path}.lock`
 * @param whenHeld the error where another holds it, who is told as far as that is known
 * @throws what `whenHeld` makes, or the file system's error
 * @example
 * const lock = await lockFile('catalogue.json', (holder) => new Error(`${holder} writes to it.`));
 * await lock.release();
 */
export async function lockFile(path: string, whenHeld: (holder: string) => Error): Promise<FileLock> {
  const file = `${path}.lock`;
  const holder: Holder = { host: hostname(), pid: process.pid, id: randomUUID() };
  // Known before it is there: others of this process would take it for left behind.
  held.add(holder.id);
  for (let tries = 0; ; tries++) {
    try {
      await makeLock(file, holder);
      break;
    } catch (error) {
      const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
      if (isThere && tries <= 5 && (await removeStale(file))) continue;
      held.delete(holder.id);
      throw isThere ? whenHeld(nameOf(await holderOf(file))) : error;
    }
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT);
  beat.unref();
  return {
    async release() {
      clearInterval(beat);
      if (!held.delete(holder.id)) return;
      if ((await holderOf(file))?.id === holder.id) await rm(file, { force: true });
    },
  };
}

/** @throws EEXIST where there is one; a disk without room for it keeps no part of it */
async function makeLock(file: string, holder: Holder): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(JSON.stringify(holder));
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

/** Removes a lock that was left behind. @returns whether it is worth another try */
async function removeStale(file: string): Promise<boolean> {
  if (!(await isStale(file))) return false;
  // Of several who find it stale, one looks again and removes it: otherwise the next one would remove a fresh lock.
  const removal = `${file}.removal`;
  try {
    await (await open(removal, 'wx')).close();
  } catch {
    const begun = await stat(removal).catch(() => undefined);
    if (begun && Date.now() - begun.mtimeMs > STALE) await rm(removal, { force: true });
    await sleep(20);
    return true;
  }
  try {
    if (!(await isStale(file))) return false;
    await rm(file, { force: true });
    return true;
  } finally {
    await rm(removal, { force: true });
  }
}

/** Whether nobody holds it any more; also where there is none by now. */
async function isStale(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined || isLeft(await holderOf(file), Date.now() - found.mtimeMs);
}

function isLeft(holder: Holder | undefined, age: number): boolean {
  if (age > STALE) return true;
  // Written at this moment, perhaps.
  if (holder === undefined) return age > 1000;
  if (holder.host !== hostname()) return false;
  if (holder.pid === process.pid) return !held.has(holder.id);
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

const nameOf = (holder: Holder | undefined): string =>
  holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
