import { invalidOption } from '../options/check.ts';
import { isPlainObject } from '../options/is-plain-object.ts';
import type { Fields } from '../spec/fields.ts';
import { checkFieldValue, elementType } from './check-field-value.ts';
import { isPrototypeName, isReservedField } from './check-fields.ts';

const MAX_DEPTH = 32;

function checkJson(path: string, value: unknown, depth: number): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (depth > MAX_DEPTH) throw invalidOption(path, `JSON of at most ${MAX_DEPTH} levels`, value);
  if (Array.isArray(value)) {
    value.forEach((item, at) => {
      checkJson(`${path}[${at}]`, item, depth + 1);
    });
    return;
  }
  if (!isPlainObject(value)) throw invalidOption(path, 'a value that JSON can hold', value);
  for (const [key, item] of Object.entries(value)) {
    if (isPrototypeName(key)) throw invalidOption(path, `keys other than ${key}`, value);
    if (item !== undefined) checkJson(`${path}.${key}`, item, depth + 1);
  }
}

/**
 * Checks that metadata is JSON, that declared fields have their declared type, and that no name is reserved.
 * Fields may be absent; undeclared ones are kept but not searchable.
 * @throws ImageSearchError INVALID_OPTIONS naming the field, e.g. `metadata.price`
 */
export function checkMetadata(metadata: unknown, fields: Fields): void {
  if (metadata === undefined) return;
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    throw invalidOption('metadata', 'an object', metadata);
  for (const [name, value] of Object.entries(metadata)) {
    const path = `metadata.${name}`;
    if (isReservedField(name))
      throw invalidOption(path, 'nothing: the name is reserved', value, `Set ${name} beside the metadata.`);
    if (isPrototypeName(name))
      throw invalidOption(path, 'nothing: the name is reserved', value, 'Rename it.');
    if (value === undefined) continue;
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (type === undefined) {
      checkJson(path, value, 0);
      continue;
    }
    if (!type.endsWith('[]')) checkFieldValue(path, elementType(type), value);
    else if (Array.isArray(value))
      value.forEach((item, at) => {
        checkFieldValue(`${path}[${at}]`, elementType(type), item);
      });
    else throw invalidOption(path, 'an array', value);
  }
}
