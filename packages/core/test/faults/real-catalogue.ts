// A small catalogue of real parts, for runs that something goes wrong with: drawn photos in files, sharp, the starter
// embedder in a worker, and what an untouched run makes of it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type CallOptions,
  createImageSearchPipeline,
  createMemoryStore,
  type Embedder,
  type ImageSearchPipeline,
  type Product,
  type RasterEmbedder,
  type RasterImage,
  type VectorStore,
} from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { starterModels } from '@imgsearch/models-starter';
import { createOnnxEmbedder, createOnnxRuntime } from '@imgsearch/onnx/node';
import { createSharpImageProcessor } from '@imgsearch/sharp';
import sharp from 'sharp';
import { expect } from 'vitest';

export interface Shop {
  readonly pipeline: ImageSearchPipeline;
  /** Pictures that went through the model. */
  computed(): number;
  /** Records that the store has taken. */
  readonly acknowledged: ReadonlySet<string>;
}

export interface RealCatalogue {
  readonly folder: string;
  /** One picture each, `p0`, `p1`, ... */
  readonly products: readonly Product[];
  /** Paths, one a product. */
  readonly files: readonly string[];
  readonly embedder: Embedder;
  /** A pipeline over a store, watched. */
  open(store: VectorStore): Shop;
  /** That the store holds these products' pictures, each once and each with its own vector, and nothing else. */
  expectWhole(store: VectorStore, ids?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** No two alike: a disc and a bar of their own place, size and colours. */
async function drawPhoto(file: string, at: number): Promise<void> {
  const hue = (at * 137) % 360;
  const [x, y, radius] = [30 + ((at * 29) % 70), 30 + ((at * 43) % 70), 12 + ((at * 7) % 30)];
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128">
    <rect width="128" height="128" fill="hsl(${(hue + 150) % 360} 30% 85%)"/>
    <rect x="${y}" y="${x}" width="${10 + (at % 40)}" height="14" fill="hsl(${(hue + 70) % 360} 60% 30%)"/>
    <circle cx="${x}" cy="${y}" r="${radius}" fill="hsl(${hue} 70% 45%)"/></svg>`;
  await sharp(Buffer.from(drawing)).jpeg({ quality: 90 }).toFile(file);
}

export async function openRealCatalogue(name: string, count: number): Promise<RealCatalogue> {
  const folder = mkdtempSync(path.join(tmpdir(), `imgsearch-${name}-`));
  mkdirSync(path.join(folder, 'photos'));
  const files = Array.from({ length: count }, (_, at) => path.join(folder, 'photos', `${at}.jpg`));
  for (const [at, file] of files.entries()) await drawPhoto(file, at);
  const runtime = createOnnxRuntime({ workers: 1, threads: 1 });
  const embedder: RasterEmbedder = await createOnnxEmbedder({ runtime, ...starterModels.embedding });
  const imageProcessor = createSharpImageProcessor();
  const products = files.map((file, at) => ({ id: `p${at}`, images: [fromFile(file)] }));

  const open = (store: VectorStore): Shop => {
    let computed = 0;
    const acknowledged = new Set<string>();
    const pipeline = createImageSearchPipeline({
      imageProcessor,
      embedder: {
        ...embedder,
        async embedImages(images: readonly RasterImage[], options?: CallOptions) {
          const vectors = await embedder.embedImages(images, options);
          computed += vectors.length;
          return vectors;
        },
      },
      store: {
        ...store,
        async upsert(records, options) {
          const outcomes = await store.upsert(records, options);
          for (const { id, ok } of outcomes) if (ok) acknowledged.add(id);
          return outcomes;
        },
      },
    });
    return { pipeline, computed: () => computed, acknowledged };
  };

  const untouched = createMemoryStore();
  await open(untouched).pipeline.index(products);
  const reference = new Map<string, Float32Array>();
  for await (const { record } of untouched.scan!({ includeVectors: true }))
    reference.set(record.id, record.vector!);

  return {
    folder,
    files,
    products,
    embedder,
    open,
    async expectWhole(store, ids = products.map(({ id }) => id)) {
      await store.flush?.();
      const found: string[] = [];
      for await (const { record } of store.scan!({ includeVectors: true })) {
        found.push(record.id);
        const similarity = cosine(record.vector!, reference.get(record.id)!);
        expect(similarity, record.id).toBeGreaterThanOrEqual(0.9999);
        for (const [id, other] of reference)
          expect(cosine(record.vector!, other) - similarity, `${record.id} and ${id}`).toBeLessThan(1e-6);
      }
      expect(found.sort()).toEqual(ids.map((id) => `${id}/0`).sort());
    },
    async close() {
      await embedder.close?.();
      await runtime.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0);
