import { ImageSearchError, type ImageSource, type Metadata, type Product } from '@imgsearch/core';
import { fileNotes } from './file-notes.ts';
import type { NamedPicture } from './picture-at.ts';

/** How rows become products. */
export interface RowRules {
  readonly pictureAt: (text: string) => NamedPicture;
  readonly noteFiles: boolean;
}

export function refuseRow(place: string, what: string, hint: string, cause?: unknown): ImageSearchError {
  return new ImageSearchError({ code: 'SOURCE_FAILED', message: `${place}: ${what}`, hint, cause });
}

/**
 * A row as a product: `id`, `image` or `images`, `version` or `versions`, `category`, and whatever else it has as
 * metadata. What is wrong with its pictures is left to the pipeline, whose report names the product.
 * @throws ImageSearchError SOURCE_FAILED for what is no row, or has no id
 */
export function toProduct(row: unknown, place: string, number: number, rules: RowRules): Product {
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw refuseRow(place, `row ${number} is no object.`, 'Write { "id": ..., "image": ... }.');
  const { id, image, images, version, versions, category, ...rest } = row as Record<string, unknown>;
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '')
    throw refuseRow(place, `row ${number} has no id.`, 'Give each product an "id", a text or a number.');
  const pictures = listOf(images ?? image).map((each) =>
    typeof each === 'string' ? rules.pictureAt(each) : { source: each as ImageSource },
  );
  const names = pictures.flatMap((picture) => ('name' in picture ? picture.name : []));
  const marks = listOf(versions ?? version);
  return {
    id: String(id),
    images: pictures.map(({ source }, at) => ({
      source,
      ...(typeof marks[at] === 'string' && marks[at] !== '' && { version: marks[at] }),
    })),
    ...(typeof category === 'string' && category !== '' && { category }),
    metadata: { ...(rest as Metadata), ...(rules.noteFiles && fileNotes(names)) },
  };
}

/** A list, or in a cell of a table the parts between bars. */
export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'string') return value.split('|').filter((part) => part !== '');
  return value === undefined || value === null ? [] : [value];
}
