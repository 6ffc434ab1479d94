import type { Fields } from '../spec/fields.ts';
import type { FilterNode, FilterScalar } from '../spec/filter.ts';
import type { VectorRecord } from '../spec/vector-store.ts';
import { fieldType, isReservedField } from './check-fields.ts';
import { parseIsoDate } from './iso-date.ts';

/** What a filter looks at. */
export type Filterable = Pick<VectorRecord, 'productId' | 'imageId' | 'category' | 'metadata'>;

type Reader = (record: Filterable) => readonly unknown[];

/** Values of a field; none where it is missing, null, or an empty array. */
function reader(field: string): Reader {
  if (isReservedField(field)) return (record) => [record[field]];
  return ({ metadata }) => {
    const value = Object.hasOwn(metadata, field) ? metadata[field] : undefined;
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value : [value];
  };
}

/**
 * Compiles a filter into a predicate, for many records.
 * @param fields declared fields, which say what a date is: those compare by time, all other strings by code unit
 */
export function compileFilter(node: FilterNode, fields: Fields): (record: Filterable) => boolean {
  if (node.op === 'and') {
    const parts = node.nodes.map((part) => compileFilter(part, fields));
    return (record) => parts.every((part) => part(record));
  }
  if (node.op === 'or') {
    const parts = node.nodes.map((part) => compileFilter(part, fields));
    return (record) => parts.some((part) => part(record));
  }
  if (node.op === 'not') {
    const inner = compileFilter(node.node, fields);
    return (record) => !inner(record);
  }
  const read = reader(node.field);
  const isDate = fieldType(node.field, fields) === 'date';
  const comparable = (value: unknown): unknown =>
    isDate && typeof value === 'string' ? parseIsoDate(value) : value;
  switch (node.op) {
    case 'exists':
      return (record) => read(record).length > 0;
    case 'eq': {
      const wanted = comparable(node.value);
      return (record) => read(record).some((value) => comparable(value) === wanted);
    }
    case 'in': {
      const wanted = new Set(node.values.map(comparable));
      return (record) => read(record).some((value) => wanted.has(comparable(value)));
    }
    case 'range': {
      const { gt, gte, lt, lte } = node;
      const bound = (value: FilterScalar | undefined) => comparable(value) as FilterScalar | undefined;
      const [above, from, below, to] = [bound(gt), bound(gte), bound(lt), bound(lte)];
      const kind = typeof (above ?? from ?? below ?? to);
      const inside = (given: unknown): boolean => {
        const value = comparable(given) as FilterScalar;
        return (
          typeof value === kind &&
          (above === undefined || value > above) &&
          (from === undefined || value >= from) &&
          (below === undefined || value < below) &&
          (to === undefined || value <= to)
        );
      };
      return (record) => read(record).some(inside);
    }
  }
}

/**
 * Whether a record passes a filter: the reference for every store. Two-valued logic; on an array any element
 * decides; a missing field matches only `not` and so `$ne`, `$nin` and `$exists: false`; null and an empty array
 * count as missing; strings compare exactly.
 * @param fields declared fields; without them dates compare as strings
 */
export function matchesFilter(node: FilterNode, record: Filterable, fields: Fields = {}): boolean {
  return compileFilter(node, fields)(record);
}
