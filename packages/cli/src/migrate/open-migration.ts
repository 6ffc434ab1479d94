import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createImageSearchPipeline, type Fields, ImageSearchError } from '@imgsearch/core';
import { createMigration, type Migration, type StoredPicture } from '@imgsearch/core/migration';
import { createFileCheckpoint, type FileCheckpoint, fromFile } from '@imgsearch/core/node';
import { createLanceDbStore, type LanceDbStore } from '@imgsearch/lancedb';
import { type ModelChoice, openComponents } from '../components.ts';
import { readProducts } from '../input/read-products.ts';

/** New models under their own names, those that serve under `from...`. */
export interface MigrationChoice extends ModelChoice {
  readonly store: string;
  readonly fromBackground?: string | undefined;
  readonly fromEmbedding?: string | undefined;
  readonly fromCategory?: string | undefined;
}

export interface OpenedMigration {
  readonly migration: Migration<Fields>;
  /** Where the progress over a source is kept, beside the vectors. */
  checkpoint(): FileCheckpoint;
  close(): Promise<void>;
}

/** The store in a folder, which must be there. @throws ImageSearchError INVALID_OPTIONS */
export function openStore(folder: string): LanceDbStore {
  if (existsSync(folder)) return createLanceDbStore({ folder });
  throw new ImageSearchError({
    code: 'INVALID_OPTIONS',
    message: `There is no store at ${folder}.`,
    hint: 'Fill one with: imgsearch index PRODUCTS',
  });
}

/**
 * A migration between the models of the command line.
 * @param place products to build from; left out: the files that the records name
 */
export async function openMigration(
  choice: MigrationChoice,
  place: string | undefined,
): Promise<OpenedMigration> {
  if (!choice.embedding && !choice.background && !choice.category)
    throw new ImageSearchError({
      code: 'INVALID_OPTIONS',
      message: 'No new model is named.',
      hint: 'Name one at least: --embedding, --background or --category with its manifest.',
    });
  const root = openStore(choice.store);
  const serving = createLanceDbStore({ folder: choice.store });
  const products = place === undefined ? undefined : await readProducts(place);
  const [old, next] = await Promise.all([
    openComponents({
      background: choice.fromBackground,
      embedding: choice.fromEmbedding,
      category: choice.fromCategory,
    }),
    openComponents(choice),
  ]);
  const from = createImageSearchPipeline<Fields>({ ...old.parts, store: serving });
  let space = '';
  const migration = createMigration<Fields>({
    ...{ store: root, from },
    to(store) {
      const pipeline = createImageSearchPipeline<Fields>({ ...next.parts, store });
      space = createHash('sha256')
        .update(JSON.stringify(pipeline.info.fingerprint))
        .digest('hex')
        .slice(0, 12);
      return pipeline;
    },
    source: products ? { products: () => products.products } : { original },
  });
  return {
    migration,
    checkpoint: () => createFileCheckpoint(path.join(choice.store, `migration-${space}.checkpoint`)),
    async close() {
      await migration.close();
      await from.close();
      await root.close();
      await Promise.all([old.close(), next.close()]);
    },
  };
}

/** The file that `imgsearch index` noted with the record. */
function original({ productId, imageId, metadata }: StoredPicture): ReturnType<typeof fromFile> {
  const { file, files } = metadata;
  const noted = Array.isArray(files) ? files[Number(imageId)] : imageId === '0' ? file : undefined;
  if (typeof noted === 'string') return fromFile(noted);
  throw new ImageSearchError({
    code: 'IMAGE_NOT_FOUND',
    message: `The record of ${productId}, picture ${imageId}, does not say which file it was made of.`,
    hint: 'Name the products that were indexed: imgsearch migrate run PRODUCTS',
  });
}
