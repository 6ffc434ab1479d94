import type { Fields, FieldType } from '@imgsearch/core';
import { listOf } from './to-product.ts';

/**
 * A row of cells, which are all text, with values of the fields' types. An empty cell is no value; a text that is none of
 * its type stays one, and the pipeline refuses that product by name.
 */
export function readFields(row: unknown, fields: Fields): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const read = Object.entries(row).map(([name, cell]) => {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return [name, type !== undefined && typeof cell === 'string' ? fieldValue(cell, type) : cell];
  });
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

function fieldValue(cell: string, type: FieldType): unknown {
  if (cell === '') return undefined;
  if (type === 'keyword[]') return listOf(cell);
  if (type === 'number[]') return listOf(cell).map((part) => numberOf(part as string));
  if (type === 'number') return numberOf(cell);
  if (type === 'boolean') return BOOLEANS.get(cell.toLowerCase()) ?? cell;
  return cell;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...(['true', '1', 'yes'] as const).map((text) => [text, true] as const),
  ...(['false', '0', 'no'] as const).map((text) => [text, false] as const),
]);

function numberOf(text: string): number | string {
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : text;
}
