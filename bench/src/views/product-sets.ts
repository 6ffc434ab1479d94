import { existsSync } from 'node:fs';
import path from 'node:path';
import type { LabelledImage } from '@imgsearch/core/evaluation';
import { fromFile } from '@imgsearch/core/node';
import { data, readCsv } from '../quality/sets.ts';

export interface ProductSet {
  /** Pictures of products by photo count, with the queries that poolings are chosen by. */
  readonly choosing: readonly LabelledImage[];
  /** The same products with the queries that are reported. */
  readonly reporting: readonly LabelledImage[];
}

/**
 * grocery/ as a shop of 81 products: each has the first `pictures` of its training photos; the validation photos choose,
 * the test photos report. Right is the product.
 */
export async function productSet(pictures: number): Promise<ProductSet | undefined> {
  const folder = path.join(data, 'grocery');
  if (!existsSync(folder)) return undefined;
  const rows = await readCsv(path.join(folder, 'labels.csv'));
  const labelled = (wanted: string, split: 'query' | 'catalogue', most: number): LabelledImage[] => {
    const counts = new Map<string, number>();
    return rows.flatMap(({ image = '', class: product = '', split: own }) => {
      const count = counts.get(product) ?? 0;
      if (own !== wanted || count >= most) return [];
      counts.set(product, count + 1);
      const source = fromFile(path.join(folder, image));
      return [{ id: image, source, label: product, productId: product, split }];
    });
  };
  const catalogue = labelled('train', 'catalogue', pictures);
  const all = Number.POSITIVE_INFINITY;
  return {
    choosing: [...catalogue, ...labelled('val', 'query', all)],
    reporting: [...catalogue, ...labelled('test', 'query', all)],
  };
}
