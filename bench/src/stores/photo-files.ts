import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { demoCatalog } from '../lib/pictures.ts';
import { root } from '../lib/result.ts';
import { seeded } from '../lib/seeded.ts';

const data = process.env.IMGSEARCH_DATA ?? path.resolve(root, '../shared/data');

export interface PhotoFiles {
  /** Name of the set, for files made of it. */
  readonly name: 'photos' | 'drawn';
  /** Where they are from, for the notes of a result. */
  readonly text: string;
  readonly catalogue: readonly string[];
  /** Not in the catalogue. */
  readonly queries: readonly string[];
}

async function splitOf(set: 'clothing' | 'grocery', splits: readonly string[]): Promise<string[]> {
  const lines = (await readFile(path.join(data, set, 'labels.csv'), 'utf8')).trim().split(/\r?\n/).slice(1);
  return lines
    .map((line) => line.split(','))
    .filter((cells) => splits.includes(cells[3]!))
    .map(([image]) =>
      set === 'clothing' ? path.join(data, set, 'images', `${image}.jpg`) : path.join(data, set, image!),
    )
    .filter((file) => existsSync(file));
}

async function filesOf(folder: string): Promise<string[]> {
  const names = (await readdir(path.join(data, folder))).sort();
  return names
    .filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
    .map((name) => path.join(data, folder, name));
}

/** Mixed, so that any stretch of the list is a sample of the whole. */
function shuffled(files: readonly string[], seed: number): string[] {
  const random = seeded(seed);
  return files
    .map((file) => ({ file, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ file }) => file);
}

/** Real photos, or where there are none the pictures that the demo draws, with its query photos. */
export async function photoFiles(): Promise<PhotoFiles> {
  if (!existsSync(data)) {
    process.stderr.write(`No photos at ${data} (set IMGSEARCH_DATA): the demo's drawings stand in.\n`);
    const { catalogFile, queriesFile } = await demoCatalog();
    const { products } = JSON.parse(await readFile(catalogFile, 'utf8')) as { products: { image: string }[] };
    const { queries } = JSON.parse(await readFile(queriesFile, 'utf8')) as { queries: { file: string }[] };
    return {
      name: 'drawn',
      text: 'drawn products of the demo, queries its query photos',
      catalogue: products.map(({ image }) => path.join(path.dirname(catalogFile), image)),
      queries: queries.map(({ file }) => path.join(path.dirname(queriesFile), file)),
    };
  }
  const folders = ['diy', 'storefront/images', 'salient/images', 'cutouts/products', 'cutouts/icons3d'];
  const lists = await Promise.all([
    splitOf('clothing', ['train']),
    splitOf('grocery', ['train', 'val', 'iconic']),
    ...folders.map(filesOf),
  ]);
  const asked = [await splitOf('clothing', ['validation']), await splitOf('grocery', ['test'])];
  return {
    name: 'photos',
    text:
      'photos of shared/data (clothing train, grocery train, val and iconic, diy, storefront, salient, cut-outs), ' +
      'queries of its held-out photos (clothing validation, grocery test)',
    catalogue: shuffled(lists.flat(), 1),
    queries: shuffled(asked.flat(), 2),
  };
}
