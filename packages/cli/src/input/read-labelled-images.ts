import { statSync } from 'node:fs';
import path from 'node:path';
import { invalidOption } from '@imgsearch/core';
import type { LabelledFile } from './labelled-file.ts';
import { readFolder } from './read-folder.ts';
import { readTable } from './read-table.ts';

/**
 * Pictures with their right answers: a folder with a folder per class, or a CSV or JSON of
 * `image, label or productId, split, category, group`.
 * @throws ImageSearchError INVALID_OPTIONS with the row that is wrong
 */
export async function readLabelledImages(place: string): Promise<LabelledFile[]> {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat === undefined)
    throw invalidOption(
      'DATA',
      'a folder, a .csv or a .json that exists',
      place,
      `Nothing is there: ${path.resolve(place)}`,
    );
  const images = stat.isDirectory() ? await readFolder(place) : await readTable(place);
  if (images.length === 0)
    throw invalidOption(
      'DATA',
      'at least one picture',
      place,
      'A folder holds a folder per class, with pictures in each; see imgsearch eval --help.',
    );
  return images;
}
