import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabelledImage, QueryOutcome } from '@imgsearch/core/evaluation';
import { fromFile } from '@imgsearch/core/node';
import type { CatalogEntry, QueryEntry } from '@imgsearch/demo-catalog';
import { demoCatalog } from '../lib/pictures.ts';
import { root } from '../lib/result.ts';
import { type Framing, framed } from './framed.ts';

/** A labelled picture and the file that it is. */
export interface LabelledFile extends LabelledImage {
  readonly file: string;
}

export interface QualitySet {
  readonly name: string;
  readonly description: string;
  readonly images: readonly LabelledFile[];
  /** The same pictures, each query cut to its product: what removal is judged against where the set knows the box. */
  readonly framed?: readonly LabelledFile[] | undefined;
  /** Whether the query's category narrows the search, as in a shop, or everything is searched. */
  readonly narrowed: boolean;
  /** Rows of the table that a query counts in. */
  rows(query: QueryOutcome): readonly string[];
}

export const data = process.env.IMGSEARCH_DATA ?? path.resolve(root, '../shared/data');
export const readCsv = async (file: string): Promise<Record<string, string>[]> => {
  const [head, ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  const names = head!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i]!, cell])));
};

/** Selecting reads the even half of a set, reporting the odd one: as `report_half` of the training recipe. */
export const inReportHalf = (name: string): boolean =>
  createHash('sha256').update(name).digest().at(-1)! % 2 === 1;

/** The demo catalogue: the very product must be among the first five. */
export async function demoSet(): Promise<QualitySet> {
  const { catalogFile, queriesFile } = await demoCatalog();
  const { products } = JSON.parse(await readFile(catalogFile, 'utf8')) as { products: CatalogEntry[] };
  const { queries } = JSON.parse(await readFile(queriesFile, 'utf8')) as { queries: QueryEntry[] };
  const catalogue = products.map(({ id, image, category }) => {
    const file = path.join(path.dirname(catalogFile), image);
    return {
      id: `catalogue ${id}`,
      file,
      source: fromFile(file),
      label: id,
      category,
      split: 'catalogue' as const,
    };
  });
  const asked = (source: (file: string, box: Framing) => LabelledImage['source']): LabelledFile[] =>
    queries.map(({ file, productId, category, bestFraming }) => ({
      id: file,
      file: path.join(path.dirname(queriesFile), file),
      source: source(path.join(path.dirname(queriesFile), file), bestFraming),
      label: productId,
      category,
      group: productId,
      split: 'query',
    }));
  const backgrounds = new Map(queries.map(({ file, background }) => [file, background]));
  return {
    name: 'demo',
    description: `${queries.length} rendered query photos of ${products.length} demo products; right is the very product. Families, scenes and seeds apart from training. "Off, framed" is the same photo cut to the product with a tenth of room, as a careful shopper would frame it.`,
    images: [...catalogue, ...asked((file) => fromFile(file))],
    framed: [...catalogue, ...asked((file, box) => () => framed(file, box))],
    narrowed: true,
    rows: ({ id, category = '' }) => ['overall', backgrounds.get(id) ?? '', groupOf[category] ?? category],
  };
}

/** The groups of the original system's table. */
const groupOf: Readonly<Record<string, string>> = {
  top: 'clothing',
  bottom: 'clothing',
  outer: 'clothing',
  shoes: 'clothing',
  smartphone: 'electronics',
  laptop: 'electronics',
  earphone: 'electronics',
  bed: 'furniture',
  chair: 'furniture',
  table: 'furniture',
  accessories: 'misc',
  beauty: 'misc',
  sports: 'misc',
};

function absent(name: string): undefined {
  process.stderr.write(`${name}: skipped, no data at ${data} (set IMGSEARCH_DATA)\n`);
  return undefined;
}

/** Leaves of the labels of clothing/; what is left out has none. */
export const leafOfGarment: Readonly<Record<string, string>> = {
  'T-Shirt': 'top',
  Longsleeve: 'top',
  Polo: 'top',
  Shirt: 'top',
  Blouse: 'top',
  Top: 'top',
  Undershirt: 'top',
  Hoodie: 'top',
  Dress: 'top',
  Body: 'top',
  Pants: 'bottom',
  Shorts: 'bottom',
  Skirt: 'bottom',
  Outwear: 'outer',
  Blazer: 'outer',
  Shoes: 'shoes',
  Hat: 'accessories',
};

/** Real phone photos of clothes: the right kind of garment, senders apart. */
export async function clothingSet(): Promise<QualitySet | undefined> {
  const folder = path.join(data, 'clothing');
  if (!existsSync(folder)) return absent('clothing');
  const rows = await readCsv(path.join(folder, 'labels.csv'));
  const images = rows.flatMap(({ image = '', label = '', split, sender = '' }): LabelledFile[] => {
    const file = path.join(folder, 'images', `${image}.jpg`);
    const wanted = split === 'train' || (split === 'validation' && inReportHalf(sender));
    if (!wanted || ['Not sure', 'Skip', 'Other'].includes(label) || !existsSync(file)) return [];
    const category = leafOfGarment[label];
    return [
      {
        id: image,
        file,
        source: fromFile(file),
        label,
        group: sender,
        split: split === 'train' ? 'catalogue' : 'query',
        ...(category && split !== 'train' && { category }),
      },
    ];
  });
  return {
    name: 'clothing',
    description:
      'clothing/, CC0: photos of the reporting half of the validation senders as queries, the training split as catalogue; right is a garment of the same label; everything is searched.',
    images,
    narrowed: false,
    rows: ({ category = 'none' }) => ['overall', category],
  };
}

async function grocery(
  name: string,
  catalogueSplit: string,
  description: string,
): Promise<QualitySet | undefined> {
  const folder = path.join(data, 'grocery');
  if (!existsSync(folder)) return absent(name);
  const images = (await readCsv(path.join(folder, 'labels.csv'))).flatMap(
    ({ image = '', class: label = '', split }): LabelledFile[] => {
      if (split !== catalogueSplit && split !== 'test') return [];
      const file = path.join(folder, image);
      return [
        {
          id: image,
          file,
          source: fromFile(file),
          label,
          split: split === 'test' ? 'query' : 'catalogue',
          ...(split === 'test' && { category: 'other' }),
        },
      ];
    },
  );
  return { name, description, images, narrowed: false, rows: () => ['overall'] };
}

/** Shop photos among shop photos of the same classes. */
export const grocerySet = (): Promise<QualitySet | undefined> =>
  grocery(
    'grocery',
    'train',
    'grocery/: test photos as queries, training photos as catalogue; right is the same class; everything is searched.',
  );

/** Shop photo to iconic product picture: across domains, iconic pictures never trained on. */
export const iconicSet = (): Promise<QualitySet | undefined> =>
  grocery(
    'grocery-to-iconic',
    'iconic',
    'grocery/: test photos as queries, the 81 iconic pictures as catalogue; right is the same product; everything is searched.',
  );
