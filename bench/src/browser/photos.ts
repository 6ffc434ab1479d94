import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { data } from '../quality/sets.ts';

/** So many of a list, from all of it. */
export function evenlyOf<T>(list: readonly T[], count: number): T[] {
  return Array.from(
    { length: Math.min(count, list.length) },
    (_, at) => list[Math.floor((at * list.length) / count)]!,
  );
}

/** Photos of garments, of shops and of scenes with one object, as many of each; undefined where there are none. */
export async function realPhotos(count: number): Promise<Uint8Array[] | undefined> {
  const sets = ['clothing/images', 'grocery/test', 'salient/images'].map((set) => path.join(data, set));
  if (!sets.every(existsSync)) {
    process.stderr.write(`No photos at ${data} (set IMGSEARCH_DATA): real photos are not compared.\n`);
    return undefined;
  }
  const photos: Uint8Array[] = [];
  for (const set of sets) {
    const names = (await readdir(set, { recursive: true })).filter((name) => /\.jpe?g$/i.test(name)).sort();
    for (const name of evenlyOf(names, count / sets.length))
      photos.push(await readFile(path.join(set, name)));
  }
  return photos;
}
