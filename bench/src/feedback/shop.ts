import path from 'node:path';
import { clothingSet, data, grocerySet, leafOfGarment, readCsv } from '../quality/sets.ts';
import { type EmbeddedPhoto, embeddedSet } from './embedded-set.ts';

/** Photos with two labels: what it is, and what kind of thing that is. */
export interface Shop {
  readonly name: string;
  /** What is sold: one product a picture. */
  readonly catalogue: readonly EmbeddedPhoto[];
  /** What people photograph; nobody's photos are on both sides. */
  readonly photos: readonly EmbeddedPhoto[];
  /** A garment's leaf, or a grocery's shelf. */
  kindOf(photo: EmbeddedPhoto): string;
}

/** Clothes by garment within leaf, groceries by product within shelf. */
export async function loadShops(): Promise<Shop[]> {
  const [clothing, grocery] = [await clothingSet(), await grocerySet()];
  if (clothing === undefined || grocery === undefined)
    throw new Error(`No data at ${data}: set IMGSEARCH_DATA.`);
  const shelves = new Map(
    (await readCsv(path.join(data, 'grocery/labels.csv'))).map((row) => [row.class ?? '', row.coarse ?? '']),
  );
  const shops: Shop[] = [];
  for (const [set, kindOf] of [
    [clothing, ({ label }: EmbeddedPhoto) => leafOfGarment[label] ?? 'none'],
    [grocery, ({ label }: EmbeddedPhoto) => shelves.get(label) ?? 'none'],
  ] as const) {
    const all = await embeddedSet(set.name, set.images);
    shops.push({
      name: set.name,
      catalogue: all.filter(({ split }) => split === 'catalogue'),
      photos: all.filter(({ split }) => split === 'query'),
      kindOf,
    });
  }
  return shops;
}
