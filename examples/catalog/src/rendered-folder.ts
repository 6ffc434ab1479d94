import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const stampName = 'render.json';

async function stampOf(folder: string): Promise<string | undefined> {
  try {
    const stamp = JSON.parse(await readFile(join(folder, stampName), 'utf8')) as { key?: unknown };
    return typeof stamp.key === 'string' ? stamp.key : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Fills `folder` unless it already holds what `key` stands for. The work happens in a folder beside it that is
 * renamed at the end, so that a crash or an abort leaves either the old whole or nothing. Resolves to true where
 * nothing was to be done.
 */
export async function renderedFolder(
  folder: string,
  key: string,
  write: (folder: string) => Promise<void>,
): Promise<boolean> {
  if ((await stampOf(folder)) === key) return true;
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial);
  try {
    await write(partial);
    await writeFile(join(partial, stampName), JSON.stringify({ key }));
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if ((await stampOf(folder)) === key) return true;
    throw error;
  }
  return false;
}
