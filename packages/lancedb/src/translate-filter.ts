import {
  checkMetadata,
  type Fields,
  type FieldType,
  type FilterNode,
  type FilterScalar,
  invalidOption,
} from '@imgsearch/core';
import { elementText, enclosed, rangePattern } from './array-text.ts';
import { columnName, RESERVED_COLUMNS, timeOf } from './columns.ts';
import { toOrderedText } from './ordered-text.ts';

/** SQL, or what the filter comes to for every record. */
export type Condition = string | boolean;
type Leaf = Exclude<FilterNode, { op: 'and' | 'or' | 'not' }>;

/** Longest bound of a range over array elements: its pattern grows with the square of it. */
const MAX_BOUND = 200;
/** Terms side by side before they are put in parentheses: the planner's recursion follows a chain. */
const CHAIN = 64;

/** A string literal. */
export const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const number = (value: number): string => (value === 0 ? '0e0' : value.toExponential());

function join(operator: 'AND' | 'OR', parts: readonly Condition[]): Condition {
  const decisive = operator === 'OR';
  if (parts.includes(decisive)) return decisive;
  let terms = parts.filter((part) => typeof part === 'string');
  if (terms.length === 0) return !decisive;
  if (terms.length === 1) return terms[0]!;
  while (terms.length > CHAIN) {
    const chunks: string[] = [];
    for (let at = 0; at < terms.length; at += CHAIN)
      chunks.push(`(${terms.slice(at, at + CHAIN).join(` ${operator} `)})`);
    terms = chunks;
  }
  return `(${terms.join(` ${operator} `)})`;
}

interface Column {
  readonly name: string;
  readonly type: FieldType;
}

function columnOf(field: string, fields: Fields): Column {
  if (Object.hasOwn(RESERVED_COLUMNS, field))
    return { name: RESERVED_COLUMNS[field as keyof typeof RESERVED_COLUMNS], type: 'keyword' };
  const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (type === undefined)
    throw invalidOption(
      'filter',
      `conditions on declared fields (${['productId', 'imageId', 'category', ...Object.keys(fields)].join(', ')})`,
      field,
      `Declare ${JSON.stringify(field)} in \`fields\`; other metadata is kept, but not searchable.`,
    );
  return { name: columnName(field, type), type };
}

/** A value as the column's own values compare with it; undefined where it is of another type and so equals none. */
function comparable(value: FilterScalar | undefined, type: FieldType): FilterScalar | undefined {
  if (type === 'date') {
    try {
      checkMetadata({ date: value }, { date: 'date' });
    } catch {
      return undefined;
    }
    return typeof value === 'string' ? timeOf(value) : undefined;
  }
  const expected = type.startsWith('keyword') ? 'string' : type.startsWith('number') ? 'number' : 'boolean';
  return typeof value === expected && !Number.isNaN(value) ? value : undefined;
}

const literal = (value: FilterScalar): string =>
  typeof value === 'string' ? quote(toOrderedText(value)) : number(Number(value));

function equals({ name, type }: Column, values: readonly FilterScalar[]): Condition {
  const known = values.map((value) => comparable(value, type)).filter((value) => value !== undefined);
  if (type.endsWith('[]'))
    return join(
      'OR',
      known.map((value) => `contains(${name}, ${quote(enclosed(elementText(value as string | number)))})`),
    );
  if (known.length === 0) return false;
  if (known.length === 1) return `${name} = ${literal(known[0]!)}`;
  return `${name} IN (${known.map(literal).join(', ')})`;
}

const OPERATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
type Bound = keyof typeof OPERATORS;

function range({ name, type }: Column, leaf: Extract<Leaf, { op: 'range' }>): Condition {
  const given = (Object.keys(OPERATORS) as Bound[]).filter((bound) => leaf[bound] !== undefined);
  const bounds = given.map((bound) => [bound, comparable(leaf[bound], type)] as const);
  if (bounds.length === 0 || bounds.some(([, value]) => value === undefined)) return false;
  if (!type.endsWith('[]'))
    return join(
      'AND',
      bounds.map(([bound, value]) => `${name} ${OPERATORS[bound]} ${literal(value!)}`),
    );
  const texts = bounds.map(([bound, value]) => [bound, elementText(value as string | number)] as const);
  const long = texts.find(([, text]) => text.length > MAX_BOUND);
  if (long !== undefined)
    throw invalidOption(`filter.${leaf.field}.$${long[0]}`, `at most ${MAX_BOUND} characters`, leaf[long[0]]);
  const pattern = rangePattern(Object.fromEntries(texts));
  return pattern === undefined ? false : `regexp_like(${name}, ${quote(pattern)})`;
}

function translateLeaf(leaf: Leaf, negated: boolean, fields: Fields, maxValues: number): Condition {
  const column = columnOf(leaf.field, fields);
  if (leaf.op === 'exists') return `${column.name} IS ${negated ? '' : 'NOT '}NULL`;
  if (leaf.op === 'in' && leaf.values.length > maxValues)
    throw invalidOption(`filter.${leaf.field}.$in`, `at most ${maxValues} values`, leaf.values);
  const matches =
    leaf.op === 'range' ? range(column, leaf) : equals(column, leaf.op === 'in' ? leaf.values : [leaf.value]);
  if (typeof matches === 'boolean') return matches !== negated;
  // SQL's third value: what is missing is neither equal nor unequal there.
  return negated ? `(${column.name} IS NULL OR NOT (${matches}))` : matches;
}

/**
 * A filter as SQL. Negation is moved down to the leaves, where it takes missing values in; above them there are only
 * AND and OR, for which SQL's "unknown" is as good as false.
 * @param maxValues most values of one `in`
 * @throws ImageSearchError INVALID_OPTIONS for an undeclared field and for more than fits
 */
export function translateFilter(node: FilterNode, fields: Fields, maxValues: number): Condition {
  const walk = (part: FilterNode, negated: boolean): Condition => {
    switch (part.op) {
      case 'not':
        return walk(part.node, !negated);
      case 'and':
      case 'or':
        return join(
          (part.op === 'and') === negated ? 'OR' : 'AND',
          part.nodes.map((inner) => walk(inner, negated)),
        );
      default:
        return translateLeaf(part, negated, fields, maxValues);
    }
  };
  return walk(node, false);
}
