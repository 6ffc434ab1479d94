import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fromFile } from '@imgsearch/core/node';
import { PICTURE } from '@imgsearch/sources';
import type { LabelledFile } from './labelled-file.ts';

const SPLITS: Readonly<Record<string, 'query' | 'catalogue'>> = {
  query: 'query',
  queries: 'query',
  catalogue: 'catalogue',
  catalog: 'catalogue',
};

/**
 * A folder per class, its pictures anywhere below. Where the folder holds exactly `queries` and `catalogue`, the classes
 * are looked for in each.
 */
export async function readFolder(folder: string): Promise<LabelledFile[]> {
  const folders = await foldersIn(folder);
  const splits = folders.filter((name) => name.toLowerCase() in SPLITS);
  if (splits.length !== 2 || folders.length !== 2) return readClasses(folder, folder, undefined);
  const parts = splits.map((name) =>
    readClasses(folder, path.join(folder, name), SPLITS[name.toLowerCase()]),
  );
  return (await Promise.all(parts)).flat();
}

async function readClasses(
  root: string,
  folder: string,
  split: 'query' | 'catalogue' | undefined,
): Promise<LabelledFile[]> {
  const images: LabelledFile[] = [];
  for (const label of await foldersIn(folder)) {
    const names = await readdir(path.join(folder, label), { recursive: true });
    for (const name of names.filter((entry) => PICTURE.test(entry)).sort()) {
      const file = path.join(folder, label, name);
      const id = path.relative(root, file).split(path.sep).join('/');
      images.push({ id, file, source: fromFile(file), label, ...(split && { split }) });
    }
  }
  return images;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
