import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/result.ts';
import { clothingSet, demoSet, grocerySet, iconicSet, type LabelledFile } from './sets.ts';

const columns = ['image', 'label', 'split', 'category', 'group'] as const;

/** The sets of the quality suite as tables for `imgsearch eval`, where their data is. Paths from the tables' folder. */
export async function writeEvalTables(folder = path.join(root, '.cache/bench/tables')): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  for (const load of [demoSet, clothingSet, grocerySet, iconicSet]) {
    const set = await load();
    if (set === undefined) continue;
    const file = path.join(folder, `${set.name}.csv`);
    const line = (image: LabelledFile): string => {
      const row = { ...image, image: path.relative(folder, image.file).replaceAll('\\', '/') };
      return columns.map((column) => `"${(row[column] ?? '').replaceAll('"', '""')}"`).join(',');
    };
    await writeFile(file, `${[columns.join(','), ...set.images.map(line)].join('\n')}\n`);
    written.push(`imgsearch eval ${path.relative(root, file)}${set.narrowed ? '' : ' --everything'}`);
  }
  return written;
}
