import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createImageSearchPipeline, createMemoryStore, type ImageSearchPipeline } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { type CatalogEntry, type QueryEntry, renderDemoCatalog } from '@imgsearch/demo-catalog';
import { starterModels } from '@imgsearch/models-starter';
import {
  createOnnxBackgroundRemover,
  createOnnxClassifier,
  createOnnxEmbedder,
  createOnnxRuntime,
} from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';

export interface Shop {
  readonly pipeline: ImageSearchPipeline;
  /** Absolute path of a picture, by the product's id. */
  readonly pictures: ReadonlyMap<string, string>;
  /** Photos to try: absolute path by name. */
  readonly samples: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

/**
 * The demo's products, drawn and indexed in memory. The server works on its own pictures as ever, in Node; only shoppers'
 * photos are looked at elsewhere.
 * @param directory where the drawn pictures are kept
 * @param products how many; all where left out
 */
export async function createShop(directory: string, products?: number): Promise<Shop> {
  const { catalogFile, queriesFile } = await renderDemoCatalog({ directory, products });
  const { products: entries } = JSON.parse(await readFile(catalogFile, 'utf8')) as {
    products: CatalogEntry[];
  };
  const { queries } = JSON.parse(await readFile(queriesFile, 'utf8')) as { queries: QueryEntry[] };
  const pictures = new Map(entries.map(({ id, image }) => [id, path.join(path.dirname(catalogFile), image)]));
  const samples = new Map(
    queries.map(({ file }) => [path.parse(file).name, path.join(path.dirname(queriesFile), file)]),
  );

  const runtime = createOnnxRuntime();
  const [backgroundRemover, embedder, classifier] = await Promise.all([
    createOnnxBackgroundRemover({ runtime, ...starterModels.backgroundRemoval }),
    createOnnxEmbedder({ runtime, ...starterModels.embedding }),
    createOnnxClassifier({ runtime, ...starterModels.category }),
  ]);
  const pipeline = createImageSearchPipeline({
    imageProcessor: createSharpImageProcessor(),
    backgroundRemover,
    embedder,
    classifier,
    store: createMemoryStore(),
  });
  await pipeline.index(
    entries.map(({ id, name, brand, category }) => ({
      id,
      images: [fromFile(pictures.get(id) as string)],
      category,
      metadata: { name, brand },
    })),
  );
  const close = async (): Promise<void> => {
    await pipeline.close({ components: true });
    await runtime.close();
  };
  return { pipeline, pictures, samples, close };
}
