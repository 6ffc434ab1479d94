import { describe, invalidOption } from '../options/check.ts';
import { isPlainObject } from '../options/is-plain-object.ts';
import type { Fields } from '../spec/fields.ts';
import type { Filter, FilterNode, FilterScalar } from '../spec/filter.ts';
import { checkFieldValue, type ElementType, elementType } from './check-field-value.ts';
import { fieldType, RESERVED_FIELDS } from './check-fields.ts';

const RANGE = { $gt: 'gt', $gte: 'gte', $lt: 'lt', $lte: 'lte' } as const;
const OPERATORS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte', '$in', '$nin', '$exists', '$not'];
/** A filter may come from a request body: this many levels at most, so that none overflows the stack. */
const MAX_DEPTH = 32;
/** And so many conditions, values of an `$in` apart: search engines count up to three clauses for each, OpenSearch to 1024. */
const MAX_CONDITIONS = 256;

const not = (node: FilterNode): FilterNode => ({ op: 'not', node });
const all = (nodes: readonly FilterNode[]): FilterNode =>
  nodes.length === 1 ? nodes[0]! : { op: 'and', nodes };

/** Entries that are set; undefined counts as left out. */
const entries = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, item]) => item !== undefined);

function checkDepth(path: string, value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw invalidOption(path, `a filter of at most ${MAX_DEPTH} levels`, value);
}

function operators(path: string, field: string, type: ElementType, given: object, depth: number): FilterNode {
  checkDepth(path, given, depth);
  const nodes: FilterNode[] = [];
  const bounds: Record<string, FilterScalar> = {};
  for (const [operator, operand] of entries(given)) {
    const at = `${path}.${operator}`;
    switch (operator) {
      case '$eq':
      case '$ne': {
        const node: FilterNode = { op: 'eq', field, value: checkFieldValue(at, type, operand) };
        nodes.push(operator === '$eq' ? node : not(node));
        break;
      }
      case '$in':
      case '$nin': {
        if (!Array.isArray(operand) || operand.length === 0)
          throw invalidOption(at, 'an array of at least one value', operand);
        const values = [...new Set(operand.map((item, i) => checkFieldValue(`${at}[${i}]`, type, item)))];
        const node: FilterNode = { op: 'in', field, values };
        nodes.push(operator === '$in' ? node : not(node));
        break;
      }
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte': {
        if (type === 'boolean')
          throw invalidOption(path, '$eq, $ne, $in, $nin, $exists or $not, as the field is a boolean', given);
        bounds[RANGE[operator]] = checkFieldValue(at, type, operand);
        break;
      }
      case '$exists':
        if (typeof operand !== 'boolean') throw invalidOption(at, 'true or false', operand);
        nodes.push(operand ? { op: 'exists', field } : not({ op: 'exists', field }));
        break;
      case '$not':
        if (!isPlainObject(operand))
          throw invalidOption(at, 'an object of operators', operand, 'Write { $ne: value } for one value.');
        nodes.push(not(operators(at, field, type, operand, depth + 1)));
        break;
      default:
        throw invalidOption(path, `the operators ${OPERATORS.join(' ')}`, given, `Unknown: "${operator}".`);
    }
  }
  if (Object.keys(bounds).length > 0) nodes.push({ op: 'range', field, ...bounds });
  if (nodes.length === 0) throw invalidOption(path, 'a value or at least one operator', given);
  return all(nodes);
}

function tree(path: string, filter: unknown, fields: Fields, depth: number): FilterNode | undefined {
  if (!isPlainObject(filter)) throw invalidOption(path, 'an object such as { brand: "x" }', filter);
  checkDepth(path, filter, depth);
  const required = (at: string, value: unknown): FilterNode => {
    const node = tree(at, value, fields, depth + 1);
    if (node === undefined) throw invalidOption(at, 'a filter with at least one condition', value);
    return node;
  };
  const nodes = entries(filter).map(([key, value]): FilterNode => {
    const at = `${path}.${key}`;
    if (key === '$and' || key === '$or') {
      if (!Array.isArray(value) || value.length === 0)
        throw invalidOption(at, 'an array of at least one filter', value);
      const parts = value.map((part, i) => required(`${at}[${i}]`, part));
      return parts.length === 1 ? parts[0]! : { op: key === '$and' ? 'and' : 'or', nodes: parts };
    }
    if (key === '$not') return not(required(at, value));
    const type = fieldType(key, fields);
    if (type === undefined) {
      const known = [...RESERVED_FIELDS, ...Object.keys(fields)].join(', ');
      throw invalidOption(
        path,
        `conditions on declared fields (${known}), $and, $or and $not`,
        filter,
        key.startsWith('$')
          ? `"${key}" is not an operator here.`
          : `Declare "${key}" in \`fields\`, or remove ${describe(key)} from the filter.`,
      );
    }
    const element = elementType(type);
    if (isPlainObject(value)) return operators(at, key, element, value, depth + 1);
    return { op: 'eq', field: key, value: checkFieldValue(at, element, value) };
  });
  return nodes.length === 0 ? undefined : all(nodes);
}

/**
 * Turns what users write into the tree that stores receive. Bounds of one operator object become one `range`;
 * `$ne`, `$nin` and `$exists: false` become `not`; dates come out in UTC. Entries that are undefined count as
 * left out.
 * @param fields declared fields; `productId`, `imageId` and `category` are always known
 * @returns undefined for no filter or an empty one, which matches everything
 * @throws ImageSearchError INVALID_OPTIONS with the path: an undeclared field, a value of another type, an
 * unknown operator, an empty `$in`, `$and` or `$or`, an empty filter inside another, more than 32 levels or 256 conditions
 * @example
 * normaliseFilter({ brand: 'x', price: { $gte: 10 } }, { brand: 'keyword', price: 'number' });
 * // { op: 'and', nodes: [{ op: 'eq', field: 'brand', value: 'x' }, { op: 'range', field: 'price', gte: 10 }] }
 */
export function normaliseFilter<F extends Fields>(
  filter: Filter<F> | undefined,
  fields: F,
): FilterNode | undefined {
  const node = filter === undefined ? undefined : tree('filter', filter, fields, 0);
  const conditions = node ? countConditions(node) : 0;
  if (conditions > MAX_CONDITIONS)
    throw invalidOption(
      'filter',
      `at most ${MAX_CONDITIONS} conditions`,
      conditions,
      'Name all values of a field in one $in or $nin.',
    );
  return node;
}

function countConditions(node: FilterNode): number {
  if (node.op === 'not') return countConditions(node.node);
  if (node.op !== 'and' && node.op !== 'or') return 1;
  return node.nodes.reduce((sum, part) => sum + countConditions(part), 0);
}
