import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type QueryEntry, type RenderProgress, renderDemoCatalog } from '@imgsearch/demo-catalog';
import type { Catalog } from './catalog.ts';
import { readCatalogFile } from './read-catalog-file.ts';

export interface DemoCatalogOptions {
  /** Where it lies between two starts. */
  readonly directory: string;
  /** Products; all where left out. */
  readonly products?: number | undefined;
  readonly onProgress: (progress: RenderProgress) => void;
  readonly signal: AbortSignal;
}

/** The demo's own products, drawn at the first start. */
export async function loadDemoCatalog(options: DemoCatalogOptions): Promise<Catalog> {
  const { catalogFile, queriesFile } = await renderDemoCatalog(options);
  const { products, warnings } = await readCatalogFile(catalogFile);
  const { queries } = JSON.parse(await readFile(queriesFile, 'utf8')) as { queries: QueryEntry[] };
  const samples = queries.map(({ file, category }) => ({
    id: path.parse(file).name,
    file: path.join(path.dirname(queriesFile), file),
    category,
  }));
  return { products, samples, warnings };
}
