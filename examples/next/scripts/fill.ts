// `npm run catalogue`: draws the demo's products and indexes them; again, it does what is left to do.
import { copyFile, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Product } from '@imgsearch/core';
import { createFileCheckpoint, fromFile } from '@imgsearch/core/node';
import { type CatalogEntry, renderDemoCatalog } from '@imgsearch/demo-catalog';
import { createPipeline, type fields } from '../lib/create-pipeline.ts';
import { folders } from '../lib/folders.ts';

const most = process.env.IMGSEARCH_PRODUCTS ? Number(process.env.IMGSEARCH_PRODUCTS) : undefined;
const { catalogFile } = await renderDemoCatalog({ directory: folders().catalogue, products: most });
const { products } = JSON.parse(await readFile(catalogFile, 'utf8')) as {
  readonly products: readonly CatalogEntry[];
};

/** What the page shows of a product rides along as metadata. */
const toProduct = ({ id, image, category, name, brand, price }: CatalogEntry): Product<typeof fields> => ({
  id,
  category,
  images: [fromFile(path.join(path.dirname(catalogFile), image))],
  metadata: { name, brand, price },
});

// What a similarity is worth in this catalogue, with these models.
const measured = import.meta.resolve('@imgsearch/demo-catalog/calibration.json');
await copyFile(fileURLToPath(measured), folders().calibration);

const { pipeline, close } = await createPipeline();
// Beside the index that it speaks of.
const place = process.env.OPENSEARCH_URL
  ? new URL(process.env.OPENSEARCH_URL).host.replace(/\W/g, '-')
  : 'lancedb';
const name = process.env.IMGSEARCH_INDEX ?? 'next';
const checkpoint = createFileCheckpoint(path.join(folders().catalogue, `${place}-${name}.journal`));
try {
  const report = await pipeline.index(products.map(toProduct), { checkpoint, prune: true });
  console.log(`${products.length} products: ${report.indexed} pictures indexed, ${report.failed} failed.`);
  for (const { productId, error } of report.failures) console.warn(`${productId}: ${error.message}`);
  process.exitCode = report.failed > 0 ? 1 : 0;
} finally {
  await checkpoint.close?.();
  await close();
}
