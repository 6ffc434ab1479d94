import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ImageSearchError } from '@imgsearch/core';
import type { CatalogProduct } from './catalog.ts';
import { findCategory } from './find-category.ts';
import { nameFromFile } from './picture-files.ts';

type Entry = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** A number, or one written with a currency sign or thousands separators: `₩39,000`. */
function amount(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value.replaceAll(/[^\d.-]/g, '') || 'none') : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function toProduct(entry: Entry, folder: string): CatalogProduct | string {
  const named = [entry.image, ...(Array.isArray(entry.images) ? entry.images : [])].filter(
    (image) => typeof image === 'string',
  );
  const id = typeof entry.id === 'number' ? String(entry.id) : text(entry.id);
  if (named.length === 0) return `${id ?? 'an entry without id'}: no "image"`;
  const images = named.map((image) => path.resolve(folder, image));
  const missing = images.find((image) => !existsSync(image));
  if (missing) return `${id ?? named[0]}: no file ${missing}`;
  return {
    id: id ?? path.parse(images[0]!).name,
    name: text(entry.name) ?? text(entry.title) ?? nameFromFile(images[0]!),
    nameKorean: text(entry.nameKorean),
    brand: text(entry.brand),
    price: amount(entry.price),
    currency: text(entry.currency),
    category: findCategory(entry.category) ?? findCategory(entry.type),
    images,
  };
}

/**
 * Reads an array of products, or `{ products: [...] }`. Asks for `image` (or `images`), relative to the file; takes
 * `id, name, brand, price, currency, category` where they are there, and ignores the rest.
 * @returns products, and what was left out and why
 * @throws ImageSearchError SOURCE_FAILED
 */
export async function readCatalogFile(
  file: string,
): Promise<{ readonly products: CatalogProduct[]; readonly warnings: string[] }> {
  const fail = (message: string, hint: string, cause?: unknown): ImageSearchError =>
    new ImageSearchError({ code: 'SOURCE_FAILED', message, hint, cause });
  const shape = 'It takes [{ "id": "1", "image": "images/1.jpg", "name": "...", "price": 10 }, ...].';
  let content: unknown;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail(`${file} is not JSON: ${reason}`, shape, error);
  }
  const entries = Array.isArray(content) ? content : (content as Entry | null)?.products;
  if (!Array.isArray(entries)) throw fail(`${file} holds no list of products.`, shape);

  const products = new Map<string, CatalogProduct>();
  const warnings: string[] = [];
  for (const entry of entries) {
    const product = toProduct(typeof entry === 'object' && entry !== null ? entry : {}, path.dirname(file));
    if (typeof product === 'string') warnings.push(product);
    else if (products.has(product.id)) warnings.push(`${product.id}: a second product of this id`);
    else products.set(product.id, product);
  }
  if (products.size === 0)
    throw fail(
      entries.length === 0
        ? `${file} lists no products.`
        : `No product of ${file} can be used: ${warnings[0]}.`,
      `Paths of pictures start from ${path.dirname(file)}. ${shape}`,
    );
  return { products: [...products.values()], warnings };
}
