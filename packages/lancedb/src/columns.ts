import { checkMetadata, type Fields, type FieldType, type JsonValue, type Metadata } from '@imgsearch/core';
import { toArrayText } from './array-text.ts';
import { toOrderedText } from './ordered-text.ts';

/** How a column's name says what its field is; the rest of the name is the field's. */
const PREFIX: Record<FieldType, string> = {
  keyword: 'k_',
  'keyword[]': 'ks_',
  number: 'n_',
  'number[]': 'ns_',
  date: 'd_',
  boolean: 'b_',
};
const TYPES = Object.entries(PREFIX) as [FieldType, string][];

export const RESERVED_COLUMNS = {
  productId: 'product_id',
  imageId: 'image_id',
  category: 'category',
} as const;

/** Kind of value in the column of a field. Booleans are 0 and 1: Arrow's writer breaks a column of bits that are all null. */
export const columnKind = (type: FieldType): 'text' | 'number' =>
  type.startsWith('keyword') || type.endsWith('[]') ? 'text' : 'number';

/** SQL does not tell capitals in names apart, declared fields do: `Brand` becomes `k__brand`, `a_b` `k_a__b`. */
export const columnName = (field: string, type: FieldType): string =>
  PREFIX[type] +
  field.replace(/[A-Z_]/g, (character) => (character === '_' ? '__' : `_${character.toLowerCase()}`));

/** Fields of a table from the names of its columns. */
export function fieldsOf(columns: readonly string[]): Fields {
  const fields: Record<string, FieldType> = {};
  for (const column of columns) {
    const found = TYPES.find(([, prefix]) => column.startsWith(prefix));
    if (found === undefined) continue;
    const name = column
      .slice(found[1].length)
      .replace(/_([a-z_])/g, (_, next: string) => (next === '_' ? '_' : next.toUpperCase()));
    fields[name] = found[0];
  }
  return fields;
}

/** Time of a checked ISO date in milliseconds since the epoch. */
export const timeOf = (date: string): number => Date.parse(date);

/**
 * A field's value as its column holds it: dates as milliseconds, arrays as text. Null where it is missing, null or an
 * empty array, and where an undeclared value of old turns out to be of another type.
 */
export function columnValue(metadata: Metadata, field: string, type: FieldType): string | number | null {
  const value: JsonValue | undefined = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
  if (value === undefined || value === null || !fits(field, value, type)) return null;
  if (Array.isArray(value)) return value.length === 0 ? null : toArrayText(value as (string | number)[]);
  if (type === 'date') return timeOf(value as string);
  if (typeof value === 'string') return toOrderedText(value);
  // Of 0 and -0, which LanceDB tells apart, only 0 is written.
  return Number(value) || 0;
}

function fits(field: string, value: JsonValue, type: FieldType): boolean {
  try {
    checkMetadata({ [field]: value }, { [field]: type });
    return true;
  } catch {
    return false;
  }
}
