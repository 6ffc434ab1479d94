import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ImageSearchError } from '@imgsearch/core';
import { fromFile } from '@imgsearch/core/node';
import { parse } from 'csv-parse/sync';
import type { LabelledFile } from './labelled-file.ts';

const COLUMNS = ['image', 'label', 'productId', 'split', 'category', 'group'];
const SPLITS: Readonly<Record<string, 'query' | 'catalogue' | undefined>> = {
  '': undefined,
  both: undefined,
  query: 'query',
  queries: 'query',
  test: 'query',
  catalogue: 'catalogue',
  catalog: 'catalogue',
  train: 'catalogue',
};

const refuse = (file: string, what: string, hint: string, cause?: unknown): ImageSearchError =>
  new ImageSearchError({ code: 'INVALID_OPTIONS', message: `${file}: ${what}`, hint, cause });

/** Rows of a CSV with a header, or of a JSON array. Paths start from the file's own folder. */
export async function readTable(file: string): Promise<LabelledFile[]> {
  const text = await readFile(file, 'utf8');
  const rows = /\.json$/i.test(file) ? parseJson(file, text) : parseCsv(file, text);
  return rows.map((row, index) => toImage(file, row, index + 1));
}

function parseCsv(file: string, text: string): Record<string, unknown>[] {
  try {
    return parse(text, { columns: true, bom: true, trim: true, skip_empty_lines: true });
  } catch (cause) {
    throw refuse(
      file,
      `it is no CSV: ${(cause as Error).message}`,
      `The first line names the columns: ${COLUMNS.join(',')}.`,
      cause,
    );
  }
}

function parseJson(file: string, text: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch (cause) {
    throw refuse(file, `it is no JSON: ${(cause as Error).message}`, 'Write an array of objects.', cause);
  }
  throw refuse(file, 'it is no array.', `Write an array of objects with ${COLUMNS.join(', ')}.`);
}

function toImage(table: string, row: Record<string, unknown>, number: number): LabelledFile {
  const at = `row ${number}`;
  const unknown = Object.keys(row).find((name) => !COLUMNS.includes(name));
  if (unknown !== undefined)
    throw refuse(table, `column "${unknown}" is not known.`, `Columns are ${COLUMNS.join(', ')}.`);
  const cell = (name: string): string | undefined => {
    const value = row[name];
    if (value === undefined || value === null || value === '') return undefined;
    return String(value);
  };
  const image = cell('image');
  const productId = cell('productId');
  const label = cell('label') ?? productId;
  if (image === undefined) throw refuse(table, `${at} names no image.`, 'Fill in the column "image".');
  if (label === undefined)
    throw refuse(
      table,
      `${at} has neither label nor productId.`,
      'Fill in one of the two: it says which answers are right.',
    );
  const split = cell('split') ?? '';
  if (!(split in SPLITS))
    throw refuse(
      table,
      `${at} has the split "${split}".`,
      'Write query, catalogue, or nothing for leave-one-out.',
    );
  const file = path.resolve(path.dirname(table), image);
  const category = cell('category');
  const group = cell('group');
  return {
    id: image,
    file,
    source: fromFile(file),
    label,
    ...(productId !== undefined && { productId }),
    ...(SPLITS[split] && { split: SPLITS[split] }),
    ...(category !== undefined && { category }),
    ...(group !== undefined && { group }),
  };
}
