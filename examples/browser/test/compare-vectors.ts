// The page's vectors beside the server's, of the same photos.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { Shop } from '../src/create-pipeline.ts';
import type { Looker } from '../src/page/create-looker.ts';

/** What main.ts leaves for tests. */
declare const looker: Promise<Looker>;

const data = process.env.IMGSEARCH_DATA ?? path.resolve(import.meta.dirname, '../../../../shared/data');

/** So many of them, from first to last. */
const spread = <T>(all: readonly T[], count: number): T[] =>
  Array.from({ length: Math.min(count, all.length) }, (_, at) => all[at * Math.floor(all.length / count)]!);

/** Real ones of people's homes and shops, and pictures large enough to be shrunk: so many of each. */
async function realPhotos(each: number): Promise<string[]> {
  const files: string[] = [];
  for (const set of ['clothing/images', 'salient/images', 'diy', 'storefront/images']) {
    const names = await readdir(path.join(data, set));
    const photos = names.filter((name) => /\.(jpe?g|png|webp)$/i.test(name)).sort();
    files.push(...spread(photos, each).map((name) => path.join(data, set, name)));
  }
  return files;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0);
const meanOf = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;

/**
 * Holds the page to the server.
 * @param counts how many of the demo's drawn photos, each as it is, as a phone takes it and without loss; and how many
 *   real ones of each set, where there are any
 */
export async function compareVectors(
  page: Page,
  shop: Shop,
  counts: { readonly drawn: number; readonly real: number },
): Promise<void> {
  const inPage = (bytes: Uint8Array) =>
    page.evaluate(async (text) => {
      const { pipeline } = await looker;
      const image = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const { vector, fingerprint, background } = await pipeline.embed({ image });
      return { vector: [...vector], fingerprint, removed: background.removed };
    }, base64(bytes));

  const compare = async (
    name: string,
    files: Iterable<string>,
    change: (bytes: Uint8Array) => Promise<Uint8Array> = async (bytes) => bytes,
  ) => {
    const all: number[] = [];
    for (const file of files) {
      const image = await change(await readFile(file));
      const [here, there] = [await inPage(image), await shop.pipeline.embed({ image })];
      expect(here.fingerprint.space).toBe(there.fingerprint.space);
      expect(here.removed).toBe(there.background.removed);
      all.push(cosine(here.vector, there.vector));
    }
    const least = Math.min(...all).toFixed(5);
    console.log(`${name}: ${all.length} photos, cosine at least ${least}, mean ${meanOf(all).toFixed(5)}`);
    return all;
  };

  const drawn = spread([...shop.samples.values()], counts.drawn);
  expect(drawn).toHaveLength(counts.drawn);
  expect(Math.min(...(await compare('drawn, as they are', drawn)))).toBeGreaterThanOrEqual(0.995);
  if (!existsSync(data)) console.warn(`!! SKIPPED: no photos at ${data} (set IMGSEARCH_DATA).`);
  else {
    const real = await realPhotos(counts.real);
    expect(Math.min(...(await compare('photos', real)))).toBeGreaterThanOrEqual(0.995);
  }
  const phone = await compare('drawn, as a phone takes them, 12 megapixels', drawn, async (bytes) =>
    sharp(bytes).resize({ width: 4000, height: 3000, fit: 'inside' }).jpeg({ quality: 92 }).toBuffer(),
  );
  // Chroma at half the size is shrunk otherwise by a JPEG decoder that shrinks as it decodes, which browsers do not let
  // theirs do; where that moves the edge of the cut-out, it moves the crop.
  expect(meanOf(phone)).toBeGreaterThanOrEqual(0.995);
  // Without a decoder that differs and without shrinking, what is left is the models' own arithmetic.
  const lossless = await compare('drawn, PNG at the working size', drawn, async (bytes) =>
    sharp(bytes).resize(512, 512, { fit: 'inside' }).png().toBuffer(),
  );
  expect(Math.min(...lossless)).toBeGreaterThanOrEqual(0.9999);
}
