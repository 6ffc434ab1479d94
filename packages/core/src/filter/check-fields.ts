import { checkOneOf, invalidOption } from '../options/check.ts';
import type { Fields, FieldType, ReservedField } from '../spec/fields.ts';

const FIELD_TYPES: readonly FieldType[] = ['keyword', 'keyword[]', 'number', 'number[]', 'date', 'boolean'];

/** Names the pipeline uses itself; filters know them as keywords. */
export const RESERVED_FIELDS: readonly ReservedField[] = ['productId', 'imageId', 'category'];

/** Whether a name means something on every object, such as `__proto__` or `constructor`. */
export function isPrototypeName(name: string): boolean {
  return name === 'prototype' || name in Object.prototype;
}

export function isReservedField(name: string): name is ReservedField {
  return (RESERVED_FIELDS as readonly string[]).includes(name);
}

/**
 * Checks a declaration of fields: names that every store can hold, and known types.
 * @throws ImageSearchError INVALID_OPTIONS
 */
export function checkFields(fields: Fields): void {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw invalidOption('fields', 'an object of field names and types', fields);
  for (const name of Object.keys(fields)) {
    if (isReservedField(name))
      throw invalidOption(
        'fields',
        `any names but ${RESERVED_FIELDS.join(', ')}`,
        name,
        `"${name}" is always there; leave it out.`,
      );
    if (isPrototypeName(name) || !/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name))
      throw invalidOption('fields', 'names of at most 64 letters, digits and underscores', name);
    checkOneOf(`fields.${name}`, fields[name], FIELD_TYPES);
  }
}

/** Declared or reserved type of a field; undefined for any other name. */
export function fieldType(name: string, fields: Fields): FieldType | undefined {
  if (isReservedField(name)) return 'keyword';
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
