import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { invalidOption } from '@imgsearch/core';
import type { ComparisonQuery } from '@imgsearch/core/migration';
import { fromFile } from '@imgsearch/core/node';
import { PICTURE } from '@imgsearch/sources';
import { readTable } from '../input/read-table.ts';

/** A query of the user's own, with the product that is right where he knows it. */
export interface OwnQuery extends ComparisonQuery {
  readonly right?: string | undefined;
}

/**
 * A folder of photos, or a CSV or JSON of `image, productId`.
 * @throws ImageSearchError INVALID_OPTIONS
 */
export async function readQueries(place: string): Promise<OwnQuery[]> {
  const found = await stat(place).catch(() => undefined);
  if (found === undefined)
    throw invalidOption('--queries', 'a folder of photos, a .csv or a .json that exists', place);
  if (!found.isDirectory())
    return (await readTable(place)).map(({ id, source, productId }) => ({
      ...{ id, image: source },
      ...(productId !== undefined && { right: productId }),
    }));
  const names = (await readdir(place, { recursive: true })).filter((name) => PICTURE.test(name)).sort();
  if (names.length === 0) throw invalidOption('--queries', 'a folder that holds photos', place);
  return names.map((name) => ({ id: name, image: fromFile(path.resolve(place, name)) }));
}
