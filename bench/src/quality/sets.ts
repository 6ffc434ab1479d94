import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CatalogEntry, QueryEntry } from '@imgsearch/demo-catalog';
import { demoCatalog } from '../lib/pictures.ts';
import { root } from '../lib/result.ts';

/** A box of the query photo in pixels. */
export interface Framing {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface CatalogueItem {
  readonly id: string;
  readonly file: string;
  /** A hit is right when its label is the query's. */
  readonly label: string;
  readonly category?: string | undefined;
}

export interface QueryItem {
  readonly file: string;
  readonly label: string;
  /** Rows of the table that the query counts in. */
  readonly groups: readonly string[];
  /** Tight box around the product: `off` is judged at its best framing. */
  readonly framing?: Framing | undefined;
}

export interface QualitySet {
  readonly name: string;
  readonly description: string;
  readonly catalogue: readonly CatalogueItem[];
  readonly queries: readonly QueryItem[];
}

const data = process.env.IMGSEARCH_DATA ?? path.resolve(root, '../shared/data');
const readCsv = async (file: string): Promise<Record<string, string>[]> => {
  const [head, ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  const names = head!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell])));
};

/** The demo catalogue: the very product must be among the first five. */
export async function demoSet(): Promise<QualitySet> {
  const { catalogFile, queriesFile } = await demoCatalog();
  const { products } = JSON.parse(await readFile(catalogFile, 'utf8')) as { products: CatalogEntry[] };
  const { queries } = JSON.parse(await readFile(queriesFile, 'utf8')) as { queries: QueryEntry[] };
  return {
    name: 'demo',
    description: `${queries.length} rendered query photos of ${products.length} demo products; right is the very product. Families, scenes and seeds apart from training.`,
    catalogue: products.map(({ id, image, category }) => ({
      id,
      file: path.join(path.dirname(catalogFile), image),
      label: id,
      category,
    })),
    queries: queries.map(({ file, productId, category, background, bestFraming }) => ({
      file: path.join(path.dirname(queriesFile), file),
      label: productId,
      groups: ['overall', background, category],
      framing: bestFraming,
    })),
  };
}

function absent(name: string): undefined {
  process.stderr.write(`${name}: skipped, no data at ${data} (set IMGSEARCH_DATA)\n`);
  return undefined;
}

/** Real phone photos of clothes: any of five of the right kind of garment, senders apart. */
export async function clothingSet(): Promise<QualitySet | undefined> {
  const folder = path.join(data, 'clothing');
  if (!existsSync(folder)) return absent('clothing');
  const rows = (await readCsv(path.join(folder, 'labels.csv'))).filter(
    ({ label }) => !['Not sure', 'Skip', 'Other'].includes(label!),
  );
  const file = (image: string): string => path.join(folder, 'images', `${image}.jpg`);
  const usable = rows.filter(({ image }) => existsSync(file(image!)));
  return {
    name: 'clothing',
    description:
      'clothing/, CC0: validation split as queries, training split as catalogue; right is a garment of the same label.',
    catalogue: usable
      .filter(({ split }) => split === 'train')
      .map(({ image, label }) => ({ id: image!, file: file(image!), label: label! })),
    queries: usable
      .filter(({ split }) => split === 'validation')
      .map(({ image, label }) => ({ file: file(image!), label: label!, groups: ['overall', label!] })),
  };
}

/** Shop photo to iconic product picture: across domains, iconic pictures never trained on. */
export async function grocerySet(): Promise<QualitySet | undefined> {
  const folder = path.join(data, 'grocery');
  if (!existsSync(folder)) return absent('grocery');
  const rows = await readCsv(path.join(folder, 'labels.csv'));
  return {
    name: 'grocery-to-iconic',
    description:
      'grocery/: test photos as queries, the 81 iconic pictures as catalogue; right is the same product.',
    catalogue: rows
      .filter(({ split }) => split === 'iconic')
      .map(({ image, class: label }) => ({ id: label!, file: path.join(folder, image!), label: label! })),
    queries: rows
      .filter(({ split }) => split === 'test')
      .map(({ image, class: label }) => ({
        file: path.join(folder, image!),
        label: label!,
        groups: ['overall'],
      })),
  };
}
