import { invalidOption } from '../options/check.ts';
import type { FieldType } from '../spec/fields.ts';
import type { FilterScalar } from '../spec/filter.ts';
import { parseIsoDate } from './iso-date.ts';

/** Type of one element of a field. */
export type ElementType = 'keyword' | 'number' | 'date' | 'boolean';

export function elementType(type: FieldType): ElementType {
  return type === 'keyword[]' ? 'keyword' : type === 'number[]' ? 'number' : type;
}

const EXPECTED: Record<ElementType, string> = {
  keyword: 'a string',
  number: 'a finite number',
  date: 'an ISO 8601 date, e.g. "2026-01-31" or "2026-01-31T09:00:00Z"',
  boolean: 'true or false',
};

/**
 * Checks one element against its field's type.
 * @returns the value; a date as it is stored and compared everywhere, in UTC with milliseconds
 * @throws ImageSearchError INVALID_OPTIONS naming the path
 */
export function checkFieldValue(path: string, type: ElementType, value: unknown): FilterScalar {
  if (type === 'keyword' && typeof value === 'string') return value;
  if (type === 'number' && typeof value === 'number' && Number.isFinite(value)) return value;
  if (type === 'boolean' && typeof value === 'boolean') return value;
  if (type === 'date' && typeof value === 'string') {
    const time = parseIsoDate(value);
    if (!Number.isNaN(time)) return new Date(time).toISOString();
  }
  const hint = Array.isArray(value)
    ? 'To match any of several values, write { $in: [...] }.'
    : value instanceof Date
      ? 'Write date.toISOString().'
      : undefined;
  throw invalidOption(path, EXPECTED[type], value, hint);
}
