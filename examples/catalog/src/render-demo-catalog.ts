import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { generatorHash } from './generator-hash.ts';
import { forEachParallel } from './parallel.ts';
import type { Box } from './photo/alpha-box.ts';
import { renderQueryPhoto } from './photo/query-photo.ts';
import { renderStudioPicture } from './photo/studio-picture.ts';
import { type DemoProduct, demoProducts } from './products/demo-products.ts';
import { type DemoQuery, demoQueries, sampleQueries } from './products/demo-queries.ts';
import { renderedFolder } from './rendered-folder.ts';

export interface RenderDemoCatalogOptions {
  /** A cache folder; made if absent. */
  directory: string;
  /** How many products, spread over all categories; all (312 and more) where left out. */
  products?: number | undefined;
  /** True for two query photos of every product; otherwise 24 samples are made. */
  queries?: boolean | undefined;
  onProgress?: ((progress: RenderProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface RenderProgress {
  /** Pictures written. */
  done: number;
  total: number;
  phase: 'catalog' | 'queries';
}

export interface RenderedDemoCatalog {
  /** Absolute path of catalog.json; pictures are named relative to its folder. */
  catalogFile: string;
  /** Absolute path of queries.json; photos are named relative to its folder. */
  queriesFile: string;
  /** True where everything was there already. */
  cached: boolean;
}

/** A product as catalog.json holds it. */
export type CatalogEntry = Omit<DemoProduct, 'design'> & { image: string };

/** A query photo as queries.json holds it. */
export interface QueryEntry {
  file: string;
  productId: string;
  category: string;
  background: 'plain' | 'cluttered';
  scene: string;
  /** In pixels. */
  width: number;
  height: number;
  /** The tight box of the product in the photo, in pixels. */
  bestFraming: Box;
}

/**
 * Makes the demo's catalogue and query photos on disk, unless they are there already and made by this very code.
 * The same code gives the same bytes on one machine. Rejects with the signal's reason when aborted; what was whole
 * before stays whole.
 *
 * @example
 * const { catalogFile } = await renderDemoCatalog({ directory: '.cache/demo' });
 */
export async function renderDemoCatalog(options: RenderDemoCatalogOptions): Promise<RenderedDemoCatalog> {
  const directory = resolve(options.directory);
  const products = demoProducts().slice(0, options.products);
  const key = `${await generatorHash()}/${products.length}`;
  const catalog = join(directory, 'catalog');
  const photos = join(directory, options.queries === true ? 'queries' : 'samples');
  const wanted = options.queries === true ? demoQueries(products) : sampleQueries(products);
  const hadCatalog = await renderedFolder(catalog, key, (folder) => writeCatalog(folder, products, options));
  const hadQueries = await renderedFolder(photos, key, (folder) => writeQueries(folder, wanted, options));
  return {
    catalogFile: join(catalog, 'catalog.json'),
    queriesFile: join(photos, 'queries.json'),
    cached: hadCatalog && hadQueries,
  };
}

type Watcher = Pick<RenderDemoCatalogOptions, 'onProgress' | 'signal'>;

async function writeCatalog(
  folder: string,
  products: readonly DemoProduct[],
  { onProgress, signal }: Watcher,
): Promise<void> {
  await mkdir(join(folder, 'images'));
  let done = 0;
  await forEachParallel(products, 4, async (product) => {
    signal?.throwIfAborted();
    await writeFile(join(folder, 'images', `${product.id}.jpg`), await renderStudioPicture(product.design));
    done += 1;
    onProgress?.({ done, total: products.length, phase: 'catalog' });
  });
  const entries = products.map(
    ({ design: _design, ...product }): CatalogEntry => ({ ...product, image: `images/${product.id}.jpg` }),
  );
  await writeFile(join(folder, 'catalog.json'), `${JSON.stringify({ products: entries }, null, 2)}\n`);
}

async function writeQueries(
  folder: string,
  queries: readonly DemoQuery[],
  { onProgress, signal }: Watcher,
): Promise<void> {
  const entries: QueryEntry[] = [];
  let done = 0;
  await forEachParallel(queries, 4, async (query, index) => {
    signal?.throwIfAborted();
    const { jpeg, width, height, bestFraming } = await renderQueryPhoto(query);
    const file = `${query.product.id}-${query.background}.jpg`;
    await writeFile(join(folder, file), jpeg);
    entries[index] = {
      file,
      productId: query.product.id,
      category: query.product.category,
      background: query.background,
      scene: query.scene.id,
      width,
      height,
      bestFraming,
    };
    done += 1;
    onProgress?.({ done, total: queries.length, phase: 'queries' });
  });
  await writeFile(join(folder, 'queries.json'), `${JSON.stringify({ queries: entries }, null, 2)}\n`);
}
