import { ImageSearchError } from '../errors/image-search-error.ts';
import { checkString, invalidOption } from '../options/check.ts';
import type { Fields, JsonValue } from '../spec/fields.ts';
import type { FilterNode } from '../spec/filter.ts';

/** Values of declared keyword fields that bind everything a pipeline reads, writes and deletes. */
export interface Scope {
  /** Sorted by field, by code unit. Empty: the whole collection. */
  readonly values: readonly (readonly [field: string, value: string])[];
  /** And-ed with every read and delete. */
  readonly nodes: readonly FilterNode[];
}

/** The whole collection. */
export const unscoped: Scope = { values: [], nodes: [] };

/**
 * Binds a scope further.
 * @throws ImageSearchError INVALID_OPTIONS for a field that is not a declared keyword, an empty value, or a value
 *   other than the one the outer scope is bound to
 */
export function createScope(outer: Scope, values: unknown, fields: Fields): Scope {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    throw invalidOption('scope', 'an object of keyword fields and their values', values);
  const bound = new Map(outer.values);
  for (const [field, value] of Object.entries(values)) {
    if (!Object.hasOwn(fields, field) || fields[field] !== 'keyword')
      throw invalidOption(
        `scope.${field}`,
        'a value of a declared keyword field',
        value,
        `Declare it: createImageSearchPipeline({ fields: { ${field}: 'keyword' } }).`,
      );
    const text = checkString(`scope.${field}`, value);
    if (/\p{Surrogate}/u.test(text)) throw invalidOption(`scope.${field}`, 'well-formed text', value);
    const before = bound.get(field);
    if (before !== undefined && before !== text)
      throw invalidOption(
        `scope.${field}`,
        `the value that this pipeline is bound to already, ${JSON.stringify(before)}`,
        value,
        'Take the scope from the pipeline that is not bound.',
      );
    bound.set(field, text);
  }
  if (bound.size === 0) throw invalidOption('scope', 'at least one field', values);
  const sorted = [...bound].sort(([a], [b]) => (a < b ? -1 : 1));
  return { values: sorted, nodes: sorted.map(([field, value]) => ({ op: 'eq', field, value })) };
}

/**
 * The metadata with the scope's values in it.
 * @throws ImageSearchError INVALID_OPTIONS where the metadata names another value: a write must not leave its scope
 */
export function withScope(
  metadata: Readonly<Record<string, JsonValue | undefined>>,
  scope: Scope,
): Record<string, JsonValue | undefined> {
  for (const [field, value] of scope.values) {
    const given = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
    if (given !== undefined && given !== value)
      throw new ImageSearchError({
        code: 'INVALID_OPTIONS',
        message: `The metadata has ${field} ${JSON.stringify(given)}, but this pipeline is bound to ${JSON.stringify(value)}.`,
        hint: `Leave ${field} out: a scoped pipeline writes it by itself.`,
      });
  }
  return { ...metadata, ...Object.fromEntries(scope.values) };
}

/** All nodes together; undefined where there is nothing to ask. */
export function allOf(...nodes: readonly (FilterNode | undefined)[]): FilterNode | undefined {
  const present = nodes.filter((node) => node !== undefined);
  return present.length > 1 ? { op: 'and', nodes: present } : present[0];
}
